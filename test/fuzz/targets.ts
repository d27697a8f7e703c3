/** Inputs that strangers can send, each with real samples made at run time: no key is kept in a file. */
import { generateKeyPairSync } from 'node:crypto';
import { checkAddress } from '../../src/app/connections/address';
import { readConnections } from '../../src/app/connections/connection';
import { toFileContent } from '../../src/app/sources/fileContent';
import { toMaterialSteps } from '../../src/app/sources/fileMaterial';
import { readHolding } from '../../src/app/sources/readHolding';
import { readDerObject } from '../../src/core/document/derObject';
import { readPemDocument } from '../../src/core/document/document';
import { decryptContainer } from '../../src/core/encrypted/decryptContainer';
import { findFindings } from '../../src/core/findings/findings';
import { covers } from '../../src/core/hosts/hostMatching';
import { toHost, toHostPattern } from '../../src/core/hosts/hostText';
import { servedFor, toSniTable } from '../../src/core/hosts/sni';
import { readPrivateKeyDer } from '../../src/core/keys/keys';
import { parseCertificate } from '../../src/core/x509/certificate';
import * as cloud from '../../src/gateway/api7cloud/records';
import * as enterprise from '../../src/gateway/api7enterprise/records';
import * as apisix from '../../src/gateway/apisix/records';
import { parseJson } from '../../src/gateway/json';
import { runSync } from '../../src/shared/cooperative';
import { readDetailMessage, readIntent, readSubject } from '../../src/shared/protocol';
import { english } from '../../src/shared/translate';
import { toVisibleText } from '../../src/shared/visibleText';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { keyPemAs } from '../fixtures/keyPairs';
import { encryptPkcs8, makePkcs12 } from '../fixtures/pkcs12';

export interface FuzzTarget {
  readonly name: string;
  readonly samples: readonly Buffer[];
  /** True where it was accepted as what it seems to be. Throws for nothing whatever. */
  readonly run: (input: Buffer) => boolean;
}

const now = Date.UTC(2026, 10, 23);

/** An answer that is neither of the ones that a reader may give. */
function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`Not well-formed: ${what}`);
}

