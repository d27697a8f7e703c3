import assert from 'node:assert/strict';
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  CertificatePolicyExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
} from '@peculiar/x509';
import { readPemDocument } from '../../../../src/core/document/document';
import type { FindingCode, FindingOptions } from '../../../../src/core/findings/findings';
import { findFindings, findingSentence, rules } from '../../../../src/core/findings/findings';
import type { ForeignValue, HostConflict, ValueFault } from '../../../../src/core/findings/manifestRules';
import type { CoverageLoss, FileBytes } from '../../../../src/core/findings/ruleContext';
import { limits } from '../../../../src/core/limits';
import { toPem } from '../../../../src/core/pem/scan';
import type { Cooperative } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import type { CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { certificate, explicit, implicit, oid, sequence } from '../../../fixtures/der';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { makeRequest } from '../../../fixtures/requests';
import type { FormCase } from './formCases';
import { formCases } from './formCases';

const now = Date.UTC(2026, 10, 23);

/** Returns a result after a rest, like work in steps. */
function* rested<T>(result: T): Cooperative<T> {
  yield;
  return result;
}

const begin = '-----BEGIN CERTIFICATE-----';
const beginKey = '-----BEGIN PRIVATE KEY-----';
const end = '-----END CERTIFICATE-----';

type Name =
  | 'root'
  | 'intermediate'
  | 'stranger'
  | 'leaf'
  | 'other'
  | 'rsa'
  | 'expired'
  | 'future'
  | 'expiring'
  | 'noCa'
  | 'underNoCa'
  | 'clientCa'
  | 'underClientCa'
  | 'codeSigning'
  | 'anyPurpose'
  | 'anyAndServer'
  | 'dev'
  | 'publicLeaf'
  | 'nameless'
  | 'onlyCommonName'
  | 'onlyAddress'
  | 'client'
  | 'clientWithoutNames'
  | 'underscore'
  | 'wildcard'
  | 'bareStar'
  | 'tldWildcard'
  | 'partWildcard'
  | 'middleWildcard'
  | 'twoWildcards'
  | 'clientOfPerson'
  | 'unstated'
  | 'noSignature'
  | 'noKeyUsage'
  | 'rsa1024'
  | 'serial20'
  | 'serial20High'
  | 'serial21'
  | 'rsaRoot'
  | 'respelled'
  | 'selfSignedServer'
  | 'signed'
  | 'otherKeyId'
  | 'otherKeyIssuer'
  | 'constrained'
  | 'permitted'
  | 'notPermitted'
  | 'excluded'
  | 'notApplicable';

describe('Rules', () => {
  const requests: Record<string, string> = {};
  const made: Partial<Record<Name, MadeCertificate>> = {};
  before(async () => {
    const { root, intermediate } = await makeAuthority(now, 'Rules');
    const stranger = (await makeAuthority(now, 'Others')).root;
    const end = (name: string, options: Partial<CertificateOptions> = {}) =>
      makeCertificate({ now, commonName: name, dns: [`${name}.example.com`], issuer: intermediate, ...options });
    const rsaRoot = await makeCertificate({ now, commonName: 'RSA root', key: 'RSA 2048', isCa: true });
    const subtree = (name: string) => sequence(implicit(2, Buffer.from(name)));
    const constraints = sequence(
      explicit(0, subtree('shop.example.com')),
      explicit(1, subtree('admin.shop.example.com')),
    );
    const constrained = await end('Constrained', {
      isCa: true,
      dns: [],
      extensions: [new Extension('2.5.29.30', true, new Uint8Array(constraints))],
    });
    const clientCa = await makeCertificate({ now, commonName: 'client-ca', isCa: true, purpose: 'client' });
    const noCa = await end('no-ca', { issuer: root, keyUsage: null });
    Object.assign(made, {
      root,
      intermediate,
      stranger,
      respelled: await end('respelled', {
        issuer: {
          ...intermediate,
          subject: [
            { C: ['DE'] },
            { O: ['#130b52554c4553205472757374'] },
            { CN: ['#131352756c6573202049737375696e672043412031'] },
          ],
        },
      }),
      selfSignedServer: await makeCertificate({
        now,
        commonName: 'self.example.com',
        isCa: true,
        keyUsage: null,
      }),
      noCa,
      clientCa,
      underClientCa: await end('under', { issuer: clientCa }),
      leaf: await end('leaf'),
      other: await end('other'),
      rsa: await end('rsa', { key: 'RSA 2048' }),
      rsaRoot,
      signed: await end('signed', { issuer: rsaRoot }),
      rsa1024: await end('short', { key: 'RSA 1024' }),
      expired: await end('expired', { toDays: -1 }),
      future: await end('future', { fromDays: 2 }),
      expiring: await end('expiring', { toDays: 12 }),
      underNoCa: await end('under', { issuer: noCa }),
      codeSigning: await end('code', { purpose: 'neither' }),
      anyPurpose: await end('any', { purpose: 'any' }),
      anyAndServer: await end('any and server', {
        purpose: 'unstated',
        extensions: [new ExtendedKeyUsageExtension(['2.5.29.37.0', '1.3.6.1.5.5.7.3.1'])],
      }),
      dev: await makeCertificate({ now, commonName: 'dev', isCa: true }),
      publicLeaf: await end('public', { extensions: [new CertificatePolicyExtension(['2.23.140.1.2.1'])] }),
      nameless: await end('Name Less', { dns: [] }),
      onlyCommonName: await end('www.example.com', { dns: [], emails: ['me@example.com'] }),
      onlyAddress: await end('192.0.2.1', { dns: [], ips: ['192.0.2.1'] }),
      client: await end('client', { purpose: 'client' }),
      clientWithoutNames: await end('Client', { purpose: 'client', dns: [] }),
      underscore: await end('x', { dns: ['ok.example.com', 'my_host.example.com'] }),
      wildcard: await end('x', { dns: ['*.example.com'] }),
      bareStar: await end('x', { dns: ['*'] }),
      tldWildcard: await end('x', { dns: ['*.com'] }),
      partWildcard: await end('x', { dns: ['w*.example.com'] }),
      middleWildcard: await end('x', { dns: ['www.*.example.com'] }),
      twoWildcards: await end('x', { dns: ['*.*.example.com'] }),
      clientOfPerson: await end('x', { purpose: 'client', dns: [], emails: ['me@example.com'] }),
      unstated: await end('unstated', { purpose: 'unstated' }),
      noSignature: await end('no-signature', { keyUsage: KeyUsageFlags.keyAgreement }),
      noKeyUsage: await end('no-usage', { keyUsage: null }),
      serial20: await end('x', { serial: `4${'0'.repeat(39)}` }),
      serial20High: await end('x', { serial: `00${'ff'.repeat(20)}` }),
      otherKeyId: await end('odd', {
        hasNoKeyIds: true,
        extensions: [new AuthorityKeyIdentifierExtension('ab'.repeat(20))],
      }),
      otherKeyIssuer: await end('odder', {
        hasNoKeyIds: true,
        extensions: [new Extension('2.5.29.35', false, new Uint8Array(sequence(implicit(2, Buffer.from([0x7f])))))],
      }),
      constrained,
      permitted: await end('in.shop', { issuer: constrained }),
      notPermitted: await end('x', { issuer: constrained, dns: ['in.shop.example.com', 'elsewhere.example.net'] }),
      excluded: await end('x', { issuer: constrained, dns: ['admin.shop.example.com'] }),
      notApplicable: await end('x', { issuer: constrained, dns: ['in.shop.example.com'], uris: ['urn:x'] }),
      serial21: await end('x', { serial: `4${'0'.repeat(41)}` }),
    } satisfies Record<Name, MadeCertificate>);
    const request = (of: Name, ...dns: readonly string[]) => makeRequest({ commonName: of, dns, keys: get(of).keys });
    Object.assign(requests, {
      'other.csr': await request('other', 'other.example.com'),
      'more.csr': await request('other', 'other.example.com', 'shop.example.com'),
      'less.csr': await request('other', 'shop.example.com'),
      'rsa.csr': await makeRequest({ commonName: 'elsewhere' }),
    });
  });
  const get = (name: Name): MadeCertificate => made[name] ?? assert.fail(name);
  const pem = (...names: readonly Name[]): string => names.map((name) => get(name).pem).join('');
  const key = (name: Name): string => get(name).keyPem;

  /** The certificate with some of its bytes exchanged, wherever they are. Its signature is not right then. */
  const patched = (name: Name, from: string, to: string): string => {
    const hex = Buffer.from(get(name).der).toString('hex');
    assert.ok(hex.includes(from));
    return toPem('CERTIFICATE', Buffer.from(hex.replaceAll(from, to), 'hex'));
  };
  const sha256Rsa = '2a864886f70d01010b';
  const rewrapped = (name: Name, width: number): string => {
    const body = get(name).pem.split('\n').slice(1, -2).join('');
    return [begin, ...(body.match(new RegExp(`.{1,${width}}`, 'g')) ?? []), end, ''].join('\n');
  };
  const withLine = (name: Name, index: number, line: string): string =>
    get(name).pem.split('\n').toSpliced(index, 0, line).join('\n');
  const block = (body: string, label = 'CERTIFICATE'): string =>
    `-----BEGIN ${label}-----\n${body}-----END ${label}-----\n`;
  const headers = 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00000000000000000000000000000000\n';
  const base64 = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2';

  /** Returns the findings of a code: the text that each of them is on. */
  const found = (code: FindingCode, text: string, hosts: readonly string[] = []): readonly string[] =>
    findFindings(readPemDocument(text), { now, warningDays: null, hosts })
      .filter((finding) => finding.code === code)
      .map(({ span }) => text.slice(span.start, span.end));

  /** `on`: the exact text that the finding is on; nothing where the rule must not fire. */
  const cases: readonly FormCase[] = [
    ['missingEnd', 'END is not there', () => pem('leaf').replace(`${end}\n`, ''), begin],
    ['missingEnd', 'END is there', () => pem('leaf')],
    [
      'mismatchedEnd',
      'END of another label',
      () => pem('leaf').replace('END CERTIFICATE', 'END X509 CRL'),
      '-----END X509 CRL-----',
    ],
    ['mismatchedEnd', 'END of the same', () => pem('leaf')],
    ['strayEnd', 'two ENDs', () => `${pem('leaf')}${end}\n`, end],
    ['strayEnd', 'one END', () => pem('leaf')],
    ['misspeltBoundary', 'four dashes', () => pem('leaf').replace('-----END', '----END'), '----END CERTIFICATE-----'],
    ['misspeltBoundary', 'a rule of dashes', () => `----------\n${pem('leaf')}`],
    ['missingLineBreak', 'END and BEGIN on one line', () => pem('leaf').trimEnd() + pem('other'), end],
    ['missingLineBreak', 'no line break at the end of the text', () => pem('leaf').trimEnd()],
    ['textBesideBoundary', 'a word before BEGIN', () => `cert: ${pem('leaf')}`, 'cert:'],
    ['textBesideBoundary', 'an indent', () => `  ${pem('leaf')}`],
    [
      'escapedLineBreaks',
      'as JSON has them',
      () => '-----BEGIN CERTIFICATE-----\\nMAA=\\n-----END CERTIFICATE-----',
      '-----BEGIN CERTIFICATE-----\\nMAA=\\n-----END CERTIFICATE-----',
    ],
    ['escapedLineBreaks', 'Windows line ends', () => pem('leaf').replaceAll('\n', '\r\n')],
    ['badCharacter', 'an exclamation mark', () => block('MA!A\n'), '!'],
    ['badCharacter', 'the whole alphabet', () => block(`${base64}\n`)],
    ['dataAfterPadding', 'two texts in one', () => block('MAA=TAA=\n'), 'T'],
    ['dataAfterPadding', 'padding at the end', () => block('MAA=\n')],
    ['incompleteBase64', 'no padding', () => block('MAA\n'), 'A'],
    ['incompleteBase64', 'with padding', () => block('MAA=\n')],
    ['emptyBody', 'nothing', () => block(''), ''],
    ['emptyBody', 'something', () => block('MAA=\n')],
    ['blankLine', 'in the middle', () => withLine('leaf', 3, ''), '\n'],
    ['blankLine', 'between blocks', () => `${pem('leaf')}\n${pem('other')}`],
    ['missingBlankLine', 'behind the headers', () => block(`${headers}${base64}\n`, 'RSA PRIVATE KEY'), base64],
    ['missingBlankLine', 'headers as they should be', () => block(`${headers}\n${base64}\n`, 'RSA PRIVATE KEY')],
    [
      'tooLarge',
      'more than the limit',
      () => block(`${'A'.repeat(limits.objectBytes * 2)}\n`),
      `${'A'.repeat(limits.objectBytes * 2)}\n`,
    ],
    ['tooLarge', 'less than it', () => block(`${'AAAA'.repeat(1000)}\n`)],

    ['lineWidth', 'one long line', () => rewrapped('leaf', 10_000), '*line'],
    ['lineWidth', '76 columns', () => rewrapped('leaf', 76), '*line'],
    ['lineWidth', 'a short line in the middle', () => block('MAAA\nMAA=\n'), 'MAAA'],
    ['lineWidth', '64 columns', () => rewrapped('leaf', 64)],
    ['lineWidth', '64 columns, indented, CRLF', () => pem('leaf').replaceAll('\n', '\r\n  ')],
    ['lineWidth', 'long headers', () => block(`${headers}X-Long: ${'x'.repeat(80)}\n\n${base64}\n`, 'RSA PRIVATE KEY')],
    ['contentOutside', 'words behind the last block', () => `${pem('leaf')}\nthe end\n`, 'the end'],
    ['contentOutside', 'base64 that lost its block', () => `${base64}\n${pem('leaf')}`, base64],
    ['contentOutside', 'a comment behind the last block', () => `${pem('leaf')}\n# the end\n`],
    ['contentOutside', 'an introduction', () => `subject=CN = leaf\n${'ab'.repeat(32)}\n==========\n${pem('leaf')}`],
    ['contentOutside', 'no block at all', () => 'just text\n'],
    ['contentOutside', 'the rest of a JSON string', () => `"${pem('leaf').replaceAll('\n', '\\n')}",\n}`],
    ['bareCarriageReturns', 'no line feed', () => pem('leaf').replaceAll('\n', '\r'), '\r'],
    ['bareCarriageReturns', 'both', () => pem('leaf').replaceAll('\n', '\r\n')],
    ['unreadableCertificate', 'no certificate', () => block('MAA=\n'), begin],
    ['unreadableCertificate', 'a certificate', () => pem('leaf')],
    ['notAllRead', 'too many blocks', () => block('MAA=\n').repeat(limits.blocks + 1), begin],
    ['notAllRead', 'one block', () => pem('leaf')],

    ['unreadableKey', 'no key', () => block('MAA=\n', 'PRIVATE KEY'), beginKey],
    ['unreadableKey', 'a key', () => key('leaf')],
    ['keyLabelMismatch', 'SEC1 as PKCS#8', () => keyPemAs(get('leaf').keys, 'sec1').replaceAll('EC ', ''), beginKey],
    ['keyLabelMismatch', 'SEC1 as SEC1', () => keyPemAs(get('leaf').keys, 'sec1')],
    [
      'encryptedKey',
      'PKCS#8',
      () => keyPemAs(get('leaf').keys, 'encryptedPkcs8'),
      '-----BEGIN ENCRYPTED PRIVATE KEY-----',
    ],
    ['encryptedKey', 'RFC 1421', () => keyPemAs(get('rsa').keys, 'legacyEncrypted'), '-----BEGIN RSA PRIVATE KEY-----'],
    ['encryptedKey', 'a plain one', () => key('leaf')],
    ['keyDoesNotMatch', 'of another', () => pem('leaf') + key('other'), beginKey],
    ['keyDoesNotMatch', 'of another kind', () => pem('leaf') + key('rsa'), beginKey],
    ['keyDoesNotMatch', 'its own', () => pem('leaf') + key('leaf')],
    ['keyDoesNotMatch', 'a key alone', () => key('leaf')],

    ['expired', 'since yesterday', () => pem('expired'), begin],
    ['expired', 'not yet', () => pem('expiring')],
    ['notYetValid', 'from the day after tomorrow', () => pem('future'), begin],
    ['notYetValid', 'already', () => pem('leaf')],
    ['expiring', 'in 12 days', () => pem('expiring'), begin],
    ['expiring', 'in 60 days', () => pem('leaf')],

    ['chainOutOfOrder', 'issuer first', () => pem('intermediate', 'leaf'), begin],
    ['chainOutOfOrder', 'leaf first', () => pem('leaf', 'intermediate')],
    ['chainOutOfOrder', 'a bundle of CAs', () => pem('root', 'intermediate', 'stranger')],
    ['chainGap', 'only the root', () => pem('leaf', 'root'), begin],
    ['chainGap', 'of a public CA, alone', () => pem('publicLeaf'), begin],
    ['chainGap', 'of a public CA, with its issuer', () => pem('publicLeaf', 'intermediate')],
    ['chainGap', 'of a private CA, alone', () => pem('leaf')],
    ['chainGap', 'several leaves', () => pem('publicLeaf', 'leaf')],
    ['strangerInChain', 'a CA of others', () => pem('leaf', 'intermediate', 'stranger'), begin],
    ['strangerInChain', 'another leaf beside the key of the first', () => pem('leaf', 'other') + key('leaf'), begin],
    ['strangerInChain', 'two leaves with their keys', () => pem('leaf', 'other') + key('leaf') + key('other')],
    ['strangerInChain', 'a collection', () => pem('leaf', 'other', 'rsa')],
    ['strangerInChain', 'a bundle of CAs', () => pem('intermediate', 'stranger')],
    ['rootIncluded', 'at the end', () => pem('leaf', 'intermediate', 'root'), begin],
    ['rootIncluded', 'not there', () => pem('leaf', 'intermediate')],
    ['rootIncluded', 'a bundle of CAs', () => pem('intermediate', 'root')],
    ['rootIncluded', 'a self-signed certificate alone', () => pem('dev') + key('dev')],
    ['issuerMayNotSign', 'no CA', () => pem('underNoCa', 'noCa'), begin],
    ['issuerMayNotSign', 'a CA for clients', () => pem('underClientCa', 'clientCa'), begin],
    ['issuerMayNotSign', 'a CA for clients that stands alone', () => pem('clientCa')],
    ['issuerMayNotSign', 'a CA', () => pem('leaf', 'intermediate')],
    ['issuerNameSpelling', 'other string types', () => pem('respelled', 'intermediate'), begin],
    ['issuerNameSpelling', 'the same bytes', () => pem('leaf', 'intermediate')],
    ['caAsLeaf', 'a self-signed server without its key', () => pem('selfSignedServer'), begin],
    ['caAsLeaf', 'a CA that is no server', () => pem('root')],
    ['namesOnlyInCommonName', 'self-signed and marked as a CA', () => pem('selfSignedServer'), begin],
    ['duplicateCertificate', 'twice', () => pem('leaf', 'leaf'), begin],
    ['duplicateCertificate', 'three times', () => pem('leaf', 'leaf', 'leaf'), begin, begin],
    ['duplicateCertificate', 'once', () => pem('leaf', 'intermediate')],
    ['caAsLeaf', 'with its key', () => pem('dev') + key('dev'), begin],
    ['caAsLeaf', 'without', () => pem('dev')],

    ['noServerName', 'no name at all', () => pem('nameless'), begin],
    ['noServerName', 'an address', () => pem('onlyAddress')],
    ['noServerName', 'a client', () => pem('clientWithoutNames')],
    ['noServerName', 'a CA', () => pem('root')],
    ['noServerName', 'a name in the Common Name', () => pem('onlyCommonName')],
    ['namesOnlyInCommonName', 'an e-mail address beside it', () => pem('onlyCommonName'), begin],
    ['namesOnlyInCommonName', 'no host in it', () => pem('nameless')],
    ['namesOnlyInCommonName', 'in both', () => pem('leaf')],
    ['underscoreInName', 'my_host', () => pem('underscore'), begin],
    ['underscoreInName', 'none', () => pem('leaf')],
    ['uselessWildcard', 'a star alone', () => pem('bareStar'), begin],
    ['uselessWildcard', 'one label behind', () => pem('tldWildcard'), begin],
    ['uselessWildcard', 'part of a label', () => pem('partWildcard'), begin],
    ['uselessWildcard', 'a label in the middle', () => pem('middleWildcard'), begin],
    ['uselessWildcard', 'two of them', () => pem('twoWildcards'), begin],
    ['uselessWildcard', 'two labels behind', () => pem('wildcard')],

    ['purposeFitsNoType', 'code signing', () => pem('codeSigning'), begin],
    ['purposeFitsNoType', 'any purpose alone', () => pem('anyPurpose'), begin],
    ['purposeFitsNoType', 'any purpose beside a server', () => pem('anyAndServer')],
    ['purposeFitsNoType', 'a server', () => pem('leaf')],
    ['purposeUnstated', 'no extension', () => pem('unstated'), begin],
    ['purposeUnstated', 'a server', () => pem('leaf')],
    ['purposeUnstated', 'a CA', () => pem('dev') + key('dev')],
    ['serverPurposeMissing', 'a client with host names', () => pem('client'), begin],
    ['serverPurposeMissing', 'a client without', () => pem('clientWithoutNames')],
    ['serverPurposeMissing', 'a client with the address of a person', () => pem('clientOfPerson')],
    ['serverPurposeMissing', 'a server', () => pem('leaf')],
    ['keyUsageForbidsTls', 'key agreement only', () => pem('noSignature'), begin],
    ['keyUsageForbidsTls', 'no key usage', () => pem('noKeyUsage')],
    ['keyUsageForbidsTls', 'digital signature', () => pem('leaf')],

    [
      'weakSignature',
      'SHA-1 of a root, which nobody checks',
      () => patched('rsaRoot', sha256Rsa, '2a864886f70d010105'),
    ],
    ['weakKey', 'RSA 1024', () => pem('rsa1024'), begin],
    ['weakKey', 'EC P-192', () => patched('leaf', '2a8648ce3d030107', '2a8648ce3d030101'), begin],
    ['weakKey', 'RSA 2048', () => pem('rsa')],
    ['weakKey', 'EC P-256', () => pem('leaf')],
    ['negativeSerial', 'its first bit set', () => patched('serial20', '021440', '0214c0'), begin],
    ['negativeSerial', 'positive', () => pem('serial20')],
    ['longSerial', '21 bytes', () => pem('serial21'), begin],
    ['longSerial', '20 bytes and the zero before', () => pem('serial20High'), begin],
    ['longSerial', '20 bytes', () => pem('serial20')],

    ['issuerKeyIdDiffers', 'another identifier', () => pem('otherKeyId', 'intermediate'), begin],
    ['issuerKeyIdDiffers', 'another serial number of the issuer', () => pem('otherKeyIssuer', 'intermediate'), begin],
    ['issuerKeyIdDiffers', 'the second of two leaves', () => pem('leaf', 'otherKeyId', 'intermediate'), begin],
    ['issuerKeyIdDiffers', 'the same', () => pem('leaf', 'intermediate')],
    ['issuerKeyIdDiffers', 'the issuer is not there', () => pem('otherKeyId', 'stranger')],
    ['nameConstraintsViolated', 'outside of what is permitted', () => pem('notPermitted', 'constrained'), begin],
    ['nameConstraintsViolated', 'excluded', () => pem('excluded', 'constrained'), begin],
    ['nameConstraintsViolated', 'the second of two leaves', () => pem('leaf', 'excluded', 'constrained'), begin],
    ['nameConstraintsViolated', 'permitted', () => pem('permitted', 'constrained')],
    ['nameConstraintsViolated', 'a form that nothing is said of', () => pem('notApplicable', 'constrained')],
    ['nameConstraintsViolated', 'the CA is not there', () => pem('excluded', 'root')],
    ...formCases,
  ];
  for (const [code, name, text, ...on] of cases) {
    it(`${code}: ${name}: ${on.length === 0 ? 'fine' : 'found'}`, () => {
      const given = text();
      const wanted = on.map((each) => (each === '*line' ? (given.split('\n')[1] ?? '') : each));
      assert.deepEqual(found(code, given), wanted);
    });
  }

  const signatures: readonly [name: string, oid: string, isWeak: boolean][] = [
    ['SHA-1', '2a864886f70d010105', true],
    ['MD5', '2a864886f70d010104', true],
    ['MD2', '2a864886f70d010102', true],
    ['SHA-224', '2a864886f70d01010e', false],
    ['SHA-256', sha256Rsa, false],
    ['SHA-384', '2a864886f70d01010c', false],
  ];
  for (const [name, oid, isWeak] of signatures) {
    it(`weakSignature: ${name}: ${isWeak ? 'found' : 'fine'}`, () => {
      assert.deepEqual(found('weakSignature', patched('signed', sha256Rsa, oid)), isWeak ? [begin] : []);
    });
  }

  for (const [name, hash, isWeak] of [
    ['SHA-1', '1.3.14.3.2.26', true],
    ['SHA-256', '2.16.840.1.101.3.4.2.1', false],
  ] as const)
    it(`weakSignature: RSASSA-PSS with ${name}: ${isWeak ? 'found' : 'fine'}`, () => {
      const algorithm = sequence(oid('1.2.840.113549.1.1.10'), sequence(explicit(0, sequence(oid(hash)))));
      const text = toPem('CERTIFICATE', certificate({ algorithm }));
      assert.deepEqual(found('weakSignature', text), isWeak ? [begin] : []);
    });

  const tracked: readonly [name: string, text: () => string, isTracked: boolean, ...on: string[]][] = [
    ['a key that git has', () => pem('leaf') + key('leaf'), true, beginKey],
    ['a key that git has not', () => key('leaf'), false],
    ['a key behind a password', () => keyPemAs(get('leaf').keys, 'encryptedPkcs8'), true],
    ['a certificate', () => pem('leaf'), true],
  ];
  for (const [name, text, isTracked, ...on] of tracked) {
    it(`keyTrackedByGit: ${name}: ${on.length === 0 ? 'fine' : 'found'}`, () => {
      const given = text();
      const findings = findFindings(readPemDocument(given), { now, warningDays: null, isTracked });
      assert.deepEqual(
        findings.filter(({ code }) => code === 'keyTrackedByGit').map(({ span }) => given.slice(span.start, span.end)),
        on,
      );
    });
  }

  /** Cases that depend on the file and not on its text. */
  const bytesCases: readonly [code: FindingCode, name: string, bytes: FileBytes, ...on: string[]][] = [
    ['wideEncoding', 'UTF-16 LE', { encoding: 'utf16le' }, begin],
    ['wideEncoding', 'UTF-16 BE', { encoding: 'utf16be' }, begin],
    ['wideEncoding', 'UTF-8', { encoding: 'utf8' }],
    ['wideEncoding', 'UTF-8 with a mark', { encoding: 'utf8bom' }],
    ['byteOrderMark', 'UTF-8 with a mark', { encoding: 'utf8bom' }, begin],
    ['byteOrderMark', 'UTF-8', { encoding: 'utf8' }],
    ['byteOrderMark', 'UTF-16 LE', { encoding: 'utf16le' }],
    ['derNamedPem', 'DER', { isDerNamedPem: true }, begin],
    ['derNamedPem', 'PEM', {}],
    ['bareCarriageReturns', 'only in the file', { hasBareCarriageReturns: true }, begin],
    ['bareCarriageReturns', 'not in the file', { hasBareCarriageReturns: false }],
  ];
  const ofBytes = ['wideEncoding', 'byteOrderMark', 'derNamedPem'] as const;
  for (const [code, name, bytes, ...on] of bytesCases) {
    it(`${code}: ${name}: ${on.length === 0 ? 'fine' : 'found'}`, () => {
      const given = pem('leaf', 'intermediate');
      const findings = findFindings(readPemDocument(given), { now, warningDays: null, bytes });
      assert.deepEqual(
        findings.filter((finding) => finding.code === code).map(({ span }) => given.slice(span.start, span.end)),
        on,
      );
    });
  }

  it('blankLine: shown by the editor alone: an information, unless the settings say otherwise', () => {
    const document = readPemDocument(pem('leaf').replaceAll('\n', '\n\n'));
    const severitiesOf = (options: Partial<FindingOptions>) =>
      findFindings(document, { now, warningDays: null, ...options })
        .filter(({ code }) => code === 'blankLine')
        .map(({ severity }) => severity);
    assert.deepEqual(severitiesOf({}), ['error']);
    assert.deepEqual(severitiesOf({ bytes: { hasDoubledReturns: true } }), ['info']);
    const severities = new Map([['blankLine', 'warning']] as const);
    assert.deepEqual(severitiesOf({ bytes: { hasDoubledReturns: true }, severities }), ['warning']);
  });

  /** A file in front and those beside it, by name; `leaf.key` is the key of `leaf`. */
  const pairs: readonly [name: string, front: string, beside: Readonly<Record<string, string>>, ...on: string[]][] = [
    ['a key beside another certificate', 'other.key', { 'tls.crt': 'leaf intermediate' }, beginKey],
    ['a certificate beside another key', 'leaf intermediate', { 'tls.key': 'other.key' }, begin],
    ['a key of another kind', 'leaf', { 'tls.key': 'rsa.key' }, begin],
    ['two keys of nobody', 'other.key rsa.key', { 'tls.crt': 'leaf' }, beginKey, beginKey],
    ['a self-signed CA that stands alone, as tools for developers make them', 'dev', { 'dev.key': 'leaf.key' }, begin],
    ['its own key', 'leaf intermediate', { 'tls.key': 'leaf.key' }],
    ['its own certificate', 'leaf.key', { 'tls.crt': 'leaf intermediate' }],
    ['no file beside', 'leaf.key', {}],
    ['an old and a new certificate, one of them its own', 'leaf.key', { 'tls.crt': 'other', 'tls.pem': 'leaf' }],
    ['several certificates, none of them its own', 'leaf.key', { 'tls.crt': 'other', 'tls.pem': 'rsa' }, beginKey],
    [
      'a key of something else beside a certificate and its own key',
      'other.key',
      { 'cert.pem': 'leaf intermediate', 'key.pem': 'leaf.key' },
    ],
    [
      'a key beside a certificate and a key that may be its own',
      'other.key',
      { 'cert.pem': 'leaf', 'key.pem': 'locked' },
    ],
    [
      'a key beside a certificate and another wrong key',
      'other.key',
      { 'cert.pem': 'leaf', 'key.pem': 'rsa.key' },
      beginKey,
    ],
    [
      'a root to be trusted beside a certificate and its key',
      'root',
      { 'key.pem': 'leaf.key', 'cert.pem': 'leaf intermediate' },
    ],
    [
      'a self-signed CA beside a wrong key and another certificate',
      'dev',
      { 'key.pem': 'other.key', 'cert.pem': 'leaf' },
      begin,
    ],
    [
      'a renewed certificate beside the old one and its key',
      'leaf',
      { 'key.pem': 'other.key', 'cert.pem': 'other' },
      begin,
    ],
    ['a bundle with its key beside the wrong key', 'leaf', { 'tls.key': 'other.key', 'tls.pem': 'leaf leaf.key' }],
    ['a bundle of others alone', 'leaf.key', { 'tls.pem': 'other other.key' }],
    ['a bundle in front', 'leaf leaf.key', { 'tls.key': 'other.key' }],
    ['intermediates alone', 'leaf.key', { 'tls.pem': 'intermediate' }],
    ['intermediates in front', 'intermediate', { 'tls.key': 'leaf.key' }],
    ['a bundle of CAs in front', 'root intermediate', { 'tls.key': 'leaf.key' }],
    ['a key behind a password', 'leaf', { 'tls.key': 'locked' }],
    ['a key behind a password among others', 'leaf', { 'tls.key': 'other.key', 'tls.pem': 'locked' }],
    ['a certificate that cannot be read', 'leaf.key', { 'tls.crt': 'other broken' }],
    [
      'a new key with its request beside the old certificate',
      'other.key',
      { 'tls.crt': 'leaf', 'tls.csr': 'other.csr' },
    ],
    [
      'an old certificate beside a new key with its request',
      'leaf',
      { 'tls.key': 'other.key', 'tls.csr': 'other.csr' },
    ],
    ['a request for another key', 'other.key', { 'tls.crt': 'leaf', 'tls.csr': 'rsa.csr' }, beginKey],
  ];
  const textOf = (parts: string): string =>
    parts
      .split(' ')
      .map((part) => {
        if (part === 'locked') return keyPemAs(get('other').keys, 'encryptedPkcs8');
        if (part === 'broken') return block('MAA=\n');
        if (part.endsWith('.csr')) return requests[part] ?? assert.fail(part);
        return part.endsWith('.key') ? key(part.slice(0, -4) as Name) : pem(part as Name);
      })
      .join('');
  const mismatches = (front: string, files: Readonly<Record<string, string>>) => {
    const siblings = Object.entries(files).map(([name, parts]) => ({
      id: `file:///${name}`,
      name,
      document: readPemDocument(textOf(parts)),
    }));
    return findFindings(readPemDocument(textOf(front)), { now, warningDays: null, siblings }).filter(
      ({ code }) => code === 'keyDoesNotMatch',
    );
  };
  const saidOf = (code: FindingCode, front: string, files: Readonly<Record<string, string>>) => {
    const siblings = Object.entries(files).map(([name, parts]) => ({
      id: `file:///${name}`,
      name,
      document: readPemDocument(textOf(parts)),
    }));
    return findFindings(readPemDocument(textOf(front)), { now, warningDays: null, siblings })
      .filter((finding) => finding.code === code)
      .map((finding) => findingSentence(finding, english));
  };
  /** A request beside what belongs to it: what is said, by its first words. */
  const requestCases: readonly [
    code: FindingCode,
    name: string,
    front: string,
    beside: Readonly<Record<string, string>>,
    ...said: RegExp[],
  ][] = [
    [
      'renewalUnderWay',
      'the key in front',
      'other.key',
      { 'a.crt': 'leaf', 'a.csr': 'other.csr' },
      /^This private key is/,
    ],
    [
      'renewalUnderWay',
      'the old one in front',
      'leaf',
      { 'a.key': 'other.key', 'a.csr': 'other.csr' },
      /^A new private/,
    ],
    ['renewalUnderWay', 'all in one file', 'other.key other.csr leaf', {}, /^This private key is/],
    ['renewalUnderWay', 'the certificate is there', 'other.key', { 'a.crt': 'other', 'a.csr': 'other.csr' }],
    ['renewalUnderWay', 'no certificate', 'other.key', { 'a.csr': 'other.csr' }],
    ['keyDoesNotMatch', 'a request for another key', 'leaf.key other.csr', {}, /the certificate request beside it\.$/],
    ['keyDoesNotMatch', 'a request in another file', 'leaf.key', { 'a.csr': 'other.csr' }, /request beside it\.$/],
    ['keyDoesNotMatch', 'in front of its key', 'other.csr', { 'a.key': 'leaf.key' }],
    ['keyDoesNotMatch', 'a request for one of two keys', 'leaf.key other.key other.csr', {}],
    ['keyDoesNotMatch', 'a request beside a pair', 'leaf leaf.key other.csr', {}],
    ['requestNamesDiffer', 'one name more', 'other', { 'a.csr': 'more.csr' }, /asks for shop\.example\.com, which/],
    ['requestNamesDiffer', 'from the request', 'more.csr', { 'a.crt': 'other' }, /asks for shop\.example\.com, which/],
    [
      'requestNamesDiffer',
      'a name less',
      'other',
      { 'a.csr': 'less.csr' },
      /asks for shop/,
      /not ask for other\.example/,
    ],
    ['requestNamesDiffer', 'the same names', 'other', { 'a.csr': 'other.csr' }],
    ['requestNamesDiffer', 'a request for another key', 'leaf', { 'a.csr': 'more.csr' }],
    [
      'requestNamesDiffer',
      'a renewal under way',
      'leaf',
      { 'a.key': 'other.key', 'a.csr': 'more.csr' },
      /^The request for the renewal of .* asks for /,
      /^The request for the renewal of .* does not ask for /,
    ],
    ['requestNamesDiffer', 'a request beside another pair', 'leaf', { 'a.key': 'leaf.key', 'a.csr': 'more.csr' }],
  ];
  for (const [code, name, front, files, ...said] of requestCases)
    it(`${code}: ${name}: ${said.length === 0 ? 'fine' : 'found'}`, () => {
      const sentences = saidOf(code, front, files);
      assert.equal(sentences.length, said.length, sentences.join());
      for (const [index, pattern] of said.entries()) assert.match(sentences[index] ?? '', pattern);
    });

  for (const [name, front, files, ...on] of pairs) {
    it(`keyDoesNotMatch: another file: ${name}: ${on.length === 0 ? 'fine' : 'found'}`, () => {
      const given = textOf(front);
      assert.deepEqual(
        mismatches(front, files).map(({ span }) => given.slice(span.start, span.end)),
        on,
      );
    });
  }

  it('keyDoesNotMatch names the other file and points into it', () => {
    const [ofKey] = mismatches('other.key', { 'tls.crt': 'intermediate leaf' });
    const [ofCertificate] = mismatches('leaf', { 'tls\u202E.key': 'other.key' });
    assert(ofKey && ofCertificate);
    assert.equal(
      findingSentence(ofKey, english),
      'This private key (EC P-256) does not belong to the certificate in tls.crt.',
    );
    assert.equal(
      findingSentence(ofCertificate, english),
      'The private key (EC P-256) in tls\\u{202E}.key does not belong to leaf.example.com.',
    );
    const start = pem('intermediate').length;
    assert.deepEqual(ofKey.related, [
      {
        span: { start, end: start + begin.length },
        file: 'file:///tls.crt',
        sentence: 'The certificate has a different key.',
      },
    ]);
    assert.deepEqual(ofCertificate.related, [
      { span: { start: 0, end: beginKey.length }, file: 'file:///tls\u202E.key', sentence: 'This is the private key.' },
    ]);
  });

  it('keyDoesNotMatch can be switched off by a comment in front', () => {
    const siblings = [{ id: 'x', name: 'tls.crt', document: readPemDocument(pem('leaf')) }];
    const text = `# api7-certificates: ignore keyDoesNotMatch\n${key('other')}`;
    assert.deepEqual(findFindings(readPemDocument(text), { now, warningDays: null, siblings }), []);
  });

  const hosts: readonly [host: string, isFound: boolean][] = [
    ['leaf.example.com', false],
    ['LEAF.example.com.', false],
    ['www.example.com', true],
    ['192.0.2.1', true],
  ];
  for (const [host, isFound] of hosts) {
    it(`hostNotCovered: ${host}: ${isFound ? 'found' : 'fine'}`, async () => {
      const { pem: text } = await makeCertificate({ now, commonName: 'leaf', dns: ['leaf.example.com'] });
      assert.deepEqual(found('hostNotCovered', text, [host]), isFound ? [begin] : []);
    });
  }

  for (const [host, isFound] of hosts)
    it(`hostNotCovered by a manifest: ${host}: ${isFound ? 'found' : 'fine'}`, async () => {
      const { pem: text } = await makeCertificate({ now, commonName: 'leaf', dns: ['leaf.example.com'] });
      const boundHosts = [{ host, by: 'ApisixTls shop' }];
      const sentences = findFindings(readPemDocument(text), { now, warningDays: null, boundHosts })
        .filter(({ code }) => code === 'hostNotCovered')
        .map((finding) => findingSentence(finding, english));
      const sentence = `ApisixTls shop serves leaf.example.com for ${host}, which none of its names covers.`;
      assert.deepEqual(sentences, isFound ? [sentence] : []);
    });

  it('hostBoundTwice: where manifests disagree, and nowhere else', () => {
    const conflict: HostConflict = {
      span: { start: 3, end: 9 },
      host: 'a.example.com',
      secret: 'Secret one',
      other: 'Secret \u202Etwo',
      by: 'Ingress b',
      at: { span: { start: 1, end: 2 }, file: 'file:///b.yaml' },
    };
    const find = (hostConflicts: readonly HostConflict[]) =>
      findFindings(readPemDocument(''), { now, warningDays: null, hostConflicts });
    assert.deepEqual(find([]), []);
    const [finding, ...others] = find([conflict]);
    assert.ok(finding);
    assert.deepEqual(others, []);
    assert.deepEqual([finding.code, finding.span], ['hostBoundTwice', conflict.span]);
    assert.equal(
      findingSentence(finding, english),
      'a.example.com is bound to the certificate of Secret one here, and to another one, of Secret \\u{202E}two, by Ingress b: a gateway serves one of them.',
    );
    assert.deepEqual(finding.related, [{ ...conflict.at, sentence: 'The same host is bound here.' }]);
  });

  it('foreignValue: where another tool has to read a value, in the words for it, and nowhere else', () => {
    const find = (foreignValues: readonly ForeignValue[]) =>
      findFindings(readPemDocument(''), { now, warningDays: null, foreignValues });
    assert.deepEqual(find([]), []);
    const value = { span: { start: 3, end: 9 }, sentence: 'Decrypt it first: {command}', facts: { command: 'x FILE' } };
    const [finding, ...others] = find([value]);
    assert.ok(finding);
    assert.deepEqual(others, []);
    assert.deepEqual([finding.code, finding.severity, finding.span], ['foreignValue', 'hint', value.span]);
    assert.equal(findingSentence(finding, english), 'Decrypt it first: x FILE');
  });

  it('unindentedBlock: where a value of YAML is not below its key', () => {
    const document = readPemDocument('cert: |\n');
    const find = (issues: typeof document.issues) => findFindings({ ...document, issues }, { now, warningDays: null });
    assert.deepEqual(find([]), []);
    const span = { start: 8, end: 9 };
    const [finding, ...others] = find([{ code: 'unindentedBlock', span, facts: { key: 'cert\u202e' } }]);
    assert.ok(finding);
    assert.deepEqual(others, []);
    assert.deepEqual([finding.code, finding.span], ['unindentedBlock', span]);
    assert.match(findingSentence(finding, english), /below “cert\\u\{202E\}”/);
  });

  const valueFaults: readonly (readonly [fault: ValueFault, severity: string, sentence: RegExp])[] = [
    [
      { code: 'gmMisplaced', span: { start: 3, end: 9 }, facts: { name: 'gm.example.com' } },
      'warning',
      /^gm\.example\.com is in the wrong place: /,
    ],
    [
      { code: 'misplacedValue', span: { start: 3, end: 9 } },
      'error',
      /holds a private key where a certificate belongs/,
    ],
    [
      { code: 'hostNotCovered', span: { start: 3, end: 9 }, sentence: '{host}', facts: { host: 'a.example.com' } },
      'warning',
      /^a\.example\.com$/,
    ],
  ];
  for (const [fault, severity, sentence] of valueFaults)
    it(`${fault.code}: where a value of a text has that fault, and nowhere else`, () => {
      const find = (faults: readonly ValueFault[]) =>
        findFindings(readPemDocument(''), { now, warningDays: null, valueFaults: faults });
      assert.deepEqual(find([]), []);
      const [finding, ...others] = find([fault]);
      assert.ok(finding);
      assert.deepEqual(others, []);
      assert.deepEqual([finding.code, finding.severity, finding.span], [fault.code, severity, fault.span]);
      assert.match(findingSentence(finding, english), sentence);
    });

  const losses: readonly [
    what: string,
    isServer: boolean,
    lost: readonly CoverageLoss[],
    sentences: readonly string[],
  ][] = [
    [
      'hosts that a gateway would lose',
      true,
      [{ hosts: 'b.com, c.com', owners: 'application shop', connection: 'prod', id: '44' }],
      [
        'No name of leaf.example.com covers b.com, c.com, in use on prod by application shop; there they are served with the certificate of ID 44 today.',
      ],
    ],
    ['none', true, [], []],
    ['a certificate of a client', false, [{ hosts: 'b.com', owners: 'route r', connection: 'prod', id: '44' }], []],
  ];
  for (const [what, isServer, lost, sentences] of losses) {
    it(`hostNotCovered: ${what}: ${sentences.length > 0 ? 'found' : 'fine'}`, async () => {
      const { pem: text } = await makeCertificate({
        now,
        commonName: 'leaf',
        dns: ['leaf.example.com'],
        purpose: isServer ? 'server' : 'client',
      });
      const findings = findFindings(readPemDocument(text), {
        now,
        warningDays: null,
        coverageLoss: () => rested(lost),
      }).filter(({ code }) => code === 'hostNotCovered');
      assert.deepEqual(
        findings.map((finding) => findingSentence(finding, english)),
        sentences,
      );
      assert.deepEqual(
        findings.map(({ span }) => text.slice(span.start, span.end)),
        sentences.map(() => begin),
      );
    });
  }

  const stapling: readonly [what: string, features: readonly number[], off: boolean, codes: readonly string[]][] = [
    ['staplingOff: an object that does not staple: found', [5], true, ['staplingOff']],
    ['staplingOff: no object, or one that staples: fine', [5], false, ['mustStaple']],
    ['staplingOff: not wanted: fine', [], true, []],
  ];
  for (const [what, features, isOff, codes] of stapling) {
    it(what, async () => {
      const value = Uint8Array.from([0x30, 3 * features.length, ...features.flatMap((each) => [2, 1, each])]);
      const extensions = features.length === 0 ? [] : [new Extension('1.3.6.1.5.5.7.1.24', false, value)];
      const { pem: text } = await makeCertificate({ now, commonName: 'leaf', dns: ['leaf.example.com'], extensions });
      const findings = findFindings(readPemDocument(text), {
        now,
        warningDays: null,
        staplingOff: () => (isOff ? [{ connection: 'prod', id: '44' }] : []),
      }).filter(({ code }) => /stapl/i.test(code));
      assert.deepEqual(
        findings.map(({ code, span }) => [code, text.slice(span.start, span.end)]),
        codes.map((code) => [code, begin]),
      );
      if (isOff && codes.length > 0)
        assert.match(
          findings.map((each) => findingSentence(each, english)).join(),
          /off on prod \(ID 44\): some clients/,
        );
    });
  }

  /** Both ends of the validity count, so that it lasts a second, and begins a day, more than what lies between them. */
  const lifetimes: readonly [issued: string, days: number, isFound: boolean][] = [
    ['2018-02-28', 900, false],
    ['2018-03-01', 824, false],
    ['2018-03-01', 825, true],
    ['2020-09-01', 397, false],
    ['2020-09-01', 398, true],
    ['2026-03-14', 397, false],
    ['2026-03-15', 199, false],
    ['2026-03-15', 200, true],
    ['2027-03-15', 99, false],
    ['2027-03-15', 100, true],
    ['2029-03-15', 46, false],
    ['2029-03-15', 47, true],
  ];
  for (const [issued, days, isFound] of lifetimes) {
    it(`validityTooLong: ${days} days from ${issued}: ${isFound ? 'found' : 'fine'}`, async () => {
      const { pem: text } = await makeCertificate({
        now: Date.parse(issued),
        commonName: 'life',
        dns: ['life.example.com'],
        fromDays: 0,
        toDays: days,
      });
      assert.deepEqual(found('validityTooLong', text), isFound ? [begin] : []);
    });
  }

  it('each have a case that they fire on and one that they do not', () => {
    const tried = new Set([
      ...cases.map(([code, , , ...on]) => `${code} ${on.length > 0}`),
      ...[
        'weakSignature',
        'hostNotCovered',
        'hostBoundTwice',
        'foreignValue',
        'unindentedBlock',
        'gmMisplaced',
        'misplacedValue',
        'staplingOff',
        'validityTooLong',
        'keyTrackedByGit',
        ...ofBytes,
        'renewalUnderWay',
        'requestNamesDiffer',
      ].flatMap((code) => [`${code} true`, `${code} false`]),
    ]);
    const missing = rules.flatMap(({ code }) => [`${code} true`, `${code} false`]).filter((each) => !tried.has(each));
    assert.deepEqual(missing, []);
  });
});
