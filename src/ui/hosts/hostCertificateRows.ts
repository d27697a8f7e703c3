import type { CertificateEntry, FullEntry } from '../../app/inventory/certificateEntry';
import { isChangeable, isFullEntry } from '../../app/inventory/certificateEntry';
import { isNamed } from '../../app/inventory/ownNames';
import type { HostAnswer } from '../../app/usage/hostCheck';
import type { hostAnswerText } from '../../app/usage/hostCheckText';
import { toValidity } from '../../core/details/dates';
import { validityNote, validitySeverity } from '../../core/details/validity';
import { expiryState } from '../../core/x509/expiry';
import type { DetailRow, GatewaySubject } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { ActionRow, HostFacts } from './hostFacts';
import { isOfGateway, isReference, refused } from './hostFacts';

export interface CertificateParts {
  readonly row: (name: string, label: string, more: Omit<ActionRow, 'id' | 'label'>) => ActionRow;
  readonly at: number;
  readonly isOne: boolean;
  readonly answer: HostAnswer;
  readonly text: ReturnType<typeof hostAnswerText>;
  readonly facts: HostFacts;
}

export function certificateRows(entry: CertificateEntry, parts: CertificateParts): readonly ActionRow[] {
  const { row, at, isOne, facts } = parts;
  const { translate: t } = facts;
  const { stored, connection } = entry;
  const subject: GatewaySubject = { from: 'gateway', connection: connection.id, id: stored.id };
  const canWrite = isChangeable(entry);
  const label = isOne ? t('Certificate') : t('Certificate {number}', { number: at + 1 });
  return [
    row(`certificate${at}`, label, {
      values: [toShortText(entry.title, 200)],
      buttons: [t('Show Certificate'), ...(canWrite ? [t('Renew…')] : [])],
      actions: [{ kind: 'show', subject }, ...(canWrite ? [{ kind: 'update', subject } as const] : [])],
    }),
    row(`id${at}`, t('ID'), { values: [stored.id], isMonospace: true }),
    row(`name${at}`, t('Client: name'), nameLine(entry, facts)),
    row(`dates${at}`, t('Client: dates'), datesLine(entry, facts)),
    row(`chain${at}`, t('Client: chain'), chainLine(entry, parts)),
  ];
}

type Line = Pick<DetailRow, 'values' | 'note' | 'severity' | 'isAbsent'>;

function nameLine(entry: CertificateEntry, { host, translate: t }: HostFacts): Line {
  const values = { host: toShortText(host, 253) };
  const named = isNamed(entry, host);
  if (named === undefined) return unknownLine(entry, t);
  return named
    ? { values: [t('It names {host}', values)], severity: 'ok' }
    : { values: [t('It does not name {host}: clients refuse it', values)], severity: 'error' };
}

const unknownLine = ({ content }: CertificateEntry, t: Translate): Line => ({
  values: [
    content === 'secretReference'
      ? t('a secret reference: not known until it resolves')
      : content === 'notReturned'
        ? t('not returned by the gateway')
        : t('cannot be read'),
  ],
  isAbsent: true,
});

function datesLine(entry: CertificateEntry, { clock, translate: t }: HostFacts): Line {
  const { validity } = entry;
  if (!validity) return unknownLine(entry, t);
  const state = expiryState(validity, clock.now, clock.warningDays);
  return {
    values: [toValidity(validity, t)],
    note: validityNote(validity, { ...clock, translate: t }),
    severity: state === 'notYetValid' ? 'error' : validitySeverity(state),
  };
}

function chainLine(
  entry: CertificateEntry | FullEntry,
  { answer, text, facts: { translate: t, whyUnread } }: CertificateParts,
): Line {
  const { stored } = entry;
  // The answer says already what happens until then.
  if (isReference(answer)) return unknownLine(entry, t);
  // What stands behind the leaf is read from the gateway for this page: see `HostPanel`.
  if (!isFullEntry(entry) && entry.content === 'read') {
    const why = whyUnread?.(entry);
    return why === undefined
      ? { values: [t('Reading from the gateway…')], isAbsent: true }
      : { values: [why], severity: 'warning' };
  }
  const said = answer.warnings.flatMap(({ kind, id }, at) =>
    id === stored.id && isOfChain(kind) ? [{ kind, text: text.warnings[at] ?? '' }] : [],
  );
  if (said.length > 0)
    return {
      values: said.map((each) => each.text),
      severity: said.some(({ kind }) => refused.has(kind)) ? 'error' : 'warning',
    };
  const top = isFullEntry(entry) ? entry.chain.at(-1) : undefined;
  if (!top) return { values: [t('not returned by the gateway')], isAbsent: true };
  return {
    values: [t('In order; clients have to trust {issuer}', { issuer: toShortText(top.issuer.text, 200) })],
    severity: 'ok',
  };
}

const isOfChain = (kind: HostAnswer['warnings'][number]['kind']): boolean =>
  !isOfGateway(kind) && kind !== 'expired' && kind !== 'notYetValid' && kind !== 'expiring' && kind !== 'nameMismatch';
