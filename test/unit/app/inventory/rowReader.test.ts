import assert from 'node:assert/strict';
import type { Connection } from '../../../../src/app/connections/connection';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { isFullEntry, toEntry } from '../../../../src/app/inventory/certificateEntry';
import { RowReader } from '../../../../src/app/inventory/rowReader';
import type { StoredCertificate } from '../../../../src/core/model';
import { scanPem } from '../../../../src/core/pem/scan';
import { sampleCertificates } from '../../../fixtures/samples';

const connection: Connection = { id: 'a', name: 'A', dialect: 'apisix', address: 'http://127.0.0.1:9180' };

const stored = (change: Partial<StoredCertificate>): StoredCertificate => ({
  id: 'one',
  type: 'server',
  names: [],
  labels: [{ key: 'team', value: 'web' }],
  isEnabled: true,
  extraCertificates: [],
  revision: '',
  notes: [],
  ...change,
});

/** All that an entry says, however it is kept. Only names that hosts are reached by are kept of a leaf's. */
function saidBy(entry: CertificateEntry) {
  const { title, sortKey, names, type, validity, subject, commonName, issuer, issuerName, serial, keyName } = entry;
  const { fingerprints, hasCa, extraFingerprints, content, searchText, note, leaf } = entry;
  const sans = leaf?.sans?.flatMap(({ kind, value }) => (kind === 'dns' || kind === 'ip' ? [value] : []));
  return {
    ...{ title, sortKey, names, type, validity, subject, commonName, issuer, issuerName, serial, keyName },
    ...{ fingerprints, hasCa, extraFingerprints, content, searchText, note },
    leaf: leaf && { issuer: leaf.issuer, subject: leaf.subject, sans },
  };
}

describe('RowReader', () => {
  it('says what an entry says that was read whole, of a text and of bytes', async () => {
    const reader = new RowReader();
    for (const { certificate, names } of (await sampleCertificates(0)).all)
      for (const change of [{}, { names }, { names: ['other.example.com'] }, { labels: [], description: 'Mine' }]) {
        const whole = stored({ ...change, certificatePem: certificate.chainPem });
        const { certificatePem = '', ...rest } = whole;
        const [leaf] = scanPem(certificatePem).blocks;
        assert.ok(leaf?.kind === 'certificate' && leaf.der);
        const pem = { der: leaf.der, rest: certificatePem.slice(certificate.pem.length - 1) };
        const wanted = saidBy(toEntry(connection, whole));
        assert.ok(isFullEntry(toEntry(connection, whole)) && !isFullEntry(reader.toRow(connection, { ...rest, pem })));
        assert.deepEqual(saidBy(reader.toRow(connection, whole)), wanted);
        assert.deepEqual(saidBy(reader.toRow(connection, { ...rest, pem })), wanted);
      }
  });

  const said: readonly (readonly [what: string, change: Partial<StoredCertificate>])[] = [
    ['nothing at all', { id: ' ' }],
    [
      'metadata',
      { metadata: { subject: 'CN=a.example', issuer: 'O=Trust,CN=R3', names: ['a.example'], extensions: {} } },
    ],
    ['a blank issuer', { metadata: { issuer: ' ', names: [], extensions: {} } }],
    ['what cannot be read', { certificatePem: 'nothing' }],
    ['a secret reference', { certificatePem: '$secret://vault/1/a' }],
  ];
  for (const [what, change] of said)
    it(`says what an entry says of ${what}`, () => {
      const whole = stored(change);
      assert.deepEqual(saidBy(new RowReader().toRow(connection, whole)), saidBy(toEntry(connection, whole)));
    });
  it('keeps all that metadata says', () => {
    const metadata = {
      subject: 'CN=a.example',
      issuer: 'CN=R3',
      serial: '0A',
      validity: { notBefore: 1_000, notAfter: 2_000 },
      names: ['a.example'],
      extensions: {},
    };
    for (const names of [[], ['a.example'], ['b.example']])
      assert.deepEqual(new RowReader().toRow(connection, stored({ metadata, names })).stored.metadata, metadata);
  });

  it('reads of texts of many megabytes what it may, and throws for none', () => {
    const letters = 'a'.repeat(12_000_000);
    const body = `${'A'.repeat(64)}\n`.repeat(200_000);
    const pem = `-----BEGIN CERTIFICATE-----\n${body}-----END CERTIFICATE-----\n`;
    const metadata = { names: [], extensions: {}, issuer: `O=Org, CN=${letters}` };
    const row = new RowReader().toRow(connection, stored({ certificatePem: pem }));
    const other = new RowReader().toRow(connection, stored({ metadata }));
    assert.deepEqual([row.content, other.content], ['unreadable', 'notReturned']);
    assert.ok(letters.startsWith(other.issuerName ?? '?'));
  });

  it('keeps one list of labels and of chains for all that have the same', async () => {
    const reader = new RowReader();
    const { all } = await sampleCertificates(0);
    const rows = all
      .slice(0, 2)
      .map(({ certificate }, index) =>
        reader.toRow(connection, stored({ id: String(index), certificatePem: certificate.chainPem })),
      );
    assert.equal(rows[0]?.stored.labels, rows[1]?.stored.labels);
  });
});
