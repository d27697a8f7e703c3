import * as vscode from 'vscode';
import { hostOf, toHostPattern } from '../../core/hosts/hostText';
import { toShortText } from '../../shared/visibleText';
import { chooseRow } from '../window/chooseRow';
import type { Row } from '../window/rows';
import type { HostsServices } from './hostPages';

interface HostRow extends Row {
  readonly host: string;
}

/** Most names that are offered: who knows more types. */
const maxOffered = 1_000;

/**
 * Asks for a host, typed or picked.
 * @param likely names to offer on top, e.g. those of the certificate it was asked from; where there is only one, it is
 * taken
 */
export async function askHost(
  services: Pick<HostsServices, 'connections' | 'inventory' | 'uses'>,
  { title, likely }: { readonly title: string; readonly likely?: readonly string[] },
): Promise<string | undefined> {
  const [only, second] = likely ?? [];
  if (only !== undefined && second === undefined) return toHostPattern(only)?.text ?? only;
  const { t } = vscode.l10n;
  const offered = (likely ?? knownHosts(services)).slice(0, maxOffered).map((host): HostRow => ({
    host,
    icon: host.startsWith('*') ? 'globe' : 'server',
    label: toShortText(host, 253),
  }));
  const chosen = await chooseRow<HostRow>(offered, {
    title,
    placeholder: t('Type a host name or pick one'),
    follow: (box) =>
      box.onDidChangeValue((text) => {
        const host = hostOf(text);
        const typed: readonly HostRow[] =
          host !== undefined && !offered.some((row) => row.host === host)
            ? [{ host, icon: 'search', label: host, description: t('as typed'), alwaysShow: true }]
            : [];
        box.rows = [...typed, ...offered];
      }),
  });
  return chosen?.host;
}

/** Lists known hosts: those in use first, then names of certificates. */
function knownHosts({
  connections,
  inventory,
  uses,
}: Pick<HostsServices, 'connections' | 'inventory' | 'uses'>): readonly string[] {
  const hosts = new Set<string>();
  const add = (name: string): void => {
    if (hosts.size < maxOffered) hosts.add(toHostPattern(name)?.text ?? name);
  };
  for (const { id } of connections.all) for (const host of uses.served(id)?.used.byHost.keys() ?? []) add(host);
  for (const { id } of connections.all) for (const { names } of inventory.state(id).entries) names.forEach(add);
  return [...hosts];
}
