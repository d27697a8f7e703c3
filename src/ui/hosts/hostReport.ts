/**
 * The page of a host, as data: what each gateway serves for it and why, what clients say of that, and what is on the
 * wire.
 */
import type { Connection } from '../../app/connections/connection';
import type { CertificateEntry, FullEntry } from '../../app/inventory/certificateEntry';
import { isChangeable, isFullEntry } from '../../app/inventory/certificateEntry';
import type { Clock } from '../../app/inventory/certificateState';
import type { ConnectionState } from '../../app/inventory/inventory';
import { isNamed } from '../../app/inventory/serving';
import type { HostAnswer, HostTable } from '../../app/usage/hostCheck';
import { candidatesOf } from '../../app/usage/hostCheck';
import { hostAnswerText } from '../../app/usage/hostCheckText';
import { ownerText } from '../../app/usage/impactLines';
import type { LiveCheck } from '../../app/usage/liveCheck';
import { toValidity } from '../../core/details/dates';
import { validityNote, validitySeverity } from '../../core/details/validity';
import type { Certificate } from '../../core/model';
import { expiryState } from '../../core/x509/expiry';
import type { Referrer } from '../../gateway/gateway';
import type { DetailModel, DetailRow, DetailSection, GatewaySubject } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { toListFailureText } from '../tree/listFailureText';
import type { ActionRow, HostAction } from './hostAction';
import { liveSection } from './liveRows';

/** The answer of one gateway. */
export interface GatewayAnswer {
  readonly connection: Connection;
  readonly state: ConnectionState;
  /** Undefined while it is worked out. */
  readonly checked?: { readonly answer: HostAnswer; readonly table: HostTable } | undefined;
  /** The routes and services that answer for the host; undefined where they are not known. */
  readonly owners?: readonly Referrer[] | undefined;
  /** Ids of certificates that the gateway itself lists as usable for those; empty where it lists none. */
  readonly usable?: readonly string[] | undefined;
}

export interface HostFacts {
  readonly host: string;
  readonly gateways: readonly GatewayAnswer[];
  /** The certificate that it was asked for, and the name of its file. */
  readonly file?: { readonly name: string; readonly leaf: Certificate } | undefined;
  /** Latest first. */
  readonly live: readonly LiveCheck[];
  readonly clock: Clock;
  readonly translate: Translate;
}

export interface HostReport {
  readonly detail: DetailModel;
  /** Actions of a row's buttons, by the row's id. */
  readonly actions: ReadonlyMap<string, readonly HostAction[]>;
}

type Severity = NonNullable<DetailRow['severity']>;

export function toHostReport(facts: HostFacts): HostReport {
  const { host, gateways, translate: t } = facts;
  const sections = [...gateways.map((gateway, index) => gatewaySection(gateway, index, facts)), liveSection(facts)];
  const rows = sections.flatMap((section) => section.rows);
  return {
    detail: {
      title: toShortText(host, 253),
      subtitle: t('Which certificate is served for this host'),
      badges: gateways.slice(0, 6).map((gateway) => badgeOf(gateway, t)),
      sections: sections.map((section): DetailSection => ({
        ...section,
        rows: section.rows.map(({ actions: _, ...row }) => row),
      })),
      notes: gateways.length > 0 ? [] : [t('No gateway is connected: only what is on the wire can be checked.')],
    },
    actions: new Map(rows.map(({ id, actions = [] }) => [id, actions])),
  };
}

/** `Staging: served`. */
function badgeOf({ connection, state, checked }: GatewayAnswer, t: Translate): DetailModel['badges'][number] {
  const gateway = toShortText(connection.name, 40);
  if (!checked || !isRead(state) || state.kind === 'failed')
    return { text: t('{gateway}: not known', { gateway }), severity: 'info' };
  const severity = severityOf(checked.answer);
  switch (checked.answer.explanation.answer.kind) {
    case 'served':
      if (isReference(checked.answer))
        return { text: t('{gateway}: served once its reference resolves', { gateway }), severity };
      return severity === 'error'
        ? { text: t('{gateway}: served, clients refuse it', { gateway }), severity }
        : { text: t('{gateway}: served', { gateway }), severity };
    case 'ambiguous':
      return { text: t('{gateway}: depends on the node', { gateway }), severity };
    case 'refused':
    case 'none':
      return { text: t('{gateway}: nothing is served', { gateway }), severity };
    case 'noServerName':
      return { text: t('{gateway}: no server name', { gateway }), severity };
  }
}

