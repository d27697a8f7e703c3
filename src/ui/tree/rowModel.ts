import { failureText } from '../../app/base/failureText';
import type { Connection } from '../../app/connections/connection';
import type { Arranged } from '../../app/inventory/arrange';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import type { ConnectionState } from '../../app/inventory/inventory';
import type { UnfinishedWrite } from '../../app/writes/unfinishedWrite';
import type { GatewayError } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import { translateSentence } from '../../shared/translate';
import { toShortText, toVisibleText } from '../../shared/visibleText';
import type { Wording } from '../text/words';
import { countText } from '../text/words';
import { toListFailureText } from './listFailureText';
import type {
  CertificateRow,
  ConnectionRow,
  MessageRow,
  ProblemRow,
  Row,
  ShownHost,
  ShownHosts,
  UnfinishedRow,
} from './rows';
import {
  toCertificateRows,
  toConnectionRow,
  toGroupRow,
  toHostListRows,
  toHostRows,
  toListRows,
  toMessageRow,
  toProblemRow,
  toUnfinishedRow,
} from './rows';

const nothing: Arranged = { entries: [], groups: undefined };

/** One moment of the inventory, arranged: the rows of the tree as data. */
export class RowModel {
  constructor(
    private readonly moment: {
      readonly connections: readonly Connection[];
      /** Sentences on connections of the settings that cannot be read. */
      readonly problems: readonly string[];
      readonly unfinished: readonly UnfinishedWrite[];
      readonly state: (connectionId: string) => ConnectionState;
      /** The arranged certificates of each connection; no entry where nothing is listed. */
      readonly arranged: ReadonlyMap<string, Arranged>;
      /** The hosts of each connection, where they are shown and known. */
      readonly hosts?: ReadonlyMap<string, ShownHosts> | undefined;
      /** The reason why the hosts of a connection could not be read. */
      readonly usesFailure?: (connectionId: string) => GatewayError | undefined;
      readonly isFiltered: boolean;
      readonly wording: Wording;
    },
  ) {}

  roots(): readonly (ConnectionRow | UnfinishedRow | ProblemRow)[] {
    const { connections, problems, unfinished } = this.moment;
    const lost = unfinished.filter(({ place }) => !connections.some(({ id }) => id === place.id));
    return [
      ...lost.map((write) => toUnfinishedRow(undefined, write)),
      ...problems.map(toProblemRow),
      ...connections.map(toConnectionRow),
    ];
  }

  children(row: Row): readonly Row[] {
    switch (row.kind) {
      case 'connection':
        return [...this.unfinished(row), ...this.messages(row), ...this.lists(row)];
      case 'group':
      case 'unused':
      case 'others':
        return toListRows(row, row.entries);
      case 'range':
      case 'host':
        return toCertificateRows(row, row.entries);
      case 'hostRange':
        return toHostRows(row, row.hosts);
      case 'certificate':
      case 'message':
      case 'unfinished':
      case 'problem':
        return [];
    }
  }

  /** Finds the first row of a certificate, in steps; undefined where the filter hides it or it is not known. */
  *rowOfSteps(connectionId: string, certificateId: string): Cooperative<CertificateRow | undefined> {
    const root = this.roots().find(({ connection }) => connection?.id === connectionId);
    return root && (yield* this.findBeneath(root, certificateId));
  }

  /** Counts the certificates that the filter lets through, over all connections. */
  shown(): number {
    return this.moment.connections.reduce((sum, { id }) => sum + this.arrangedOf(id).entries.length, 0);
  }

  private *findBeneath(row: Row, id: string): Cooperative<CertificateRow | undefined> {
    if (row.kind === 'certificate') return row.entry.stored.id === id ? row : undefined;
    if ('entries' in row && !(yield* hasEntry(row.entries, id))) return undefined;
    if (row.kind === 'hostRange' && !(yield* isOfOne(row.hosts, id))) return undefined;
    for (const child of this.children(row)) {
      const match = yield* this.findBeneath(child, id);
      if (match) return match;
    }
    return undefined;
  }

