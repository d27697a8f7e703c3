/**
 * Asks where a live check connects to, and as whom: the person chooses each time, and sees it before anything connects.
 */
import * as vscode from 'vscode';
import type { LiveAddress } from '../../app/usage/liveCheck';
import { liveAddressText, parseLiveAddress } from '../../app/usage/liveCheck';
import { fittingKey, leavesOf } from '../../app/writes/upload';
import { toHost } from '../../core/hosts/hostText';
import { toCertificatesPem } from '../../core/pem/scan';
import { certificateName } from '../../core/x509/certificateName';
import type { HostAddress } from '../../gateway/handshake';
import { chooseMaterialFiles, gather } from '../material/gather';
import { withBusyPick } from '../prompts/lateProgress';
import { chooseRow } from '../window/chooseRow';
import { showErrorMessage } from '../window/messages';
import type { Row } from '../window/rows';
import type { HostsServices } from './hostPages';

/** The target of a live check. Holds a client key until it is disposed. */
export interface LiveTarget {
  readonly asked: LiveAddress;
  /** The address that was shown and confirmed. */
  readonly address: string;
  readonly serverName: string | undefined;
  readonly client: LiveClient | undefined;
  /** `shop.example.com:443`. */
  readonly place: string;
  readonly dispose: () => void;
}

interface LiveClient {
  readonly title: string;
  readonly certificate: string;
  /** A function, so that no printing of this object can show it. */
  readonly key: () => string;
  readonly dispose: () => void;
}

export async function askLive(host: string, services: HostsServices): Promise<LiveTarget | undefined> {
  const asked = await askAddress(host, services);
  if (!asked) return undefined;
  await remember(asked, services);
  const addresses = await withBusyPick(
    { title: titleOf(host), doing: vscode.l10n.t('Looking up {0}…', asked.host) },
    () => services.handshakes.lookUp(asked.host),
  );
  if (!addresses) return undefined;
  if (addresses.length === 0) {
    void showErrorMessage(vscode.l10n.t('The name {0} could not be resolved: no connection was made.', asked.host));
    return undefined;
  }
  return confirmAddress({ host, asked, addresses, services });
}

const titleOf = (host: string): string => vscode.l10n.t('Live Check of {0}', host);

interface AddressRow extends Row {
  readonly asked: LiveAddress;
}

/** Asks for one of the likely addresses, or one that is typed. */
async function askAddress(host: string, services: HostsServices): Promise<LiveAddress | undefined> {
  const { t } = vscode.l10n;
  const likely = likelyAddresses(host, services);
  const chosen = await chooseRow<AddressRow>(likely, {
    title: titleOf(host),
    placeholder: t('Choose where to connect to, or type a host or address and a port'),
    ignoreFocusOut: true,
    follow: (box) =>
      box.onDidChangeValue((text) => {
        const asked = parseLiveAddress(text);
        const typed: readonly AddressRow[] =
          asked && !likely.some(({ label }) => label === liveAddressText(asked))
            ? [{ asked, icon: 'globe', label: liveAddressText(asked), description: t('as typed'), alwaysShow: true }]
            : [];
        box.rows = [...typed, ...likely];
      }),
  });
  return chosen?.asked;
}

const dataPlanePort = 9443;

/** Lists the host itself, where gateways listen by default, and what was connected to before. */
function likelyAddresses(host: string, { connections, context }: HostsServices): readonly AddressRow[] {
  const { t } = vscode.l10n;
  const own = host.startsWith('*.') ? undefined : toHost(host);
  const rows: AddressRow[] = [
    ...(own ? [toRow({ host: own.text, port: 443 }, t('the host itself'))] : []),
    ...connections.all.flatMap(({ address, dialect, name }) => {
      const gateway = dialect === 'apisix' && URL.canParse(address) ? toHost(new URL(address).hostname) : undefined;
      return gateway
        ? [toRow({ host: gateway.text, port: dataPlanePort }, t('where {0} listens for TLS by default', name))]
        : [];
    }),
    ...remembered(context).map((asked) => toRow(asked, t('connected to before'))),
  ];
  return [...new Map(rows.reverse().map((row) => [row.label, row])).values()].reverse();
}