export async function makeTargets(): Promise<readonly FuzzTarget[]> {
  const authority = await makeAuthority(now);
  const leaf = await makeCertificate({
    now,
    commonName: 'shop.example',
    dns: ['shop.example', '*.shop.example'],
    ips: ['192.0.2.1', '2001:db8::1'],
    issuer: authority.intermediate,
  });
  const rsa = await makeCertificate({ now, commonName: 'rsa.example', key: 'RSA 2048' });
  const pems = [
    leaf.pem + authority.intermediate.pem + leaf.keyPem,
    rsa.pem,
    keyPemAs(rsa.keys, 'pkcs1'),
    keyPemAs(leaf.keys, 'sec1'),
    keyPemAs(rsa.keys, 'legacyEncrypted'),
    keyPemAs(leaf.keys, 'encryptedPkcs8'),
  ];
  const dsa = generateKeyPairSync('dsa', { modulusLength: 1_024, divisorLength: 160 }).privateKey.export({
    type: 'pkcs8',
    format: 'der',
  });
  const keys = [
    derOf(leaf.keyPem),
    derOf(rsa.keyPem),
    derOf(keyPemAs(rsa.keys, 'pkcs1')),
    derOf(keyPemAs(leaf.keys, 'sec1')),
    dsa,
  ];
  const store = { certificates: [leaf.der], keys: [leaf.keyPem], password: 'tiger', iterations: 2 };
  const stores = (['3des', 'rc2-40', 'rc4-128', 'aes-256-cbc/sha256', 'none'] as const).flatMap((encryption) =>
    (['sha1', 'sha512', 'pbmac1', 'none'] as const).map((mac) => makePkcs12({ ...store, encryption, mac })),
  );
  const sealedKeys = (['3des', 'aes-192-cbc/sha224', 'rc2-128'] as const).map((encryption) =>
    Buffer.from(encryptPkcs8(keys[0] ?? Buffer.alloc(0), { encryption, password: 'tiger', iterations: 2, claimed: 2 })),
  );
  return [
    {
      name: 'PEM text',
      samples: pems.map((pem) => Buffer.from(pem)),
      run: (input) => {
        const document = readPemDocument(input.toString());
        for (const { block } of document.parts)
          expect(
            block.span.start >= 0 && block.span.end <= input.toString().length,
            'a block lies outside of the text',
          );
        findFindings(document, { now, warningDays: null });
        return document.parts.some(({ certificate, key }) => certificate?.ok || key?.status === 'plain');
      },
    },
    {
      name: 'DER certificate',
      samples: [leaf.der, rsa.der, authority.root.der].map((der) => Buffer.from(der)),
      run: (input) => parseCertificate(input).ok,
    },
    {
      name: 'DER object',
      samples: [leaf.der, ...keys, ...stores.slice(0, 2)].map((der) => Buffer.from(der)),
      run: (input) => readDerObject(input).kind !== 'unknown',
    },
    { name: 'DER key', samples: keys, run: (input) => readPrivateKeyDer(input).status === 'plain' },
    {
      name: 'PKCS#12',
      samples: stores,
      run: (input) =>
        decryptContainer({ form: 'pkcs12', der: input }, 'tiger', { trigger: 'unasked' }).status === 'opened',
    },
    {
      name: 'encrypted key',
      samples: sealedKeys,
      run: (input) =>
        decryptContainer({ form: 'pkcs8', der: input }, 'tiger', { trigger: 'unasked' }).status === 'opened',
    },
    {
      name: 'wire JSON of APISIX',
      samples: [
        ssl(leaf.pem),
        { list: [ssl(leaf.pem)], total: 1 },
        { node: { dir: true, nodes: [ssl(rsa.pem)] }, count: '1' },
        { error_msg: 'no' },
      ].map(json),
      run: (input) =>
        wired(input, (value) => [
          apisix.readPage(value),
          text(apisix.readSslItem(value)),
          text(apisix.readItem(value)),
          apisix.readErrorWords(value),
        ]),
    },
    {
      name: 'wire JSON of API7 Cloud',
      samples: [
        certificate(),
        { payload: certificate() },
        { payload: { count: 1, list: [certificate()] } },
        { payload: { list: [{ id: '1', name: 'a', status: 1 }] }, status: { code: 0, message: 'OK' } },
      ].map(json),
      run: (input) =>
        wired(input, (value) => [
          cloud.readListPayload(value),
          text(cloud.readCertificate(cloud.readPayload(value) ?? value)),
          cloud.readOrganizationIds(value),
          cloud.readNamed(value),
          cloud.readErrorWords(value),
        ]),
    },
    {
      name: 'wire JSON of API7 Enterprise',
      samples: [
        ssl(leaf.pem).value,
        { list: [ssl(leaf.pem).value, ssl(rsa.pem)], total: 2 },
        { value: { id: 'a', name: 'production', type: 'api7_ingress_controller', config: {} } },
        {
          id: 'shop',
          name: 'shop',
          hosts: ['shop.example'],
          upstream: { name: 'orders', scheme: 'https', nodes: [], tls: { client_cert_id: 'client' } },
        },
        { error_msg: 'no', version: '3.10.5' },
      ].map(json),
      run: (input) =>
        wired(input, (value) => [
          enterprise.readPage(value),
          text(enterprise.readSsl(enterprise.readValue(value) ?? value)),
          enterprise.readGroup(value),
          text(enterprise.readNative(value)),
          text(enterprise.readService(value)),
          enterprise.readErrorWords(value),
          enterprise.readVersion(value),
        ]),
    },
    {
      name: 'YAML secrets',
      samples: [
        Buffer.from(
          `apiVersion: v1\nkind: Secret\ntype: kubernetes.io/tls\nmetadata: {name: a}\ndata:\n  tls.crt: ${Buffer.from(leaf.pem).toString('base64')}\nstringData: &x\n  ca.crt: |\n    ${authority.root.pem.replaceAll('\n', '\n    ')}\n`,
        ),
      ],
      run: (input) => readHolding({ kind: 'text', text: input.toString() }).kind === 'values',
    },
    {
      name: 'file for an upload',
      samples: [...pems.map((pem) => Buffer.from(pem)), ...keys],
      run: (input) =>
        runSync(toMaterialSteps({ place: 'a', content: toFileContent(input) }, english)).certificates.length > 0,
    },
    {
      name: 'settings',
      samples: [
        [
          {
            id: 'a',
            name: 'production',
            dialect: 'apisix',
            address: 'https://127.0.0.1:9180',
            caFile: '~/ca.pem',
            labels: {},
          },
        ],
        [
          {
            id: 'b',
            name: 'cloud',
            dialect: 'api7cloud',
            address: 'https://api.api7.cloud',
            scope: { organization: '1', cluster: '2' },
          },
        ],
      ].map(json),
      run: (input) => {
        const raw = runSync(parseJson(input));
        return raw.ok && readConnections(raw.value, english).connections.length > 0;
      },
    },
    {
      name: 'webview messages',
      samples: [
        { kind: 'copy', row: 'names', value: 1 },
        { kind: 'choose', index: 3 },
        { kind: 'ready' },
        { from: 'file', uri: 'file:///a', index: 0 },
        { kind: 'state', state: 'loading' },
      ].map(json),
      run: (input) => {
        const raw = runSync(parseJson(input));
        return (
          raw.ok &&
          [readIntent(raw.value), readSubject(raw.value), readDetailMessage(raw.value)].some(
            (each) => each !== undefined,
          )
        );
      },
    },
    {
      name: 'names and addresses',
      samples: [
        'shop.example',
        '*.shop.example',
        'xn--bcher-kva.example',
        '2001:db8::1',
        'https://gateway.example:9180/apisix',
        'bücher.example',
      ].map((name) => Buffer.from(name)),
      run: (input) => {
        const name = input.toString();
        const isHost = [toHost(name), toHostPattern(name)].some((each) => each !== undefined);
        covers(name, 'shop.example');
        covers('*.shop.example', name);
        servedFor(toSniTable([], { dialect: 'apisix' }), name);
        checkAddress(name, { id: 'apisix' });
        expect(
          !/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(toVisibleText(name)),
          'something hidden is left in a visible text',
        );
        return isHost;
      },
    },
  ];
}

const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----.*-----|\s/g, ''), 'base64');
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const text = (read: unknown): unknown => (typeof read === 'string' ? undefined : read);

function wired(input: Buffer, read: (value: unknown) => readonly unknown[]): boolean {
  const parsed = runSync(parseJson(input));
  return parsed.ok && read(parsed.value).some((each) => each !== undefined);
}

const ssl = (cert: string) => ({
  key: '/apisix/ssls/1',
  value: {
    id: '1',
    cert,
    snis: ['shop.example'],
    labels: { team: 'a' },
    status: 1,
    client: { ca: cert, depth: 2 },
    create_time: 1_700_000_000,
  },
  modifiedIndex: 5,
});
const certificate = () => ({
  id: '392306215415186327',
  type: 'Server',
  snis: ['shop.example'],
  labels: ['a'],
  metadata: { subject: 'CN=a', issuer: 'CN=b', serial_number: '1', not_before: '2026-01-01T00:00:00Z', sans: ['a'] },
  created_at: '2026-01-01T00:00:00Z',
});
