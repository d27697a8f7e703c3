import assert from 'node:assert/strict';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import type { StoredCertificate } from '../../../../src/core/model';
import { makeCertificate } from '../../../fixtures/certificates';
import { inEnglish } from '../../../fixtures/inEnglish';
import { connection, stored } from '../fakes/fakeConnections';

const now = Date.UTC(2026, 10, 23);
const entryOf = (change: Partial<StoredCertificate>) => toEntry(connection('a'), stored('42', change));
const metadata = { names: [], extensions: {} };

describe('toEntry', () => {
  it('reads the leaf of the PEM a gateway returns, and its chain when asked', async () => {
    const root = await makeCertificate({ now, commonName: 'Example CA', isCa: true });
    const made = await makeCertificate({
      now,
      commonName: 'leaf.test',
      dns: ['leaf.test', 'www.leaf.test'],
      issuer: root,
      serial: '0a1b',
    });
    const entry = entryOf({ names: [], certificatePem: made.fullChainPem });
    assert.equal(entry.title, 'leaf.test');
    assert.deepEqual(entry.names, ['leaf.test', 'www.leaf.test']);
    assert.deepEqual(entry.validity, { notBefore: made.notBefore, notAfter: made.notAfter });
    assert.deepEqual([entry.subject, entry.issuer, entry.issuerName], ['CN=leaf.test', 'CN=Example CA', 'Example CA']);
    assert.deepEqual([entry.serial, entry.keyName, entry.note], ['0A1B', 'EC P-256', undefined]);
    assert.deepEqual(
      entry.chain.map(({ subject }) => subject.text),
      ['CN=leaf.test', 'CN=Example CA'],
    );
    assert.equal(entry.chain, entry.chain, 'parsed once');
  });

  it('believes metadata where there is no PEM, in the gateway’s own spelling', () => {
    const validity = { notBefore: 1, notAfter: 2 };
    const entry = entryOf({
      names: ['a.test'],
      metadata: { ...metadata, subject: 'CN=a.test', issuer: 'O=Org, CN=Issuing CA', serial: '123', validity },
    });
    assert.deepEqual(
      [entry.title, entry.subject, entry.issuer, entry.issuerName, entry.serial, entry.validity],
      ['a.test', 'CN=a.test', 'O=Org, CN=Issuing CA', 'Issuing CA', '123', validity],
    );
    assert.deepEqual(entry.chain, []);
  });

  const titles: readonly [what: string, change: Partial<StoredCertificate>, title: string][] = [
    ['its first name as it was meant', { names: [Buffer.from('bücher.test').toString('latin1')] }, 'bücher.test'],
    ['the first name', { names: ['b.test', 'a.test'] }, 'b.test'],
    ['a metadata name', { names: [], metadata: { ...metadata, names: ['m.test'] } }, 'm.test'],
    ['the common name', { names: [], metadata: { ...metadata, subject: 'C=US,CN=Client 7' } }, 'Client 7'],
    ['the whole subject', { names: [], metadata: { ...metadata, subject: 'O=Only' } }, 'O=Only'],
    ['the id', { names: [] }, '42'],
    ['the id, when the name is blank', { names: [' '] }, '42'],
  ];
  for (const [what, change, title] of titles)
    it(`is called by ${what}`, () => assert.equal(entryOf(change).title, title));

  const issuers: readonly [issuer: string, name: string][] = [
    ['CN=R3,O=Example', 'R3'],
    ['C = US, O = Example, CN = R3', 'R3'],
    ['/C=US/O=Example/CN=R3', 'R3'],
    ['O=Example\\, Inc.,C=US', 'Example, Inc.'],
    ['ACN=no,O=Example', 'Example'],
    ['something else', 'something else'],
  ];
  for (const [issuer, name] of issuers)
    it(`names the issuer of ${issuer}`, () =>
      assert.equal(entryOf({ metadata: { ...metadata, issuer } }).issuerName, name));

  const unreadable: readonly [pem: string, note: RegExp][] = [
    ['$secret://vault/1/cert', /secret store/],
    ['$ENV://CERT', /secret store/],
    ['$Env://CERT/cert', /secret store/],
    ['not PEM at all', /no readable PEM/],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', /could not be read/],
  ];
  for (const [pem, note] of unreadable)
    it(`says why there is no content in ${JSON.stringify(pem.slice(0, 30))}`, () => {
      const entry = entryOf({ certificatePem: pem });
      assert.match(inEnglish(entry.note ?? ''), note);
      assert.deepEqual([entry.validity, entry.chain], [undefined, []]);
    });
});
