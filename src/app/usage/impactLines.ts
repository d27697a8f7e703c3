import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateState } from '../inventory/certificateState';
import { ownerWarning } from '../inventory/ownerWarnings';
import type { CertificateReference } from '../inventory/ownNames';
import type { HostOutcome } from './hostOutcome';
import type { HostImpact, Impact } from './impact';
import { listed, listedAs, listedOwners, maxNames, ownerText } from './ownerText';

/** One sentence on who is affected, safe to show as it is. */
export interface ImpactLine {
  /** `danger`: something stops working. `warning`: something may. `note`: worth knowing. */
  readonly severity: 'danger' | 'warning' | 'note';
  readonly text: string;
  /** The hosts, where they can be listed one by one: what happens to each of them, and why, each in a few words. */
  readonly byHost?: { readonly hosts: readonly string[]; readonly fate: string; readonly why?: string };
  /** A heading and what stands below it: the first few, and how many more there are. */
  readonly list?: { readonly title: string; readonly items: readonly string[]; readonly more: number };
}

/**
 * Words the impact, worst first, in the form that fits a prompt: a count, the first names, and what happens to them.
 */
export function impactLines(impact: Impact, translate: Translate): readonly ImpactLine[] {
  const used = impact.hosts.filter(({ by }) => by.length > 0);
  const idle = impact.hosts.filter(({ by, outcome }) => by.length === 0 && outcome.kind !== 'untouched');
  const lines = [
    ...stateLines(impact, translate),
    ...hostLines(used, impact, translate),
    ...clientLines(impact, translate),
    ...copyLines(impact, translate),
    ...idleLines(idle, impact, translate),
    ...availableLines(impact, translate),
  ];
  const unknown = impact.unknown.map((sentence): ImpactLine => ({
    severity: 'warning',
    text: toShortText(translateSentence(sentence, translate), 500),
  }));
  if (lines.length === 0 && unknown.length === 0)
    return [{ severity: 'note', text: translate('Nothing on this gateway is known to use it.') }];
  const rank = { danger: 0, warning: 1, note: 2 } as const;
  return [...lines, ...unknown].sort((a, b) => rank[a.severity] - rank[b.severity]);
}

/** Says what concerns the object itself: who undoes the write, and that the gateway ignores it. */
function stateLines({ owner, ignored, action }: Impact, translate: Translate): readonly ImpactLine[] {
  const members = toShortText((ignored?.members ?? []).join(', '), 200);
  return [
    ...(owner ? [{ severity: 'warning', text: ownerWarning(owner, translate) } as const] : []),
    ...(!ignored || action === 'delete'
      ? []
      : ignored.isStill
        ? [
            {
              severity: 'warning',
              text: translate('The gateway ignores the object and goes on to: its version forbids {members}', {
                members,
              }),
            } as const,
          ]
        : [
            {
              severity: 'note',
              text: translate(
                'The gateway ignores the object now; the update removes what its version forbids: {members}',
                {
                  members,
                },
              ),
            } as const,
          ]),
  ];
}

/** Words what happens to hosts: those with one outcome share a sentence. */
function hostLines(hosts: readonly HostImpact[], impact: Impact, translate: Translate): readonly ImpactLine[] {
  const groups = new Map<string, HostImpact[]>();
  for (const host of hosts) {
    if (host.outcome.kind === 'untouched') continue;
    const key = JSON.stringify([host.isActive, host.outcome]);
    const same = groups.get(key);
    if (same) same.push(host);
    else groups.set(key, [host]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { severity, sentence, fate, why, values } = wording(first.outcome, impact, translate);
    const hosts = group.map(({ host }) => host);
    const inState = (text: string): string =>
      first.isActive ? text : translate('{sentence} (disabled now)', { sentence: text });
    return [
      {
        severity: severity === 'danger' && !first.isActive ? 'warning' : severity,
        text: inState(translate(sentence, { hosts: listed(hosts, translate), ...values })),
        byHost: { hosts, fate: inState(translate(fate)), ...(why === undefined ? {} : { why }) },
      },
    ];
  });
}

