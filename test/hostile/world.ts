import { createPrivateKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { AuthorityInfoAccessExtension } from '@peculiar/x509';
import type { CertificateOptions, MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { keyPemAs } from '../fixtures/keyPairs';
import { makePkcs12 } from '../fixtures/pkcs12';
import { encryptSsl } from '../gateway/apisix/ssl';
import type { JsonObject } from '../gateway/json';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { makeLocalIdentity } from '../gateway/tls';
import type { PlannedConnection } from '../ui/harness/profile';
import { bait } from './bait';

/** The files of the workspace, which are all called by the bait. */
export const fileNames = {
  new: `new ${bait}.pem`,
  renewal: `renewal ${bait}.pem`,
  /** An upload of it is never answered. */
  lost: `lost ${bait}.pem`,
  alone: `alone ${bait}.key`,
  store: `store ${bait}.p12`,
  locked: `locked ${bait}.key`,
  empty: `empty ${bait}.pem`,
  /** Two leaves, the key of the one, and their root. */
  both: `both ${bait}.pem`,
  ca: `ca ${bait}.crt`,
  pairKey: `pair ${bait}.key`,
  pairText: `pair ${bait}.pem`,
  pairDer: `pair ${bait}.cer`,
  manifest: `adc ${bait}.yaml`,
  /** A pair with a key of another kind than the gateway's have. */
  further: `further ${bait}.pem`,
  /** A leaf without its issuer, which other files hold. */
  bare: `bare ${bait}.pem`,
  /** A leaf whose issuer nobody holds; where to get it, it says itself. */
  far: `far ${bait}.pem`,
} as const;
export type FileName = keyof typeof fileNames;

/** Gateways, files and settings of a stranger, in which everything is called by the bait. */
export interface World {
  readonly folder: string;
  readonly home: string;
  readonly gateway: Gateway;
  /** Asks for a client certificate, over a certificate of its own CA. */
  readonly guarded: Gateway;
  /** Files outside the workspace, for the connection to the guarded gateway. */
  readonly path: (name: 'ca' | 'client' | 'clientKey' | 'missing') => string;
  readonly keyPassword: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** An object with an id that none can have: while it is there, what else is served is not known. */
  readonly putImpossible: () => void;
  readonly removeImpossible: () => void;
  /** A connection to API7 Cloud, which has to have its token. */
  readonly cloud: PlannedConnection;
  readonly close: () => Promise<void>;
}

interface WorldPlaces {
  /** The folder of the workspace, and HOME, where these are there already: what is put there is taken away again. */
  readonly folder?: string;
  readonly home?: string;
}

export async function makeWorld(now: number, places: WorldPlaces = {}): Promise<World> {
  const { folder = mkdtempSync(join(tmpdir(), 'api7-hostile-')) } = places;
  const { home = mkdtempSync(join(tmpdir(), 'api7-hostile-home-')) } = places;
  const before = [folder, home].flatMap((each) => readdirSync(each).map((name) => join(each, name)));
  const keyPassword = 'tiger';
  const identity = await makeLocalIdentity(now);
  const clients = await makeCertificate({ now, commonName: `Clients ${bait}`, isCa: true });
  const [gateway, guarded] = await Promise.all([
    startGateway({ adminKey: null }),
    startGateway({ adminKey: null, https: identity, clientCa: clients.pem }),
  ]);
  const { root, intermediate } = await makeAuthority(now, `CA ${bait}`);
  const make = (name: string, toDays = 60, more: Partial<CertificateOptions> = {}) =>
    makeCertificate({
      now,
      subject: [{ O: [bait] }, { CN: [`${name} ${bait}`] }],
      dns: [`${name}${bait}`, `${name}.example.com`],
      issuer: intermediate,
      toDays,
      ...more,
    });
  const odd = await make('odd', 10);
  const renewal = await make('odd', 300);
  const [shop, fresh, lost, bank, mail, drop, off, cloud, bare] = await Promise.all(
    ['shop', 'fresh', 'lost', 'bank', 'mail', 'drop', 'off', 'cloud', 'bare'].map((name) => make(name)),
  );
  const further = await make('shop', 60, { key: 'RSA 2048' });
  const strangers = await makeAuthority(now, `Far\u202e\u0007 ${bait}`);
  const far = await make('far', 60, {
    issuer: strangers.intermediate,
    // Of another scheme, with control characters, and behind a user name: one alone may be asked.
    extensions: [
      new AuthorityInfoAccessExtension({
        caIssuers: [
          `ldap://localhost/${bait}`,
          `http://localhost:1/${bait}\u0007\n.cer`,
          `http://a:b@localhost/${bait}`,
        ],
      }),
    ],
  });
  const pair = await make('pair', 30);
  const pairRenewed = await make('pair', 90);
  if (!shop || !fresh || !lost || !bank || !mail || !drop || !off || !cloud || !bare)
    throw new Error('A certificate was not made');
  const client = await makeCertificate({ now, commonName: bait, purpose: 'client', issuer: clients, key: 'RSA 2048' });

  fillApisix(gateway, { shop, odd, drop, off, further });
  fillCloud(gateway, cloud);
  const write = (name: FileName, content: string | Uint8Array) => writeFileSync(join(folder, fileNames[name]), content);
  write('new', fresh.chainPem + fresh.keyPem);
  write('renewal', renewal.chainPem + renewal.keyPem);
  write('lost', lost.chainPem + lost.keyPem);
  write('alone', mail.keyPem);
  write('store', toPkcs12(bank));
  write('locked', keyPemAs(bank.keys, 'encryptedPkcs8'));
  write('empty', 'no certificate\n');
  write('both', fresh.pem + off.pem + root.pem + fresh.keyPem);
  write('ca', root.pem);
  write('pairKey', pair.keyPem);
  write('pairText', pair.pem);
  write('pairDer', pairRenewed.der);
  // VS Code’s own lists draw icons of what files are called: this one may stand in them.
  writeFileSync(join(folder, 'plain.pem'), pair.pem);
  write('further', further.chainPem + further.keyPem);
  write('bare', bare.pem);
  write('far', far.pem);
  write('manifest', 'ssls:\n  - snis: [drop.example.com]\n');

  const files = {
    ca: identity.ca,
    client: client.chainPem,
    clientKey: createPrivateKey(client.keyPem).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: keyPassword,
    }),
  };
  const path = (name: string) => join(home, `${name} ${bait}.pem`);
  for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
  mkdirSync(join(home, '.api7cloud'));
  const profile = (name: string, address: string, token?: string) => ({
    name,
    address,
    user: token === undefined ? {} : { access_token: token },
  });
  writeFileSync(
    join(home, '.api7cloud', 'config'),
    JSON.stringify({
      profiles: [profile(bait, gateway.api7cloud.url, gateway.api7cloud.token), profile(`Broken ${bait}`, 'nowhere')],
    }),
  );
  const impossible = `4482 ${bait}`;
  const [organization, cluster] = [gateway.api7cloud.estate.organizations[0], gateway.api7cloud.estate.clusters[0]];
  return {
    folder,
    home,
    gateway,
    guarded,
    path,
    keyPassword,
    putImpossible: () => putSsl(gateway, bank, { id: impossible, snis: ['bank.example.com'] }),
    removeImpossible: () => void gateway.apisix.store.delete(sslKey(impossible)),
    settings: {
      'api7Certificates.connections': [
        { id: 'one', name: `Shop ${bait}`, dialect: 'apisix', address: gateway.apisix.url, production: true },
        {
          id: 'two',
          name: `Mail (command:door.probe) ${bait}`,
          dialect: 'apisix',
          address: gateway.apisix.url,
          readOnly: true,
        },
        { id: 'three', name: `Wrong ${bait}`, dialect: bait, address: bait },
      ],
    },
    cloud: {
      connection: {
        id: 'cloud',
        name: `Cloud ${bait}`,
        dialect: 'api7cloud',
        address: gateway.api7cloud.url,
        organization: organization?.['id'],
        cluster: cluster?.['id'],
      },
      token: gateway.api7cloud.token,
    },
    close: async () => {
      await Promise.all([gateway.close(), guarded.close()]);
      for (const each of [folder, home]) {
        for (const path of readdirSync(each).map((name) => join(each, name)))
          if (!before.includes(path)) rmSync(path, { recursive: true });
      }
      if (!places.folder) rmSync(folder, { recursive: true });
      if (!places.home) rmSync(home, { recursive: true });
    },
  };
}

