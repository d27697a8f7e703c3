/**
 * Makes the page of a host, as data: what each gateway serves for it and why, what clients say of that, and what is on
 * the wire.
 */
import type { Connection } from '../../app/connections/connection';
import type { ConnectionState } from '../../app/inventory/inventory';
import type { HostAnswer } from '../../app/usage/hostCheck';
import { candidatesOf } from '../../app/usage/hostCheck';
import { entryName, hostAnswerText } from '../../app/usage/hostCheckText';
import { ownerText } from '../../app/usage/useText';
import type { DetailModel, DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { toListFailureText } from '../tree/listFailureText';
import type { CertificateParts } from './hostCertificateRows';
import { certificateRows } from './hostCertificateRows';
import type { ActionRow, GatewayAnswer, HostAction, HostFacts, Severity } from './hostFacts';
import { isOfGateway, isReference, refused } from './hostFacts';
import { liveSection } from './liveRows';

export interface HostReport {
  readonly detail: DetailModel;
  /** Actions of a row's buttons, by the row's id. */
  readonly actions: ReadonlyMap<string, readonly HostAction[]>;
}

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

/** Says of one gateway whether the host is served: `Staging: served`. */
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

/** Returns the worst that is to be said of an answer. */
function severityOf({ explanation: { answer }, warnings }: HostAnswer): Severity {
  if (answer.kind === 'noServerName') return 'info';
  if (answer.kind === 'none' || answer.kind === 'refused') return 'error';
  if (warnings.some(({ kind }) => refused.has(kind))) return 'error';
  return warnings.length > 0 ? 'warning' : 'ok';
}

type Section = Omit<DetailSection, 'rows'> & { readonly rows: readonly ActionRow[] };

function gatewaySection(gateway: GatewayAnswer, index: number, facts: HostFacts): Section {
  const id = `gateway${index}`;
  const { name, production } = gateway.connection;
  const title = toShortText(name, 100);
  return {
    id,
    title: production === true ? facts.translate('{name} · PRODUCTION', { name: title }) : title,
    rows: gatewayRows(gateway, id, facts),
  };
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

/** Shows the gateway's own word, beside the answer by its rules. */
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
  return [
    row('usable', t('Listed as usable'), {
      values: usable.slice(0, maxUsable).map((id) => entryName(table.entries.get(id), id)),
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