interface Wording {
  readonly severity: ImpactLine['severity'];
  readonly sentence: string;
  /** The change for each of the hosts, shown beside its name. */
  readonly fate: string;
  /** The reason in one line; translated. */
  readonly why?: string;
  readonly values?: Readonly<Record<string, string>>;
}

function wording(outcome: HostOutcome, { action, keepsCertificate }: Impact, translate: Translate): Wording {
  switch (outcome.kind) {
    case 'lost':
      return outcome.blockedBy.length === 0
        ? { severity: 'danger', sentence: 'Left without TLS: {hosts}', fate: 'Left without TLS' }
        : {
            severity: 'danger',
            sentence:
              'Left without TLS: {hosts}. The gateway chooses {other} by its wildcard, then refuses it and tries no other',
            fate: 'Left without TLS',
            why: translate('The gateway refuses {other}', {
              other: shortText(outcome.blockedBy, translate, outcome.more),
            }),
            values: { other: referencesText(outcome.blockedBy, translate, outcome.more) },
          };
    case 'unnamed':
      return {
        severity: 'danger',
        sentence: 'Served with the new certificate, which does not name them, so that clients refuse it: {hosts}',
        fate: 'Clients will refuse it',
        why: translate('The new certificate does not name this host'),
      };
    case 'unclear':
      return outcome.mayFail
        ? {
            severity: 'warning',
            sentence:
              'May be left without TLS: {hosts}. Depending on its node or version, the gateway serves {other} instead',
            fate: 'May be left without TLS',
            why: translate('Possibly served instead: {other}', {
              other: shortText(outcome.candidates, translate, outcome.more),
            }),
            values: { other: referencesText(outcome.candidates, translate, outcome.more) },
          }
        : {
            severity: 'warning',
            sentence:
              'Served with one of several certificates, depending on the gateway’s node: {other}. Hosts: {hosts}',
            fate: 'Served with one of several certificates',
            why: translate('Depends on the node: {other}', {
              other: shortText(outcome.candidates, translate, outcome.more),
            }),
            values: { other: referencesText(outcome.candidates, translate, outcome.more) },
          };
    case 'moves':
      return {
        severity: isGood(outcome.to) ? (action === 'delete' ? 'note' : 'warning') : 'danger',
        sentence: 'Falls to another certificate, {other}: {hosts}',
        fate: 'Falls to another certificate',
        why: referenceText(outcome.to, translate, shortTitle),
        values: { other: referenceText(outcome.to, translate) },
      };
    case 'gained':
      return outcome.from
        ? {
            severity: 'note',
            sentence: 'Served with the new certificate instead of {other}: {hosts}',
            fate: 'Served with the new certificate',
            why: translate('Instead of {other}', { other: shortText([outcome.from], translate) }),
            values: { other: referenceText(outcome.from, translate) },
          }
        : {
            severity: 'note',
            sentence: 'Served with a certificate from now on: {hosts}',
            fate: 'Served with a certificate from now on',
          };
    case 'kept':
      if (keepsCertificate)
        return { severity: 'note', sentence: 'Served as before: {hosts}', fate: 'Served as before' };
      return {
        severity: 'note',
        sentence: 'Still served, now with the new certificate: {hosts}',
        fate: 'Still served, now with the new certificate',
      };
    case 'untouched':
      return { severity: 'note', sentence: 'Not affected: {hosts}', fate: 'Not affected' };
  }
}

const isGood = ({ state, isNamed }: CertificateReference): boolean =>
  (state === 'valid' || state === 'expiring') && isNamed !== false;

/** Says which upstreams hold a copy: copies follow no object. */
function copyLines({ copies, action, keepsCertificate }: Impact, translate: Translate): readonly ImpactLine[] {
  if (copies.length === 0 || keepsCertificate) return [];
  const text = translate(
    'A copy of this certificate is stored in {owners} and stays as it is: upstreams are still shown that copy.',
    { owners: listedOwners(copies, translate) },
  );
  return [{ severity: action === 'delete' ? 'note' : 'warning', text }];
}

