import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { AuthorityKeyIdentifierExtension, CertificatePolicyExtension, Extension, KeyUsageFlags } from '@peculiar/x509';
import { readPemDocument } from '../../../../src/core/document/document';
import type { FindingOptions } from '../../../../src/core/findings/findings';
import { findFindings, rules } from '../../../../src/core/findings/findings';
import { limits } from '../../../../src/core/limits';
import type { LayoutIssue } from '../../../../src/core/pem/layout';
import { toPem } from '../../../../src/core/pem/scan';
import type { CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { explicit, implicit, sequence } from '../../../fixtures/der';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { makeRequest } from '../../../fixtures/requests';
import { drawSquiggles } from '../../../fixtures/squiggles';
import { formCases } from './formCases';

const now = Date.UTC(2026, 10, 23);

/**
 * Files that show where each finding stands, and what it says. After a change that is meant:
 * `GOLDEN=write npx mocha test/unit/core/findings/ranges.test.ts`.
 */
const folder = join(__dirname, 'ranges');

type Name =
  | 'root'
  | 'issuing'
  | 'leaf'
  | 'other'
  | 'public'
  | 'stranger'
  | 'dev'
  | 'noCa'
  | 'underNoCa'
  | 'expired'
  | 'future'
  | 'expiring'
  | 'long'
  | 'nameless'
  | 'commonName'
  | 'underscore'
  | 'wildcard'
  | 'coding'
  | 'unstated'
  | 'client'
  | 'noSignature'
  | 'short'
  | 'serial'
  | 'rsaRoot'
  | 'respelled'
  | 'selfSigned'
  | 'signed'
  | 'oddIssuer'
  | 'constrained'
  | 'outside';

describe('Ranges of findings', () => {
  const made = new Map<Name, MadeCertificate>();
  const requests = new Map<string, string>();
  before(async () => {
    const { root, intermediate } = await makeAuthority(now, 'Ranges');
    const rsaRoot = await makeCertificate({ now, commonName: 'Ranges RSA Root', key: 'RSA 2048', isCa: true });
    const leaf = (name: string, options: Partial<CertificateOptions> = {}) =>
      makeCertificate({ now, commonName: name, dns: [`${name}.example.com`], issuer: intermediate, ...options });
    const constrained = await leaf('Constrained CA', {
      isCa: true,
      dns: [],
      extensions: [
        new Extension(
          '2.5.29.30',
          true,
          new Uint8Array(sequence(explicit(0, sequence(implicit(2, Buffer.from('shop.example.com')))))),
        ),
      ],
    });
    const noCa = await leaf('no-ca', { issuer: root, keyUsage: null });
    const all: Readonly<Record<Name, MadeCertificate>> = {
      root,
      issuing: intermediate,
      leaf: await leaf('leaf'),
      other: await leaf('other'),
      public: await leaf('public', { extensions: [new CertificatePolicyExtension(['2.23.140.1.2.1'])] }),
      stranger: (await makeAuthority(now, 'Others')).root,
      dev: await makeCertificate({ now, commonName: 'dev', isCa: true }),
      noCa,
      underNoCa: await leaf('under', { issuer: noCa }),
      expired: await leaf('expired', { toDays: -1 }),
      future: await leaf('future', { fromDays: 2 }),
      expiring: await leaf('expiring', { toDays: 12 }),
      long: await leaf('long', { fromDays: -1, toDays: 399 }),
      nameless: await leaf('Name Less', { dns: [] }),
      commonName: await leaf('www.example.com', { dns: [] }),
      underscore: await leaf('x', { dns: ['my_host.example.com'] }),
      wildcard: await leaf('x', { dns: ['*.com'] }),
      coding: await leaf('coding', { purpose: 'neither' }),
      unstated: await leaf('unstated', { purpose: 'unstated' }),
      client: await leaf('client', { purpose: 'client' }),
      noSignature: await leaf('no-signature', { keyUsage: KeyUsageFlags.keyAgreement }),
      short: await leaf('short', { key: 'RSA 1024' }),
      respelled: await leaf('respelled', {
        issuer: {
          ...intermediate,
          subject: [
            { C: ['DE'] },
            { O: ['#0c0c52616e676573205472757374'] },
            { CN: ['#0c1352616e6765732049737375696e672043412031'] },
          ],
        },
      }),
      selfSigned: await makeCertificate({ now, commonName: 'self.example.com', isCa: true, keyUsage: null }),
      serial: await leaf('serial', { serial: `4${'0'.repeat(41)}` }),
      rsaRoot,
      oddIssuer: await leaf('odd', {
        hasNoKeyIds: true,
        extensions: [new AuthorityKeyIdentifierExtension('ab'.repeat(20))],
      }),
      constrained,
      outside: await leaf('outside', { issuer: constrained }),
      signed: await leaf('signed', { issuer: rsaRoot }),
    };
    for (const of of ['leaf', 'other'] as const)
      requests.set(of, await makeRequest({ commonName: of, dns: ['asked.example.com'], keys: all[of].keys }));
    for (const [name, certificate] of Object.entries(all)) made.set(name as Name, certificate);
  });

  const get = (name: string): MadeCertificate => made.get(name as Name) ?? assert.fail(name);
  /** `{leaf}` is a certificate with its line break, `{leaf.key}` its key. */
  const fill = (pattern: string): string =>
    pattern.replace(/\{(\w+)(\.key)?\}/g, (_, name: string, isKey?: string) =>
      isKey ? get(name).keyPem : get(name).pem,
    );
  const patched = (name: Name, from: string, to: string): string =>
    toPem('CERTIFICATE', Buffer.from(Buffer.from(get(name).der).toString('hex').replaceAll(from, to), 'hex'));
  const armoured = (body: string, label = 'CERTIFICATE'): string =>
    `-----BEGIN ${label}-----\n${body}-----END ${label}-----\n`;
  const headers = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00000000000000000000000000000000\n';
  const base64 = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2';

  type Shown = readonly [
    what: string,
    text: () => string,
    options?: () => Partial<FindingOptions>,
    issues?: (text: string) => readonly LayoutIssue[],
  ];
  const files: Readonly<Record<string, readonly Shown[]>> = {
    armour: [
      ['END is missing', () => `# first\n${fill('{leaf}').replace(/-----END.*\n/, '')}\n${fill('{issuing}')}`],
      ['END of another label', () => fill('{leaf}').replace('END CERTIFICATE', 'END X509 CRL')],
      ['an END too many', () => `${fill('{leaf}')}-----END CERTIFICATE-----\n`],
      ['four hyphens, indented', () => `  ${fill('{leaf}').replace('-----END', '  ----END')}`],
      ['END and BEGIN on one line', () => fill('{leaf}').trimEnd() + fill('{other}')],
      ['a word before BEGIN', () => `cert: ${fill('{leaf}')}`],
      ['line breaks of JSON', () => '{ "tls": "-----BEGIN CERTIFICATE-----\\nMAA=\\n-----END CERTIFICATE-----\\n" }\n'],
      ['characters that are no base64', () => armoured(`${base64}\nMA\u200BAA\n`) + armoured('M!AA\n')],
      ['two texts in one', () => armoured('MAA=TAA=\n')],
      ['no padding', () => armoured('MAA\n')],
      ['nothing in it', () => armoured('')],
      ['a blank line', () => armoured(`${base64}\n\nMAA=\n`)],
      ['headers that run into the base64', () => armoured(`${headers}${base64}\n`, 'RSA PRIVATE KEY')],
      ['more than is read', () => armoured(`${'A'.repeat(limits.objectBytes * 2)}\n`)],
    ],
    layout: [
      ['76 columns', () => armoured(`${base64}QUJDREVGR0hJ\nMAAA\n`)],
      ['text behind the last block', () => `# an introduction\n${fill('{leaf}')}\n# a comment\nthe end\n`],
      ['base64 that lost its block', () => `${base64}\n${fill('{leaf}')}`],
      ['carriage returns alone', () => '-----BEGIN CERTIFICATE-----\rMAA=\r-----END CERTIFICATE-----\r'],
      ['no certificate', () => armoured('MAA=\n')],
      ['more blocks than are read', () => armoured('MAA=\n', 'PUBLIC KEY').repeat(limits.blocks + 1)],
    ],
    keys: [
      ['no key', () => armoured('MAA=\n', 'PRIVATE KEY')],
      ['SEC1 under the label of PKCS#8', () => keyPemAs(get('leaf').keys, 'sec1').replaceAll('EC ', '')],
      ['protected with a password', () => fill('{leaf}') + keyPemAs(get('leaf').keys, 'encryptedPkcs8')],
      ['tracked by git', () => fill('{leaf}{leaf.key}'), () => ({ isTracked: true })],
      ['of another certificate', () => fill('# mine\n{leaf}{issuing}\n# not mine\n{other.key}')],
      [
        'of a certificate in the file beside',
        () => fill('{other.key}'),
        () => ({ siblings: [{ id: 'tls.crt', name: 'tls.crt', document: readPemDocument(fill('{leaf}{issuing}')) }] }),
      ],
      [
        'with its certificate beside another key',
        () => fill('{leaf}{issuing}'),
        () => ({ siblings: [{ id: 'tls.key', name: 'tls.key', document: readPemDocument(fill('{other.key}')) }] }),
      ],
    ],
    dates: [
      ['expired, beside one that is not', () => fill('{leaf}{expired}')],
      ['not yet valid', () => fill('{future}')],
      ['expiring', () => fill('{expiring}')],
      ['valid for too long', () => fill('{long}')],
    ],
    chains: [
      ['issuer first', () => fill('{issuing}{leaf}')],
      ['root in the middle', () => fill('{leaf}{root}{issuing}')],
      ['a gap', () => fill('{leaf}{root}')],
      ['a gap behind a certificate of a public CA', () => fill('{public}')],
      ['a stranger', () => fill('{leaf}{issuing}{stranger}')],
      ['an issuer that may not sign', () => fill('{underNoCa}{noCa}')],
      ['the same one again', () => fill('{leaf}{issuing}{leaf}{leaf}')],
      ['a CA in front', () => fill('{dev}{dev.key}')],
      ['a self-signed server that says it is a CA', () => fill('{selfSigned}')],
      ['an issuer spelled otherwise', () => fill('{respelled}{issuing}')],
    ],
    names: [
      ['no name', () => fill('{nameless}')],
      ['a name in the Common Name', () => fill('{commonName}')],
      ['an underscore', () => fill('{underscore}')],
      ['a wildcard for all of .com', () => fill('{wildcard}')],
      [
        'a host that is expected',
        () => fill('{leaf}{issuing}'),
        () => ({ hosts: ['leaf.example.com', 'www.example.com'] }),
      ],
    ],
    purposes: [
      ['code signing', () => fill('{coding}')],
      ['unstated', () => fill('{unstated}{issuing}')],
      ['a client with host names', () => fill('{client}')],
      ['key agreement alone', () => fill('{noSignature}')],
    ],
    forms: formCases
      .filter(([code, , , ...on], index) => on.length > 0 && formCases.findIndex(([each]) => each === code) === index)
      .map(([code, what, text]): Shown => [`${code}: ${what}`, text]),
    bytes: [
      ['UTF-16', () => fill('{leaf}'), () => ({ bytes: { encoding: 'utf16le' } })],
      ['UTF-8 with a byte order mark', () => fill('{leaf}'), () => ({ bytes: { encoding: 'utf8bom' } })],
      ['DER called .pem', () => fill('{leaf}'), () => ({ bytes: { isDerNamedPem: true } })],
      [
        'two carriage returns and a line feed in the file',
        () => fill('{leaf}').replace(/(?<=-----\n.*\n)/, '\n'),
        () => ({ bytes: { hasDoubledReturns: true } }),
      ],
      ['carriage returns alone in the file', () => fill('{leaf}'), () => ({ bytes: { hasBareCarriageReturns: true } })],
    ],
    requests: [
      ['another name', () => fill('{leaf}') + requests.get('leaf')],
      ['a new key', () => fill('{other.key}{leaf}') + requests.get('other')],
    ],
    issuers: [
      ['another key identifier', () => fill('{oddIssuer}{issuing}')],
      ['a name that is not permitted', () => fill('{outside}{constrained}')],
    ],
    strength: [
      ['signed with SHA-1', () => patched('signed', '2a864886f70d01010b', '2a864886f70d010105')],
      ['RSA 1024', () => fill('{short}')],
      ['a serial number of 21 bytes', () => fill('{serial}')],
      ['a negative one', () => patched('serial', '021540', '0215c0')],
    ],
    stapling: [
      [
        'an object that does not staple',
        () => formCases.find(([code]) => code === 'mustStaple')?.[2]() ?? '',
        () => ({ staplingOff: () => [{ connection: 'prod', id: '44' }] }),
      ],
    ],
    manifests: [
      [
        'a host that another manifest binds, too',
        () => 'hosts: [a.example.com]\n',
        () => ({
          hostConflicts: [
            {
              span: { start: 8, end: 21 },
              host: 'a.example.com',
              secret: 'Secret one',
              other: 'Secret two',
              by: 'Ingress shop',
              at: { span: { start: 0, end: 5 }, file: 'file:///b.yaml' },
            },
          ],
        }),
      ],
      [
        'a block of YAML that is not below its key',
        () => 'cert: |\nPEM\n',
        () => ({}),
        (text) => [
          {
            code: 'unindentedBlock',
            span: { start: text.indexOf('PEM'), end: text.length - 1 },
            facts: { key: 'cert' },
          },
        ],
      ],
      [
        'an SM2 certificate in the place of another',
        () => 'cert: PEM\n',
        () => ({
          valueFaults: [{ code: 'gmMisplaced', span: { start: 6, end: 9 }, facts: { name: 'gm.example.com' } }],
        }),
      ],
      [
        'a private key in the place of a certificate',
        () => 'tls.crt: PEM\n',
        () => ({ valueFaults: [{ code: 'misplacedValue', span: { start: 9, end: 12 } }] }),
      ],
      [
        'a value that SOPS has encrypted',
        () => 'tls.key: ENC[AES256_GCM,data:x]\n',
        () => ({
          foreignValues: [
            {
              span: { start: 9, end: 31 },
              sentence: 'It is encrypted with {tool}. Decrypt it first: {command}',
              facts: { tool: 'SOPS', command: 'sops decrypt FILE' },
            },
          ],
        }),
      ],
    ],
  };

  const draw = ([what, text, options, issuesOf = () => []]: Shown): string => {
    const given = text();
    const document = readPemDocument(given);
    const issues = [...document.issues, ...issuesOf(given)];
    const findings = findFindings({ ...document, issues }, { now, warningDays: null, ...options?.() });
    return `=== ${what}\n${drawSquiggles(given, findings).trimEnd()}\n`;
  };
  for (const [name, shown] of Object.entries(files)) {
    it(`${name}.txt`, () => {
      const path = join(folder, `${name}.txt`);
      const drawn = shown.map(draw).join('\n');
      if (process.env['GOLDEN'] === 'write') writeFileSync(path, drawn);
      assert.equal(drawn, existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '');
    });
  }

  it('are shown of every rule', () => {
    const all = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('');
    assert.deepEqual(
      rules.filter(({ code }) => !all.includes(` ${code}: `)).map(({ code }) => code),
      [],
    );
  });

  it('come of nothing but these files', () =>
    assert.deepEqual(
      readdirSync(folder).sort(),
      Object.keys(files)
        .map((name) => `${name}.txt`)
        .sort(),
    ));
});
