import type { DetailRow, DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { isRefusedBySome, reasonText } from '../chain/reasonText';
import { judgeChain } from '../chain/verdict';
import type { Certificate } from '../model';
import { isSelfIssued } from '../x509/certificateName';
import { expiryState } from '../x509/expiry';
import { toUtc } from './dates';
import type { DetailOptions, GatewayCertificateInput } from './input';
import { validityNote, validitySeverity } from './validity';

/** Describes a certificate in a line: its subject, and until when it is valid. */
export function certificateRow(
  certificate: Certificate,
  head: { readonly id: string; readonly label: string },
  options: DetailOptions,
): DetailRow {
  const { translate, now, warningDays } = options;
  const { subject, validity } = certificate;
  const state = expiryState(validity, now, warningDays);
  return {
    ...head,
    values: [subjectText(certificate, translate)],
    ...(subject.text === '' && !certificate.sans?.[0] ? { isAbsent: true } : {}),
    note: translate('{from} to {to}, {note}', {
      from: toUtc(validity.notBefore),
      to: toUtc(validity.notAfter),
      note: validityNote(validity, options),
    }),
    ...(state === 'valid' ? {} : { severity: validitySeverity(state) }),
  };
}

const subjectText = ({ subject, sans }: Certificate, translate: Translate): string =>
  subject.text !== '' ? subject.text : (sans?.[0]?.value ?? translate('empty subject'));

/**
 * The certificates that come along, leaf first, and who signed the last of them.
 *
 * @param shown the one the page is about
 */
export function chainSection(chain: readonly Certificate[], shown: Certificate, options: DetailOptions): DetailSection {
  const { translate } = options;
  const rows = chain.map((certificate, index) => {
    const row = certificateRow(certificate, { id: `chain.${index}`, label: roleOf(certificate, translate) }, options);
    return certificate === shown
      ? { ...row, note: translate('this certificate; {note}', { note: row.note ?? '' }) }
      : row;
  });
  const last = chain.at(-1);
  const end: readonly DetailRow[] =
    last === undefined || isSelfIssued(last)
      ? []
      : [
          {
            id: 'chain.next',
            label: translate('Signed by'),
            values: [last.issuer.text],
            note: translate('not included here'),
          },
        ];
  return { id: 'chain', title: translate('Chain'), rows: [...rows, ...end, ...refusedRows(chain, options)] };
}

const maxReasons = 5;

/** Says why clients refuse the chain. Dates have a row of their own at each certificate. */
function refusedRows(
  [leaf, ...issuers]: readonly Certificate[],
  { now, translate }: DetailOptions,
): readonly DetailRow[] {
  if (!leaf) return [];
  const verdict = judgeChain({ leaf, pool: issuers, now });
  const reasons = (verdict.kind === 'refused' ? verdict.reasons : []).filter(
    ({ code }) => code !== 'expired' && code !== 'notYetValid',
  );
  if (reasons.length === 0) return [];
  return [
    {
      id: 'chain.refused',
      label: reasons.every(isRefusedBySome) ? translate('Some clients refuse it') : translate('Clients refuse it'),
      values: reasons.slice(0, maxReasons).map((reason) => reasonText(reason, translate)),
      severity: 'warning',
    },
  ];
}

function roleOf(certificate: Certificate, translate: Translate): string {
  if (!certificate.isCa)
    return isSelfIssued(certificate) ? translate('Self-signed certificate') : translate('Leaf certificate');
  return isSelfIssued(certificate) ? translate('Root CA') : translate('Intermediate CA');
}

/** Certificates of other keys that the same object holds, e.g. an EC one beside an RSA one. */
export const extraSection = (
  chains: GatewayCertificateInput['extraChains'],
  options: DetailOptions,
): DetailSection => ({
  id: 'extra',
  title: options.translate('Further certificates of the same object'),
  rows: chains.flatMap(([leaf], index) =>
    leaf === undefined ? [] : [certificateRow(leaf, { id: `extra.${index}`, label: leaf.key.name }, options)],
  ),
});
