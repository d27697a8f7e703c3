/** Checks the chain of a draft: what clients will say of it, and of certificates that are left out. */
import { isRefusedBySome, reasonText } from '../../core/chain/reasonText';
import { judgeChain } from '../../core/chain/verdict';
import { certificateName, isSelfIssued } from '../../core/x509/certificateName';
import { briefList } from '../../shared/briefList';
import type { Translate } from '../../shared/translate';
import type { OmittedCertificate, UploadDraft } from './upload';
import type { UploadCheck } from './uploadCheck';

export function chainChecks(
  draft: UploadDraft,
  { now, translate: t }: { readonly now: number; readonly translate: Translate },
): readonly UploadCheck[] {
  const { chain, leaf, type, wasReordered } = draft;
  const verdict = judgeChain({ leaf, pool: chain, now, purpose: type });
  // Dates and type of the leaf have checks of their own.
  const reasons = (verdict.kind === 'refused' ? verdict.reasons : []).filter(
    ({ code, certificate }) =>
      certificate !== leaf ||
      !['expired', 'notYetValid', 'neverValid', 'purposeForbidden', 'purposeOnlyAny'].includes(code),
  );
  const checks: readonly UploadCheck[] = [
    ...reasons.map((reason): UploadCheck => ({
      id: 'chain',
      outcome: 'warning',
      sentence: isRefusedBySome(reason)
        ? t('{reason}: OpenSSL and clients built on it refuse the chain', { reason: reasonText(reason, t) })
        : t('{reason}: clients will refuse the chain', { reason: reasonText(reason, t) }),
    })),
    ...omittedChecks(draft, t),
    ...(verdict.hints.length > 0
      ? [
          {
            id: 'chain',
            outcome: 'note',
            sentence: t(
              'Names of issuer and subject differ in spelling: clients written in Go or Java refuse the chain',
            ),
          } as const,
        ]
      : []),
    ...(wasReordered
      ? [
          {
            id: 'chain',
            outcome: 'note',
            sentence: t('The chain is out of order in the file; it is sent in order'),
          } as const,
        ]
      : []),
  ];
  if (checks.length > 0) return checks;
  if (chain.length > 1)
    return [
      {
        id: 'chain',
        outcome: 'pass',
        sentence: t('Chain of {count} certificates, in order', { count: chain.length }),
      },
    ];
  return isSelfIssued(leaf)
    ? [{ id: 'chain', outcome: 'pass', sentence: t('Self-signed: no chain') }]
    : [
        {
          id: 'chain',
          outcome: 'note',
          sentence: t('No intermediate certificate: right only where clients trust its issuer directly'),
        },
      ];
}

/** Says which certificates are left out, and why. */
function omittedChecks({ omitted, chain }: UploadDraft, t: Translate): readonly UploadCheck[] {
  const strangers = omitted.filter(({ why }) => why === 'stranger');
  const replaced = omitted.filter(({ why }) => why === 'replaced');
  const unused = omitted.filter(({ why }) => why === 'unused');
  const alone: readonly UploadCheck[] =
    chain.length === 1 && strangers.length > 0 && chain[0] && !isSelfIssued(chain[0])
      ? [
          {
            id: 'chain',
            outcome: 'note',
            sentence: t('No intermediate certificate: right only where clients trust its issuer directly'),
          },
        ]
      : [];
  return [
    ...omitted.flatMap((each): readonly UploadCheck[] => (each.why === 'spoilt' ? [spoiltCheck(each, t)] : [])),
    ...(replaced.length > 0
      ? [
          {
            id: 'chain',
            outcome: 'note',
            sentence: t(
              'Not sent, because another certificate with the same name and key makes a better chain: {names}',
              {
                names: titlesOf(replaced),
              },
            ),
          } as const,
        ]
      : []),
    ...(unused.length > 0
      ? [
          {
            id: 'chain',
            outcome: 'note',
            sentence: t('Not sent, because the chain does not need it: {names}', { names: titlesOf(unused) }),
          } as const,
        ]
      : []),
    ...(strangers.length > 0
      ? [
          {
            id: 'chain',
            outcome: 'warning',
            sentence: t('Certificates that do not belong to its chain are not sent: {names}', {
              names: titlesOf(strangers),
            }),
          } as const,
        ]
      : []),
    ...alone,
  ];
}

function spoiltCheck(omitted: OmittedCertificate, t: Translate): UploadCheck {
  const [reason] = omitted.reasons;
  return reason
    ? {
        id: 'chain',
        outcome: 'warning',
        sentence: t('{reason}: it is not sent, and clients need another certificate of its name', {
          reason: reasonText(reason, t),
        }),
      }
    : {
        id: 'chain',
        outcome: 'note',
        sentence: t('Not sent, because it comes after the end of the chain: {names}', { names: titlesOf([omitted]) }),
      };
}

const maxTitles = 3;

const titlesOf = (omitted: UploadDraft['omitted']): string =>
  briefList(
    omitted.slice(0, maxTitles).map(({ certificate }) => certificateName(certificate)),
    { most: maxTitles, count: omitted.length },
  );
