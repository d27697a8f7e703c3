import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toDetail } from '../../../../src/core/details/detail';
import type { DetailInput, FileCertificateInput, GatewayCertificateInput } from '../../../../src/core/details/input';
import type { Certificate } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { DetailModel } from '../../../../src/shared/protocol';
import { english } from '../../../../src/shared/translate';
import type { CertificateParts } from '../../../fixtures/der';
import {
  boolean,
  certificate,
  explicit,
  extension,
  hex,
  implicit,
  integer,
  name,
  oid,
  sequence,
  text,
  tlv,
} from '../../../fixtures/der';

/**
 * Pages as they are shown, drawn as text. After a change that is meant:
 * `GOLDEN=write npx mocha test/unit/core/details/pages.test.ts`.
 */
const folder = join(__dirname, 'pages');
const now = Date.UTC(2026, 10, 23, 12);
const day = 86_400_000;

function read(parts: Partial<CertificateParts>, ...extensions: readonly Uint8Array[]): Certificate {
  const optional = extensions.length > 0 ? { optional: [explicit(3, sequence(...extensions))] } : {};
  const reading = parseCertificate(certificate({ ...parts, ...optional }));
  assert.ok(reading.ok);
  return reading.value;
}
const called = (commonName: string) => name(['2.5.4.6', 'DE'], ['2.5.4.10', 'Example'], ['2.5.4.3', commonName]);
const until = (from: string, to: string) => sequence(text(0x17, `${from}000000Z`), text(0x17, `${to}000000Z`));
const dns = (value: string) => implicit(2, Buffer.from(value));
const names = (...list: readonly Uint8Array[]) => extension('2.5.29.17', sequence(...list));
const purposes = (...types: readonly string[]) => extension('2.5.29.37', sequence(...types.map(oid)));
const isCa = extension('2.5.29.19', sequence(boolean(true)), true);
const [forServers, forClients] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'];

const root = read({ issuer: called('Root'), subject: called('Root'), validity: until('200101', '400101') }, isCa);
const issuing = read({ issuer: called('Root'), subject: called('Issuing'), validity: until('240101', '270601') }, isCa);
const leaf = read(
  { issuer: called('Issuing'), subject: called('shop.test') },
  names(dns('shop.test'), dns('*.shop.test'), implicit(7, hex('c0000201')), implicit(1, Buffer.from('me@shop.test'))),
  purposes(forServers),
  extension('1.3.6.1.5.5.7.1.24', sequence(integer(5))),
);
const forClient = read(
  { subject: called('client'), validity: until('260101', '261130') },
  names(dns('client.test')),
  purposes(forClients),
);
const ended = read({ subject: name(), validity: until('260101', '260201') });
const future = read(
  { subject: called('later'), validity: until('270101', '280101') },
  names(implicit(6, Buffer.from('spiffe://a/b'))),
);
const odd = read(
  { subject: called('odd') },
  names(tlv(0xa0, oid('2.999'), explicit(0, integer(1))), implicit(8, hex('8837')), explicit(4, called('x'))),
  extension('2.5.29.15', integer(1), true),
);

const inFile = (shown: Certificate, part: Partial<FileCertificateInput> = {}): FileCertificateInput => ({
  from: 'file',
  file: 'shop.pem',
  index: 0,
  count: 1,
  certificate: shown,
  chain: [shown],
  ...part,
});
const onGateway = (part: Partial<GatewayCertificateInput>): GatewayCertificateInput => ({
  from: 'gateway',
  title: 'shop.test',
  connection: 'production',
  isProduction: false,
  gateway: 'Apache APISIX',
  id: '42',
  type: 'server',
  names: [],
  labels: [],
  isEnabled: true,
  chain: [],
  extraChains: [],
  notes: [],
  ...part,
});
const metadata = {
  subject: 'CN=shop.test',
  issuer: 'CN=Issuing',
  serial: '1234',
  signatureAlgorithm: 'SHA256-RSA',
  validity: { notBefore: now - 10 * day, notAfter: now + 3 * day },
  names: ['shop.test'],
  extensions: { 'X509v3 Key Usage': 'critical\nDigital Signature' },
};

