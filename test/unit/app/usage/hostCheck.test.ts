import assert from 'node:assert/strict';
import type { HostWarning } from '../../../../src/app/usage/hostCheck';
import { candidatesOf, checkHost, toHostTable } from '../../../../src/app/usage/hostCheck';
import type { CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import type { Objects } from '../fakes/fakeEntries';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const clock = { now, warningDays: null };
const host = 'shop.test';
const years = 365;

type Name = 'root' | 'issuer' | 'oldIssuer' | 'laterIssuer' | 'noCa' | 'own';

describe('what a client says of the certificate that is served', () => {
  let made: Readonly<Record<Name, MadeCertificate>>;
  before(async () => {
    const ca = (commonName: string, options: Partial<CertificateOptions>) =>
      makeCertificate({ now, commonName, isCa: true, fromDays: -years, toDays: 5 * years, ...options });
    const root = await ca('Root', {});
    made = {
      root,
      issuer: await ca('Issuing', { issuer: root }),
      oldIssuer: await ca('Old', { issuer: root, toDays: -1 }),
      laterIssuer: await ca('Later', { issuer: root, fromDays: 1 }),
      noCa: await makeCertificate({ now, commonName: 'No CA', issuer: root, toDays: years }),
      own: await makeCertificate({ now, dns: [host] }),
    };
  });
  const leaf = (issuer: Name, options: Partial<CertificateOptions> = {}) =>
    makeCertificate({ now, dns: [host], issuer: made[issuer], ...options });
  const wordOf = ({ kind, reason }: HostWarning): string => (reason ? `${kind} ${reason.code}` : kind);
  const warningsOf = (pem: string): string => {
    const table = toHostTable(toEntries({ a: { names: [host], certificatePem: pem } }), 'apisix');
    return checkHost(table, host, clock).warnings.map(wordOf).join(', ');
  };

  const rows: readonly (readonly [what: string, pem: () => Promise<string> | string, expected: string])[] = [
    ['a leaf with its issuer', async () => (await leaf('issuer')).chainPem, ''],
    ['a leaf alone', async () => (await leaf('issuer')).pem, 'leafAlone'],
    ['one that signed itself', () => made.own.pem, 'selfSigned'],
    ['one that has expired', async () => (await leaf('issuer', { toDays: -1 })).chainPem, 'expired'],
    ['one that is not valid yet', async () => (await leaf('issuer', { fromDays: 1 })).chainPem, 'notYetValid'],
    ['one that is about to expire', async () => (await leaf('issuer', { toDays: 2 })).chainPem, 'expiring'],
    ['one of another name', async () => (await leaf('issuer', { dns: ['z.test'] })).chainPem, 'nameMismatch'],
    ['the issuer first', async () => made.issuer.pem + (await leaf('issuer')).pem, 'nameMismatch, chainOutOfOrder'],
    ['a root between', async () => (await leaf('issuer')).pem + made.root.pem + made.issuer.pem, 'chainOutOfOrder'],
    ['an issuer that is no CA', async () => (await leaf('noCa')).chainPem, 'issuerMayNotSign'],
    ['an issuer that has expired', async () => (await leaf('oldIssuer')).chainPem, 'issuerExpired'],
    ['an issuer that is not valid yet', async () => (await leaf('laterIssuer')).chainPem, 'clientRefuses notYetValid'],
    ['no PEM', () => 'x', 'unreadable'],
    ['a secret reference', () => '$secret://vault/1/a', 'secretReference'],
  ];
  for (const [what, pem, expected] of rows)
    it(`${what}: ${expected || 'nothing'}`, async () => assert.equal(warningsOf(await pem()), expected));

  it('is said of five that may be served, and named where one is likely', () => {
    const many: Objects = Object.fromEntries(
      Array.from({ length: 6 }, (_, index) => [`o${index}`, { names: [host], certificatePem: made.own.pem }]),
    );
    const table = toHostTable(toEntries(many), 'apisix');
    const answer = checkHost(table, host, clock);
    assert.equal(answer.served?.stored.id, 'o0');
    assert.deepEqual(
      answer.warnings.map(({ kind, id }) => `${kind} ${id}`),
      ['ambiguous o0', ...[0, 1, 2, 3, 4].map((index) => `selfSigned o${index}`)],
    );
    assert.equal(candidatesOf(answer, table).length, 5);
  });

  it('is nothing where nothing is served, and of what is no host', () => {
    const table = toHostTable(toEntries({ a: { names: [host], certificatePem: made.own.pem } }), 'apisix');
    for (const asked of ['z.test', 'a b', '192.0.2.1']) {
      const answer = checkHost(table, asked, clock);
      assert.deepEqual([answer.served, answer.warnings, candidatesOf(answer, table)], [undefined, [], []], asked);
      assert.equal(answer.isHost, asked !== 'a b');
    }
  });
});