function clientLines({ clientOf, breaksClients }: Impact, translate: Translate): readonly ImpactLine[] {
  if (clientOf.length === 0) return [];
  const owners = listedOwners(clientOf, translate);
  const list = itemsOf(clientOf, (owner) => ownerText(owner, translate));
  return breaksClients
    ? [
        {
          severity: 'danger',
          text: translate(
            'Left without the client certificate for upstreams, so that requests to them fail: {owners}',
            { owners },
          ),
          list: { title: translate('Upstreams lose their client certificate: requests fail'), ...list },
        },
      ]
    : [
        {
          severity: 'note',
          text: translate('Presents it to upstreams as client certificate: {owners}', { owners }),
          list: { title: translate('Presented to upstreams as client certificate'), ...list },
        },
      ];
}

function idleLines(hosts: readonly HostImpact[], { action }: Impact, translate: Translate): readonly ImpactLine[] {
  const names = hosts.filter(({ outcome }) => action === 'delete' || outcome.kind === 'lost').map(({ host }) => host);
  if (names.length === 0) return [];
  return [
    {
      severity: 'note',
      text: translate('No longer served, and not known to be used: {hosts}', { hosts: listed(names, translate) }),
      list: { title: translate('No longer served, and not known to be used'), ...itemsOf(names, (name) => name) },
    },
  ];
}

function availableLines({ availableTo, action }: Impact, translate: Translate): readonly ImpactLine[] {
  if (availableTo.length === 0 || action === 'replace') return [];
  const owners = listedOwners(availableTo, translate);
  return [
    {
      severity: 'note',
      text: translate('The gateway lists it as usable for: {owners}', { owners }),
      list: {
        title: translate('The gateway lists it as usable for'),
        ...itemsOf(availableTo, (owner) => ownerText(owner, translate)),
      },
    },
  ];
}

const itemsOf = <T>(
  items: readonly T[],
  textOf: (item: T) => string,
): Omit<NonNullable<ImpactLine['list']>, 'title'> => ({
  items: items.slice(0, maxNames).map((item) => toShortText(textOf(item), 100)),
  more: Math.max(0, items.length - maxNames),
});

const stateWords: Readonly<Record<CertificateState, string | undefined>> = {
  expired: 'expired',
  expiring: 'expires soon',
  notYetValid: 'not valid yet',
  valid: undefined,
  unknown: 'validity unknown',
  disabled: 'disabled',
};

/** Names a certificate with what decides whether it is a good one to fall to: `shop.example.com (ID 44, expired)`. */
function referenceText(
  { id, title, state, isNamed }: CertificateReference,
  translate: Translate,
  titleLength = 60,
): string {
  const name = { title: toShortText(title, titleLength), id: toShortText(id, 64) };
  const words = [stateWords[state], isNamed === false ? 'does not name the host' : undefined];
  const facts = words.flatMap((word) => (word === undefined ? [] : translate(word))).join(', ');
  return facts === ''
    ? translate('{title} (ID {id})', name)
    : translate('{title} (ID {id}, {facts})', { ...name, facts });
}

const referencesText = (references: readonly CertificateReference[], translate: Translate, more = 0): string =>
  listedAs(references, (each) => referenceText(each, translate), { translate, more });

/** Letters of a title that leave room for its ID in a line. */
const shortTitle = 24;

/** Names the first of them in a line, and how many more. That it does not name the host is said by what happens. */
function shortText([first, ...others]: readonly CertificateReference[], translate: Translate, more = 0): string {
  if (first === undefined) return '';
  const names = referenceText({ ...first, isNamed: undefined }, translate, shortTitle);
  const count = others.length + more;
  return count > 0 ? translate('{names} and {count} more', { names, count }) : names;
}