const pages: Readonly<Record<string, readonly (readonly [what: string, input: DetailInput])[]>> = {
  file: [
    [
      'a leaf with its key and chain',
      inFile(leaf, { chain: [leaf, issuing, root], keyFit: 'fits', count: 3, notes: ['A note.'] }),
    ],
    ['an issuer, with a key of something else', inFile(issuing, { index: 1, count: 2, keyFit: 'doesNotFit' })],
    ['a root, with a key that cannot be compared', inFile(root, { keyFit: 'cannotTell' })],
    ['one that has ended, and names nothing', inFile(ended)],
    ['one that is not valid yet', inFile(future)],
    ['names of odd kinds, and an extension that is malformed', inFile(odd)],
  ],
  gateway: [
    [
      'a server’s certificate, of which all is told',
      onGateway({
        isProduction: true,
        chain: [leaf, issuing],
        names: ['shop.test', 'other.test'],
        labels: ['team=web', 'eu'],
        protocols: ['TLSv1.2', 'TLSv1.3'],
        ocspStapling: { isEnabled: true, skipsVerification: true },
        description: 'one\ntwo',
        createdAt: now - 9 * day,
        updatedAt: now - day,
        ca: { certificates: [root, ended], depth: 2 },
        extraChains: [[forClient, issuing]],
        owner: { name: 'A tool', note: 'It undoes changes.' },
        usedBy: {
          summary: 'used by 4 routes',
          owners: [
            { kind: 'route', id: 'r1' },
            { kind: 'route', id: 'r2', name: 'Two' },
            { kind: 'upstream', id: 'u1', isCopy: true },
            { kind: 'upstream', id: 'u2', name: 'Four', isCopy: true },
          ],
          more: 3,
          unknown: ['There may be more.'],
        },
        conflicts: ['Another has that name.'],
        notes: ['A note.'],
      }),
    ],
    [
      'a client’s certificate, disabled, that serves nobody and is for servers',
      onGateway({
        type: 'client',
        isEnabled: false,
        chain: [leaf],
        isUnstapled: true,
        usesFailure: 'Forbidden.',
        ca: { certificates: [], metadata },
      }),
    ],
    [
      'one for clients alone, with two of national cryptography',
      onGateway({
        chain: [forClient],
        isGm: true,
        extraChains: [[leaf]],
        ocspStapling: { isEnabled: false, skipsVerification: false },
      }),
    ],
    [
      'one that its gateway leaves out, of a secret that is not known',
      onGateway({
        ignored: { members: ['a', 'b'], endsWithUpdate: true },
        isReference: true,
        references: ['$secret://vault/1/a'],
        ca: { certificates: [], isReference: true },
      }),
    ],
    [
      'one of which the metadata is told',
      onGateway({ metadata, names: ['shop.test'], usedBy: { summary: undefined, owners: [], more: 0 } }),
    ],
    ['one that cannot be read', onGateway({ isUnreadable: true, ca: { certificates: [] }, notes: ['It is broken.'] })],
    [
      'one of a type that nobody knows, with a CA of which little is told',
      onGateway({
        type: undefined,
        chain: [leaf],
        ca: { certificates: [], metadata: { subject: 'CN=CA', issuer: '', names: [], extensions: {} } },
      }),
    ],
    [
      'one of a type that nobody knows, and more to be read',
      onGateway({ type: undefined, isEnabled: undefined, isPartial: true, chain: [ended] }),
    ],
  ],
};

/** Writes each row on a line: what it is called, what it says, and how it is set. */
function draw(what: string, { sections, ...page }: DetailModel): string {
  const lines = [`=== ${what}`, ...Object.entries(page).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)];
  for (const { rows, ...section } of sections) {
    lines.push('', `--- ${Object.values(section).join(' | ')}`);
    for (const { id, label, values, ...rest } of rows)
      lines.push(
        [id, label, values.join(' / '), ...Object.entries(rest).map(([key, value]) => `${key} ${String(value)}`)].join(
          ' | ',
        ),
      );
  }
  return `${lines.join('\n')}\n`;
}

describe('pages of certificates', () => {
  for (const [file, shown] of Object.entries(pages))
    it(`${file}.txt`, () => {
      const path = join(folder, `${file}.txt`);
      const drawn = shown
        .map(([what, input]) => draw(what, toDetail(input, { now, warningDays: null, translate: english })))
        .join('\n');
      if (process.env['GOLDEN'] === 'write') writeFileSync(path, drawn);
      assert.equal(drawn, existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '');
    });
});