const toRow = (asked: LiveAddress, description: string): AddressRow => ({
  asked,
  icon: 'globe',
  label: liveAddressText(asked),
  description,
});

interface ConfirmParts {
  readonly host: string;
  readonly asked: LiveAddress;
  readonly addresses: readonly HostAddress[];
  readonly services: HostsServices;
}

type ConfirmRow = Row & ({ readonly address: string } | { readonly does: 'client' | 'noClient' });

/** Shows the address before anything connects to it. */
async function confirmAddress({ host, asked, addresses, services }: ConfirmParts): Promise<LiveTarget | undefined> {
  const { t } = vscode.l10n;
  const place = liveAddressText(asked);
  const dns = toHost(host);
  const serverName = dns?.kind === 'dns' ? dns.text : undefined;
  let client: LiveClient | undefined;
  for (;;) {
    const rows: readonly ConfirmRow[] = [
      ...addresses.map(({ address }) => ({
        icon: 'plug',
        label: t('Connect to {0}', liveAddressText({ host: address, port: asked.port })),
        description: serverName === undefined ? t('without a server name') : t('server name {0}', serverName),
        ...(place === liveAddressText({ host: address, port: asked.port }) ? {} : { detail: place }),
        address,
      })),
      client
        ? {
            icon: 'key',
            label: t('Without the Client Certificate'),
            description: client.title,
            does: 'noClient' as const,
          }
        : {
            icon: 'key',
            label: t('With a Client Certificate…'),
            description: t('where the server asks for one'),
            does: 'client' as const,
          },
    ];
    const chosen = await chooseRow(rows, {
      title: titleOf(host),
      placeholder: t('Only a TLS handshake is sent'),
      ignoreFocusOut: true,
    });
    if (!chosen) {
      client?.dispose();
      return undefined;
    }
    if ('address' in chosen) {
      const used = client;
      return { asked, address: chosen.address, serverName, client, place, dispose: () => used?.dispose() };
    }
    client?.dispose();
    client = chosen.does === 'client' ? await askClient(services) : undefined;
  }
}

/** Asks for a client certificate from files, with the key that fits it. */
async function askClient(services: HostsServices): Promise<LiveClient | undefined> {
  const { t } = vscode.l10n;
  const source = await chooseMaterialFiles({ title: t('Client Certificate and Its Key'), openLabel: t('Use These') });
  const material = source && (await gather(source, services));
  if (!material) return undefined;
  const [leaf] = leavesOf(material, services.now());
  const key = leaf && fittingKey(leaf.leaf, material.keys);
  if (!leaf || !key) {
    material.opened.dispose();
    void showErrorMessage(t('These files hold no certificate with the key that fits it.'));
    return undefined;
  }
  return {
    title: certificateName(leaf.leaf),
    certificate: toCertificatesPem(leaf.chain),
    key: key.toPem,
    dispose: () => material.opened.dispose(),
  };
}

const memoryKey = 'api7Certificates.liveAddresses';
const maxRemembered = 5;

/** Returns the addresses of before, kept for the person, out of reach of any workspace. */
function remembered({ globalState }: HostsServices['context']): readonly LiveAddress[] {
  const kept: unknown = globalState.get(memoryKey);
  return Array.isArray(kept)
    ? kept.flatMap((text: unknown) => (typeof text === 'string' ? (parseLiveAddress(text) ?? []) : []))
    : [];
}

async function remember(asked: LiveAddress, { context }: HostsServices): Promise<void> {
  const texts = [asked, ...remembered(context)].map(liveAddressText);
  await context.globalState.update(memoryKey, [...new Set(texts)].slice(0, maxRemembered));
}