  private lists(row: ConnectionRow): readonly Row[] {
    const { groups, entries } = this.arrangedOf(row.connection.id);
    const hosts = this.moment.hosts?.get(row.connection.id);
    if (hosts) return toHostListRows(row, hosts);
    return groups ? groups.map((group) => toGroupRow(row, group)) : toListRows(row, entries);
  }

  /** Returns rows that say what is not known of hosts, where they are to be shown. */
  private hostMessages(row: ConnectionRow): readonly MessageRow[] {
    const { hosts, wording } = this.moment;
    const { translate } = wording;
    if (!hosts) return [];
    const known = hosts.get(row.connection.id);
    const say = (text: string, reason?: string): readonly MessageRow[] => [
      toMessageRow(row, { severity: 'info', text, details: reason === undefined ? [] : [toVisibleText(reason)] }),
    ];
    if (!known) {
      const failure = this.moment.usesFailure?.(row.connection.id);
      if (!failure) return say(translate('The hosts in use are not known yet: only certificates are shown.'));
      const { dialect } = row.connection;
      return say(
        translate('The hosts in use could not be read: only certificates are shown.'),
        failureText(failure, { dialect, translate })?.sentence,
      );
    }
    return known.isAll
      ? []
      : say(translate('Not everything that uses certificates could be read: there may be more hosts.'));
  }

  private arrangedOf(connectionId: string): Arranged {
    return this.moment.arranged.get(connectionId) ?? nothing;
  }

  private unfinished(row: ConnectionRow): readonly UnfinishedRow[] {
    return this.moment.unfinished
      .filter(({ place }) => place.id === row.connection.id)
      .map((write) => toUnfinishedRow(row, write));
  }

  private messages(row: ConnectionRow): readonly MessageRow[] {
    const { wording, state } = this.moment;
    const { translate } = wording;
    const now = state(row.connection.id);
    const isAllHidden =
      this.moment.isFiltered && now.entries.length > 0 && this.arrangedOf(row.connection.id).entries.length === 0;
    const none = isAllHidden
      ? [toMessageRow(row, { severity: 'info', text: translate('No certificate matches the filter.') })]
      : [];
    switch (now.kind) {
      case 'idle':
      case 'loading':
        return none;
      case 'failed': {
        const { sentence } = toListFailureText(now.failure, row.connection, translate);
        return [toMessageRow(row, { severity: 'error', text: sentence }), ...none];
      }
      case 'ready': {
        if (now.entries.length === 0 && now.isComplete && now.unreadable.length === 0)
          return [
            toMessageRow(row, {
              severity: 'info',
              text: translate('This gateway holds no certificates yet.'),
            }),
          ];
        const others = [...this.hostMessages(row), ...none];
        if (now.unreadable.length === 0) return others;
        const text =
          now.unreadable.length === 1
            ? translate('1 object could not be read.')
            : translate('{count} objects could not be read.', { count: countText(now.unreadable.length, wording) });
        const details = now.unreadable
          .slice(0, 10)
          .map((reason) => toShortText(translateSentence(reason, translate), 200));
        return [toMessageRow(row, { severity: 'warning', text, details }), ...others];
      }
    }
  }
}

/** Certificates that are looked at without a pause. */
const stepLength = 1_000;

function* hasEntry(entries: readonly CertificateEntry[], id: string): Cooperative<boolean> {
  for (let start = 0; start < entries.length; start += stepLength) {
    yield;
    if (entries.slice(start, start + stepLength).some(({ stored }) => stored.id === id)) return true;
  }
  return false;
}

function* isOfOne(hosts: readonly ShownHost[], id: string): Cooperative<boolean> {
  for (const { entries } of hosts) if (yield* hasEntry(entries, id)) return true;
  return false;
}
