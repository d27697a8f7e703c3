import { appendTo } from '../../shared/appendTo';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { ownerWarning } from '../inventory/ownerWarnings';
import type { HostImpact, Impact } from './impact';
import type { ImpactSeverity } from './outcomeWords';
import { outcomeWords } from './outcomeWords';
import { listed, listedOwners, maxNames, ownerText } from './useText';

/** One sentence on who is affected, safe to show as it is. */
export interface ImpactLine {
  readonly severity: ImpactSeverity;
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
    appendTo(groups, key, host);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { severity, sentence, fate, why, values } = outcomeWords(first.outcome, impact, translate);
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