/** Returns whether something is known of what the gateway holds. */
const isRead = ({ kind, entries }: ConnectionState): boolean => kind === 'ready' || entries.length > 0;

/** Warnings of certificates that clients refuse. */
const refused: ReadonlySet<HostAnswer['warnings'][number]['kind']> = new Set([
  'expired',
  'notYetValid',
  'nameMismatch',
  'issuerMayNotSign',
  'issuerExpired',
  'clientRefuses',
  'unreadable',
]);

/** The worst that is to be said of an answer. */
function severityOf({ explanation: { answer }, warnings }: HostAnswer): Severity {
  if (answer.kind === 'noServerName') return 'info';
  if (answer.kind === 'none' || answer.kind === 'refused') return 'error';
  if (warnings.some(({ kind }) => refused.has(kind))) return 'error';
  return warnings.length > 0 ? 'warning' : 'ok';
}

type Section = Omit<DetailSection, 'rows'> & { readonly rows: readonly ActionRow[] };

function gatewaySection(gateway: GatewayAnswer, index: number, facts: HostFacts): Section {
  const id = `gateway${index}`;
  return { id, title: toShortText(gateway.connection.name, 100), rows: gatewayRows(gateway, id, facts) };
}

function gatewayRows(gateway: GatewayAnswer, id: string, facts: HostFacts): readonly ActionRow[] {
  const { connection, state, checked } = gateway;
  const { translate: t } = facts;
  const row = (name: string, label: string, more: Omit<ActionRow, 'id' | 'label'>): ActionRow => ({
    id: `${id}.${name}`,
    label,
    ...more,
  });
  const refresh = {
    buttons: [t('Refresh')],
    actions: [{ kind: 'refresh', connection: connection.id }],
  } as const;
  const reading = readingOf(state, connection, t);
  const known = reading && row('state', t('Reading'), { ...reading, ...(state.kind === 'loading' ? {} : refresh) });
  if (!checked || !isRead(state))
    return [known ?? row('answer', t('Answer'), { values: [t('Checking…')], isAbsent: true })];
  const { answer, table } = checked;
  const text = hostAnswerText(answer, table, t);
  const own = answer.warnings.flatMap(({ kind }, at) => (isOfGateway(kind) ? [text.warnings[at] ?? ''] : []));
  return [
    row('answer', t('Answer'), { values: [text.sentence], severity: answerSeverity(answer) }),
    ...(own.length > 0 ? [row('warnings', t('Warning'), { values: own, severity: 'warning' })] : []),
    ...candidatesOf(answer, table).flatMap((entry, at, all) =>
      certificateRows(entry, { row, at, isOne: all.length === 1, answer, text, facts }),
    ),
    ...(text.rejections.length > 0 ? [row('rejected', t('Not served'), { values: text.rejections })] : []),
    ...(gateway.owners && gateway.owners.length > 0
      ? [row('owners', t('Asked for by'), { values: gateway.owners.slice(0, 50).map((owner) => ownerText(owner, t)) })]
      : []),
    ...usableRows(gateway, { row, checked, facts }),
    ...(known ? [known] : []),
  ];
}

