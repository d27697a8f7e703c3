import type { DetailRow, DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import type { PathReason } from '../chain/verdict';
import { judgeChain } from '../chain/verdict';
import { verdictText } from '../chain/verdictText';
import type { Certificate } from '../model';
import { isSelfIssued } from '../x509/certificateName';
import { toUtc } from './dates';
import type { DetailOptions, GatewayCertificateInput } from './input';
import { validityNote, validitySign } from './validity';

/** Describes a certificate in a line: its subject, and until when it is valid. */
export function certificateRow(
  certificate: Certificate,
  head: { readonly id: string; readonly label: string },
  options: DetailOptions,
): DetailRow {
  const { translate } = options;
  const { subject, validity } = certificate;
  return {
    ...head,
    values: [subjectText(certificate, translate)],
    ...(subject.text === '' && !certificate.sans?.[0] ? { isAbsent: true } : {}),
    note: translate('{from} to {to}, {note}', {
      from: toUtc(validity.notBefore),
      to: toUtc(validity.notAfter),
      note: validityNote(validity, options),
    }),
    ...validitySign(validity, options),
  };
}

const subjectText = ({ subject, sans }: Certificate, translate: Translate): string =>
  subject.text !== '' ? subject.text : (sans?.[0]?.value ?? translate('empty subject'));

/**
 * Lists the certificates that come along, leaf first, and who signed the last of them.
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
  return { id: 'chain', title: translate('Chain'), rows: [...rows, ...end, ...verdictRows(chain, options)] };
}

/** Says if clients accept the chain, and why not. Dates have a row of their own at each certificate. */
function verdictRows(
  [leaf, ...issuers]: readonly Certificate[],
  { now, translate }: DetailOptions,
): readonly DetailRow[] {
  if (!leaf) return [];
  const isSaid = ({ code }: PathReason): boolean => code === 'expired' || code === 'notYetValid';
  const text = verdictText(judgeChain({ leaf, pool: issuers, now }), translate, { isSaid });
  if (!text) return [];
  const { label, values, isRefused } = text;
  return [{ id: 'chain.verdict', label, values, ...(isRefused && { severity: 'warning' as const }) }];
}

function roleOf(certificate: Certificate, translate: Translate): string {
  if (!certificate.isCa)
    return isSelfIssued(certificate) ? translate('Self-signed certificate') : translate('Leaf certificate');
  return isSelfIssued(certificate) ? translate('Root CA') : translate('Intermediate CA');
}

/** Lists certificates of other keys that the same object holds, e.g. an EC one beside an RSA one. */
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