const toPkcs12 = ({ der, keyPem }: MadeCertificate): Uint8Array =>
  makePkcs12({ certificates: [der], keys: [keyPem], password: 'tiger', encryption: 'aes-256-cbc/sha256' });

/** Puts an object on the gateway that no check of the Admin API would let in: this one is a stranger's. */
function putSsl(
  { apisix }: Gateway,
  { chainPem, keyPem }: MadeCertificate,
  value: { readonly id: string; readonly snis: readonly string[] } & JsonObject,
): void {
  apisix.store.put(sslKey(value.id), {
    labels: { team: bait },
    desc: bait,
    create_time: 1,
    update_time: 1,
    ...encryptSsl(apisix.keyring, { type: 'server', status: 1, cert: chainPem, key: keyPem, ...value }),
  });
}

const sslKey = (id: string): string => `/apisix/ssls/${encodeURIComponent(id)}`;

function fillApisix(
  gateway: Gateway,
  { shop, odd, drop, off, further }: Readonly<Record<'shop' | 'odd' | 'drop' | 'off' | 'further', MadeCertificate>>,
): void {
  const controller = { 'k8s/controller-name': 'x', 'k8s/kind': 'ApisixTls', 'k8s/namespace': 'x', 'k8s/name': bait };
  putSsl(gateway, shop, { id: 'shop', snis: ['shop.example.com'] });
  putSsl(gateway, odd, { id: 'odd', snis: [`odd${bait}`, 'odd.example.com'], labels: controller });
  putSsl(gateway, drop, {
    id: 'drop',
    snis: [`drop${bait}`, 'drop.example.com'],
    labels: { 'managed-by': 'adc', team: bait },
  });
  putSsl(gateway, off, { id: 'off', snis: [`off${bait}`, 'fresh.example.com'], status: 0 });
  putSsl(gateway, off, {
    id: 'pairs',
    snis: [`pairs${bait}`, 'pairs.example.com'],
    certs: [further.chainPem],
    keys: [further.keyPem],
  });
  gateway.apisix.store.put('/apisix/routes/shop', {
    id: 'shop',
    name: bait,
    uri: '/*',
    hosts: ['shop.example.com', 'odd.example.com', 'drop.example.com', 'pairs.example.com', bait],
    upstream: {},
    status: 1,
  });
}

function fillCloud({ api7cloud }: Gateway, { chainPem, keyPem }: MadeCertificate): void {
  const { estate, token } = api7cloud;
  for (const [index, each] of [...estate.organizations, ...estate.clusters].entries())
    Object.assign(each, { name: `${index} ${bait}` });
  const path = `/api/v1/clusters/${String(estate.clusters[0]?.['id'])}/certificates`;
  const { status, body } = api7cloud.handle({
    method: 'POST',
    target: path,
    path,
    query: new URLSearchParams(),
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ certificate: chainPem, private_key: keyPem, type: 'Server', labels: [bait] }),
  });
  if (status !== 200) throw new Error(`API7 Cloud was not filled: ${body.toString()}`);
}