/** The gateway's own word, beside the answer by its rules. */
function usableRows(
  { connection, usable = [], owners = [] }: GatewayAnswer,
  {
    row,
    checked: { answer, table },
    facts: { translate: t },
  }: Pick<CertificateParts, 'row' | 'facts'> & { readonly checked: NonNullable<GatewayAnswer['checked']> },
): readonly ActionRow[] {
  if (usable.length === 0 || owners.length === 0) return [];
  const gateway = toShortText(connection.name, 60);
  const ids = candidatesOf(answer, table).map(({ stored }) => stored.id);
  const isSame = ids.some((id) => usable.includes(id));
  const shown = usable.slice(0, maxUsable).map((id) => {
    const title = table.entries.get(id)?.title;
    return title === undefined ? id : `${toShortText(title, 200)} (${id})`;
  });
  return [
    row('usable', t('Listed as usable'), {
      values: shown,
      severity: isSame ? 'ok' : 'warning',
      note: isSame
        ? t('{gateway} itself lists what is served by these rules.', { gateway })
        : t('{gateway} itself lists others than what is served by these rules.', { gateway }),
    }),
  ];
}

/** Certificates listed as usable that are shown. */
const maxUsable = 20;

/** Says how far the list is known, where that is not all of it. */
function readingOf(
  state: ConnectionState,
  connection: Connection,
  t: Translate,
): Pick<ActionRow, 'values' | 'severity' | 'isAbsent'> | undefined {
  switch (state.kind) {
    case 'idle':
      return { values: [t('Its certificates have not been read yet.')], isAbsent: true };
    case 'loading':
      return { values: [t('Its certificates are being read…')], isAbsent: true };
    case 'failed':
      return { values: [toListFailureText(state.failure, connection, t).sentence], severity: 'error' };
    case 'ready':
      if (!state.isComplete)
        return {
          values: [t('Not all of its certificates were read: another one may be served.')],
          severity: 'warning',
        };
      return state.unreadable.length > 0
        ? { values: [t('Some of its objects could not be read: another one may be served.')], severity: 'warning' }
        : undefined;
  }
}

const isReference = ({ served }: HostAnswer): boolean => served?.content === 'secretReference';

const answerSeverity = (answer: HostAnswer): Severity => {
  switch (answer.explanation.answer.kind) {
    case 'served':
      return isReference(answer) ? 'warning' : 'ok';
    case 'ambiguous':
      return 'warning';
    case 'refused':
    case 'none':
      return 'error';
    case 'noServerName':
      return 'info';
  }
};

/** Returns whether a warning is about the gateway, not about one certificate. */
const isOfGateway = (kind: HostAnswer['warnings'][number]['kind']): boolean =>
  kind === 'ambiguous' ||
  kind === 'mayFail' ||
  kind === 'needsVersion' ||
  kind === 'dotNeedsVersion' ||
  kind === 'longerName' ||
  kind === 'ignored';

interface CertificateParts {
  readonly row: (name: string, label: string, more: Omit<ActionRow, 'id' | 'label'>) => ActionRow;
  readonly at: number;
  readonly isOne: boolean;
  readonly answer: HostAnswer;
  readonly text: ReturnType<typeof hostAnswerText>;
  readonly facts: HostFacts;
}

function certificateRows(entry: CertificateEntry, parts: CertificateParts): readonly ActionRow[] {
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
  const named = entry.leaf && !entry.leaf.sans ? false : isNamed(entry, host);
  if (named === undefined) return unknownLine(entry, t);
  return named
    ? { values: [t('It names {host}', values)], severity: 'ok' }
    : { values: [t('It does not name {host}: clients refuse it', values)], severity: 'error' };
}

const unknownLine = ({ content }: CertificateEntry, t: Translate): Line => ({
  values: [
    content === 'secretReference'
      ? t('a secret reference: not known until it resolves')
      : t('not returned by the gateway'),
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
  { answer, text, facts: { translate: t } }: CertificateParts,
): Line {
  const { stored } = entry;
  // The answer says already what happens until then.
  if (isReference(answer)) return unknownLine(entry, t);
  // What stands behind the leaf is read from the gateway for this page: see `HostPanel`.
  if (!isFullEntry(entry) && entry.content === 'read')
    return { values: [t('Reading from the gateway…')], isAbsent: true };
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
