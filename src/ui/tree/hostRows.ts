import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import { isNamed } from '../../app/inventory/ownNames';
import type { HostList, HostState, ListedHost } from '../../app/usage/hostList';
import { hostStates, toHostState } from '../../app/usage/hostList';
import type { ServedHosts } from '../../app/usage/servedHosts';
import { listedSomeOwners } from '../../app/usage/useText';
import type { Cooperative } from '../../shared/cooperative';
import { onceFor } from '../../shared/onceFor';
import { sortSteps } from '../../shared/sortSteps';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { Wording } from '../text/words';
import { remainingText } from '../text/words';
import type { ShownHost, ShownHosts } from './rows';
import type { RowText } from './rowText';

/** Returns the hosts that the filter lets through, worst first. */
export function* toShownHosts(
  { hosts, orphans, isAll }: HostList,
  {
    served,
    passing,
    filter,
    wording,
  }: {
    readonly served: ServedHosts;
    /** Certificates that pass the filter; undefined where there is none. */
    readonly passing: ReadonlySet<string> | undefined;
    readonly filter: string;
    readonly wording: Wording;
  },
): Cooperative<ShownHosts> {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown: ShownHost[] = [];
  // Very many hosts may be served by one of very many: what is found of these is found once.
  const toEntries = (ids: readonly string[]) => ids.flatMap((id) => served.entries.get(id) ?? []);
  const hasPassing = (ids: readonly string[]) => ids.some((id) => passing?.has(id));
  const [entriesOfMany, manyHavePassing] = [onceFor(toEntries), onceFor(hasPassing)];
  const statesOf = onceFor((_ids: readonly string[]) => new Map<string, HostState>());
  const stateOf = (listed: ListedHost): HostState => {
    if (listed.ids.length < 2) return toHostState(listed, served.entries, wording.clock);
    const states = statesOf(listed.ids);
    const { answer, wantsHttps, owners, disputed } = listed;
    const key = `${answer} ${String(wantsHttps)} ${String(owners.shown.length > 0)} ${String(disputed.length > 0)}`;
    const state = states.get(key) ?? toHostState(listed, served.entries, wording.clock);
    states.set(key, state);
    return state;
  };
  for (const listed of hosts) {
    yield;
    const { ids } = listed;
    const passes =
      passing === undefined ||
      words.every((word) => listed.host.includes(word)) ||
      (ids.length < 2 ? hasPassing(ids) : manyHavePassing(ids));
    if (!passes) continue;
    const entries = ids.length < 2 ? toEntries(ids) : entriesOfMany(ids);
    shown.push({ listed, state: stateOf(listed), entries, text: hostText });
  }
  const ranks = new Map(hostStates.map((state, rank) => [state, rank]));
  const rank = ({ state }: ShownHost): number => ranks.get(state) ?? 0;
  const placed = new Set(orphans);
  for (const ids of new Set(hosts.map((each) => each.ids))) for (const id of ids) placed.add(id);
  const isPassing = ({ stored }: CertificateEntry): boolean => passing === undefined || passing.has(stored.id);
  const unused = orphans.flatMap((id) => served.entries.get(id) ?? []).filter(isPassing);
  const others = [...served.entries.values()].filter((entry) => !placed.has(entry.stored.id) && isPassing(entry));
  // The sort keeps names in order among equals.
  return { hosts: yield* sortSteps(shown, (one, other) => rank(one) - rank(other)), unused, others, isAll };
}

function hostText(row: Omit<ShownHost, 'text'>, wording: Wording): RowText {
  const { translate } = wording;
  const { listed, entries } = row;
  const [entry] = entries;
  const state = mismatched(row) ? 'mismatch' : row.state;
  const label = toShortText(listed.host, 200);
  const certificate = entry && listed.answer === 'served' ? toShortText(entry.stored.id, 40) : undefined;
  const word = stateText(state, row, translate);
  const remaining =
    entry && (state === 'served' || state === 'expiring' || state === 'expired')
      ? remainingText(entry, wording)
      : undefined;
  const owners = listed.owners.shown.length === 0 ? undefined : listedSomeOwners(listed.owners, translate);
  const parts = [word, certificate, remaining].filter((text) => text !== undefined);
  return {
    label,
    description: parts.join(' · '),
    spoken: [label, ...parts, ...(owners === undefined ? [] : [owners])].join(', '),
    ...hostIcon(state),
    context: ['host'],
    tooltip: [
      label,
      ...parts,
      ...(state === 'mayBeGap' ? [translate('The gateway does not say whether it is reached over HTTPS.')] : []),
      ...(owners === undefined ? [] : [translate('Asked for by: {owners}', { owners })]),
      ...(listed.disputed.length === 0
        ? []
        : [
            translate('The gateway lists other certificates as usable (ID {ids})', {
              ids: toShortText(listed.disputed.join(', '), 200),
            }),
          ]),
    ].join('\n'),
  };
}

type DrawnState = HostState | 'mismatch';

/**
 * Returns whether its certificate does not name it. Only for rows that are drawn alone: certificates are read for it.
 */
const mismatched = ({ state, listed, entries }: Omit<ShownHost, 'text'>): boolean =>
  listed.answer === 'served' && state !== 'expired' && entries.some((entry) => isNamed(entry, listed.host) === false);

/** Says in a few words what is wrong; undefined where nothing is. */
function stateText(state: DrawnState, { listed, entries }: Omit<ShownHost, 'text'>, t: Translate): string | undefined {
  switch (state) {
    case 'gap':
      return listed.answer === 'refused'
        ? t('no certificate: its wildcard is refused, handshakes fail')
        : t('no certificate: handshakes fail');
    case 'mayBeGap':
      return listed.answer === 'refused'
        ? t('no certificate: its wildcard is refused, fails if reached over HTTPS')
        : t('no certificate: fails if reached over HTTPS');
    case 'mismatch':
      return t('not named by its certificate');
    case 'overlap':
      return t('in {count} objects', { count: entries.length });
    case 'disputed':
      return t('the gateway lists other certificates');
    case 'unknown':
      return unknownText(entries[0]?.content, t);
    case 'noServerName':
      return t('an address: no server name');
    case 'inactive':
      return t('only used by what is disabled');
    case 'notYetValid':
      return t('not valid yet');
    case 'expired':
    case 'expiring':
    case 'served':
      return undefined;
  }
}

function unknownText(content: CertificateEntry['content'] | undefined, t: Translate): string {
  switch (content) {
    case 'secretReference':
      return t('a secret reference: not known until it resolves');
    case 'unreadable':
      return t('its certificate cannot be read');
    case 'read':
    case 'notReturned':
    case undefined:
      return t('dates unknown');
  }
}

/** Chooses the icon of a host: the shape says the state; the colour only repeats it. */
function hostIcon(state: DrawnState): Pick<RowText, 'icon' | 'color'> {
  switch (state) {
    case 'gap':
    case 'expired':
    case 'notYetValid':
    case 'mismatch':
      return { icon: 'error', color: 'problemsErrorIcon.foreground' };
    case 'mayBeGap':
    case 'overlap':
    case 'disputed':
    case 'expiring':
      return { icon: 'warning', color: 'problemsWarningIcon.foreground' };
    case 'served':
      return { icon: 'pass', color: 'testing.iconPassed' };
    case 'unknown':
    case 'noServerName':
      return { icon: 'question' };
    case 'inactive':
      return { icon: 'circle-slash', color: 'disabledForeground' };
  }
}
