import { listedPemText } from '../../src/app/writes/verifyWrite';
import type { ListedCertificate, StoredCertificate } from '../../src/core/model';
import { Api7CloudGateway } from '../../src/gateway/api7cloud/client';
import { Api7EnterpriseGateway } from '../../src/gateway/api7enterprise/client';
import { ApisixGateway } from '../../src/gateway/apisix/client';
import type { Access, CertificateBundle, Dialect, Gateway } from '../../src/gateway/gateway';
import { GatewayError } from '../../src/gateway/gateway';
import { dialects } from '../../src/gateway/registry';
import type { RetryPace } from '../../src/gateway/retry';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import type { ListenerName } from '../gateway/http/recorder';
import type { Gateway as LocalGateway, GatewayOptions } from '../gateway/server';
import { startGateway } from '../gateway/server';

export const now = Date.UTC(2026, 10, 23, 12);

/** A dialect to be tried, and what the local gateway plays for it. */
export interface Subject {
  readonly name: string;
  readonly id: ListenerName;
  readonly options: GatewayOptions;
  /** The gateway's own description. */
  readonly description: string;
}

export const subjects: readonly Subject[] = [
  { name: 'API7 Cloud', id: 'api7cloud', options: {}, description: 'API7 Cloud · cluster production' },
  ...['3.18.0', '3.16.0', '3.2.2'].map((version): Subject => ({
    name: `APISIX ${version}`,
    id: 'apisix',
    options: { version },
    description: `APISIX ${version}`,
  })),
  {
    name: 'API7 Enterprise',
    id: 'api7enterprise',
    options: {},
    description: 'API7 Enterprise 3.10.5 · gateway group default',
  },
];

/** A local gateway, a client of it, and all that the client logged. */
export interface Harness {
  readonly local: LocalGateway;
  readonly dialect: Dialect;
  readonly gateway: Gateway;
  readonly lines: readonly string[];
  readonly access: Access;
  /** A further client, e.g. with another token. */
  open(more: Partial<Access>): Gateway;
  close(): Promise<void>;
}

const clients = { apisix: ApisixGateway, api7cloud: Api7CloudGateway, api7enterprise: Api7EnterpriseGateway };

/** Tries again without waiting. */
const immediateRetries: RetryPace = {
  after(_, action) {
    const immediate = setImmediate(action);
    return { dispose: () => clearImmediate(immediate) };
  },
  random: () => 0,
};

export async function openHarness({ id, options }: Pick<Subject, 'id' | 'options'>): Promise<Harness> {
  const local = await startGateway({ now: () => now, ...options });
  const dialect = dialects.get(id);
  if (dialect === undefined) throw new Error(`There is no dialect ${id}.`);
  const lines: string[] = [];
  const [organization, cluster] = [local.api7cloud.estate.organizations, local.api7cloud.estate.clusters].map(
    ([first]) => String(first?.['id']),
  );
  const access: Access = {
    address: local[id].url,
    token: id === 'apisix' ? local.apisix.adminKey : local[id].token,
    scopes: { apisix: [], api7cloud: [organization ?? '', cluster ?? ''], api7enterprise: [groupOf(local)] }[id],
    log: (line) => lines.push(line),
    pace: immediateRetries,
  };
  const opened: Gateway[] = [];
  const open = (more: Partial<Access>): Gateway => {
    const gateway = new clients[id]({ ...access, ...more });
    opened.push(gateway);
    return gateway;
  };
  return {
    local,
    dialect,
    lines,
    access,
    open,
    gateway: open({}),
    close: async () => {
      for (const gateway of opened) gateway.dispose();
      await local.close();
    },
  };
}

/** The first cluster of API7 Cloud, which `access` of {@link openHarness} names. */
export const clusterOf = ({ local }: Harness): string => String(local.api7cloud.estate.clusters[0]?.['id']);

/** The first gateway group of API7 Enterprise, which `access` of {@link openHarness} names. */
export const groupOf = (local: LocalGateway): string => String(local.api7enterprise.groups[0]?.['id']);

/** The certificates of a dialect in its store. */
export const certificatesIn = ({ local }: Harness, id: ListenerName) =>
  local[id].store.under({ apisix: '/apisix/ssls/', api7cloud: '/certificates/', api7enterprise: '/ssls/' }[id]);

/** A bundle as an upload makes it, and the certificate in it. */
export async function makeBundle(
  more: Partial<CertificateBundle> = {},
): Promise<CertificateBundle & { readonly made: MadeCertificate }> {
  const type = more.type ?? 'server';
  const { intermediate } = await makeAuthority(now);
  // RSA: an Ed25519 or EC key may be too short a text for APISIX before 3.17.
  const made = await makeCertificate({
    now,
    commonName: 'shop.example.com',
    dns: ['shop.example.com'],
    purpose: type,
    key: 'RSA 2048',
    issuer: intermediate,
  });
  return {
    certificate: made.chainPem,
    privateKey: made.keyPem,
    type,
    names: ['shop.example.com'],
    labels: [],
    made,
    ...more,
  };
}

export const neverAborted = (): AbortSignal => new AbortController().signal;

export async function listAll(gateway: Gateway, signal = neverAborted()): Promise<readonly ListedCertificate[]> {
  const items: ListedCertificate[] = [];
  for await (const page of gateway.list(signal)) items.push(...page.items.map(withText));
  return items;
}

/** With the text in place of what a list decoded of it, so that it can be compared with what is read by itself. */
const withText = ({ pem, ...listed }: ListedCertificate): ListedCertificate =>
  pem ? { ...listed, certificatePem: listedPemText(pem) } : listed;

/** Returns a certificate as a list has it. */
export const asListed = ({ revision: _, ...listed }: StoredCertificate): ListedCertificate => listed;

/** Every call of the contract. `some` is an id that may exist. */
export const calls = (gateway: Gateway, bundle: CertificateBundle, some = '392306215415186327') =>
  ({
    check: (signal = neverAborted()) => gateway.check(signal),
    list: (signal = neverAborted()) => listAll(gateway, signal),
    read: (signal = neverAborted()) => gateway.read(some, signal),
    create: (signal = neverAborted(), onSent?: () => void) => gateway.create(bundle, signal, onSent),
    // Never gets as far as writing: nothing is as this stranger.
    replace: (signal = neverAborted()) => gateway.replace(some, bundle, { expected: stranger, signal }),
    remove: (signal = neverAborted()) => gateway.remove(some, { signal }),
  }) as const;

/** An object that no gateway here has: changes that expect it fail. */
export const stranger: StoredCertificate = {
  id: '1',
  type: 'server',
  names: [],
  labels: [],
  isEnabled: true,
  extraCertificates: [],
  revision: '',
  notes: [],
};

/** Calls that begin with a write. */
export const isWriting = (call: CallName): boolean => call === 'create' || call === 'remove';

export type CallName = keyof ReturnType<typeof calls>;

export async function failureOf(call: Promise<unknown>): Promise<GatewayError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('The call succeeded.');
}
