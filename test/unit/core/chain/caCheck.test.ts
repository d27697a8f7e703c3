import assert from 'node:assert/strict';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { checkCa } from '../../../../src/core/chain/caCheck';
import type { Certificate } from '../../../../src/core/model';
import { english } from '../../../../src/shared/translate';
import type { Authority, CertificateOptions } from '../../../fixtures/certificates';
import { makeAuthority } from '../../../fixtures/certificates';
import { certificate, name, without } from '../../../fixtures/der';
import { makeParsed, parse } from '../../../fixtures/parsed';

const now = Date.UTC(2026, 10, 23);

describe('checkCa', () => {
  let authority: Authority;
  before(async () => {
    authority = await makeAuthority(now);
  });
  const check = (certificates: readonly Certificate[]) =>
    checkCa(certificates, { now, warningDays: null, translate: english });
  const toText = (certificates: readonly Certificate[]) =>
    check(certificates)
      .map(({ code, outcome, index }) => `${index ?? '*'} ${outcome} ${code}`)
      .join(', ');
  const ca = (options: Partial<CertificateOptions> = {}) =>
    makeParsed({ now, commonName: 'CA', isCa: true, toDays: 900, ...options });

  const rows: readonly [
    what: string,
    certificates: () => readonly Certificate[] | Promise<readonly Certificate[]>,
    expected: string,
  ][] = [
    ['nothing', () => [], '* stop none'],
    ['a root', () => [parse(authority.root)], '0 pass valid, 0 pass root'],
    ['an intermediate alone', () => [parse(authority.intermediate)], '0 warning issuerMissing, 0 pass valid'],
    [
      'an intermediate and its root',
      () => [parse(authority.intermediate), parse(authority.root)],
      '* note several, 0 pass valid, 0 pass intermediate, 1 pass valid, 1 pass root',
    ],
    [
      'a root twice',
      () => [parse(authority.root), parse(authority.root)],
      '1 note duplicate, 0 pass valid, 0 pass root',
    ],
    [
      'a leaf by mistake',
      async () => [await makeParsed({ now, dns: ['a.com'], issuer: authority.intermediate })],
      '0 stop notCa, 0 pass valid',
    ],
    ['a self-signed leaf', async () => [await makeParsed({ now, dns: ['a.com'] })], '0 stop notCa, 0 pass valid'],
    [
      'a leaf among CAs',
      async () => [parse(authority.root), await makeParsed({ now, dns: ['a.com'], issuer: authority.intermediate })],
      '1 stop notCa, 0 pass valid, 0 pass root, 1 pass valid',
    ],
    [
      'a self-signed one that does not say',
      async () => [await ca({ isCa: false, hasNoBasicConstraints: true })],
      '0 warning unstated, 0 pass valid',
    ],
    [
      'one signed by another that does not say',
      async () => [await ca({ isCa: false, hasNoBasicConstraints: true, issuer: authority.root })],
      '0 stop notCa, 0 pass valid',
    ],
    [
      'no right to sign',
      async () => [await ca({ keyUsage: x509.KeyUsageFlags.digitalSignature })],
      '0 warning noKeyCertSign, 0 pass valid, 0 pass root',
    ],
    ['no key usage at all', async () => [await ca({ keyUsage: null })], '0 pass valid, 0 pass root'],
    ['expired', async () => [await ca({ fromDays: -90, toDays: -1 })], '0 warning expired, 0 pass root'],
    ['not yet valid', async () => [await ca({ fromDays: 1 })], '0 warning notYetValid, 0 pass root'],
    ['expiring', async () => [await ca({ fromDays: -900, toDays: 9 })], '0 warning expiring, 0 pass root'],
    [
      'two roots',
      async () => [parse(authority.root), await ca()],
      '* note several, 0 pass valid, 0 pass root, 1 pass valid, 1 pass root',
    ],
  ];
  for (const [what, certificates, expected] of rows)
    it(what, async () => assert.equal(toText(await certificates()), expected));

  it('a root of version 1', () => {
    const old = parse({
      der: certificate({
        issuer: name(['2.5.4.3', 'Old Root']),
        subject: name(['2.5.4.3', 'Old Root']),
        version: without,
        optional: [],
      }),
    });
    assert.deepEqual(
      checkCa([old], { now: old.validity.notBefore, warningDays: 0, translate: english })
        .map(({ code, outcome }) => `${outcome} ${code}`)
        .slice(0, 1),
      ['note unstated'],
    );
  });

  it('names each safely, in its own sentence', async () => {
    const checks = check([
      await ca({ commonName: 'C\u202eA', fromDays: -90, toDays: -1 }),
      parse(authority.intermediate),
    ]);
    assert.deepEqual(
      checks.filter(({ outcome }) => outcome === 'warning').map(({ sentence }) => sentence),
      [
        'C\\u{202E}A has expired: peers are refused',
        'Example Issuing CA 1 is signed by Example Root CA, which is not there: gateways that want the chain up to a root refuse every peer',
      ],
    );
    assert.equal(new Set(checks.map(({ sentence }) => sentence)).size, checks.length);
  });
});
