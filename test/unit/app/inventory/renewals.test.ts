import assert from 'node:assert/strict';
import type { Renewed } from '../../../../src/app/inventory/renewals';
import { findRenewed } from '../../../../src/app/inventory/renewals';
import type { Certificate, CertificateMetadata, CertificateType, StoredCertificate } from '../../../../src/core/model';
import type { CertificateOptions } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const toText = ({ kind, entries }: Renewed) => [kind, ...entries.map(({ stored }) => stored.id)].join(' ');

/** An object with a certificate made so; its names are the certificate's unless told. */
const objectOf = async (
  options: Partial<CertificateOptions>,
  change: Partial<StoredCertificate> = {},
): Promise<Partial<StoredCertificate>> => {
  const made = await makeCertificate({ now, commonName: 'old', ...options });
  return { names: options.dns ?? [], certificatePem: made.pem, ...change };
};
const newLeaf = async (options: Partial<CertificateOptions> = {}): Promise<Certificate> =>
  parse(await makeCertificate({ now, commonName: 'new', dns: ['a.com', 'b.com'], toDays: 90, ...options }));

const toMetadata = (
  { subject, issuer, serial, validity, sans }: Certificate,
  change: Partial<CertificateMetadata> = {},
): CertificateMetadata => ({
  subject: subject.text,
  issuer: issuer.text,
  serial,
  validity,
  names: (sans ?? []).map(({ value }) => value),
  extensions: {},
  ...change,
});

describe('findRenewed', () => {
  const one: readonly [
    what: string,
    old: Partial<CertificateOptions>,
    change: Partial<StoredCertificate>,
    is: Partial<CertificateOptions>,
    type: CertificateType,
    expected: string,
  ][] = [
    ['the same names', { dns: ['a.com', 'b.com'] }, {}, {}, 'server', 'renews 1'],
    ['in another case and order', { dns: ['B.com', 'A.com'] }, {}, {}, 'server', 'renews 1'],
    ['fewer names before', { dns: ['a.com'] }, {}, {}, 'server', 'renews 1'],
    ['more names before', { dns: ['a.com', 'b.com', 'c.com'] }, {}, {}, 'server', 'new'],
    [
      'more names, but served for fewer',
      { dns: ['a.com', 'b.com', 'c.com'] },
      { names: ['a.com'] },
      {},
      'server',
      'renews 1',
    ],
    [
      'a wildcard that is served for single hosts',
      { commonName: '*.a.com', dns: ['*.a.com'] },
      { names: ['x.a.com', 'y.a.com'] },
      { commonName: '*.a.com', dns: ['*.a.com'] },
      'server',
      'renews 1',
    ],
    [
      'a wildcard that is served for a single host, of a new one without subject',
      { commonName: '*.a.com', dns: ['*.a.com'] },
      { names: ['x.a.com'] },
      { subject: [], dns: ['*.a.com'] },
      'server',
      'renews 1',
    ],
    [
      'a wildcard of another subject, served for a single host',
      { commonName: 'other', dns: ['*.a.com'] },
      { names: ['x.a.com'] },
      { commonName: '*.a.com', dns: ['*.a.com'] },
      'server',
      'new',
    ],
    [
      'a wildcard that is served for a host it does not cover',
      { commonName: '*.a.com', dns: ['*.a.com'] },
      { names: ['x.a.com', 'x.y.a.com'] },
      { commonName: '*.a.com', dns: ['*.a.com'] },
      'server',
      'new',
    ],
    ['the same names, but served for others', { dns: ['a.com', 'b.com'] }, { names: ['c.com'] }, {}, 'server', 'new'],
    ['other names', { dns: ['c.com'] }, {}, {}, 'server', 'new'],
    ['a wildcard over it', { dns: ['x.a.com'] }, {}, { dns: ['*.a.com'] }, 'server', 'new'],
    ['the same wildcard', { dns: ['*.a.com'] }, {}, { dns: ['*.a.com'] }, 'server', 'renews 1'],
    ['an equal end', { dns: ['a.com'], toDays: 90 }, {}, {}, 'server', 'new'],
    ['a later end already', { dns: ['a.com'], toDays: 91 }, {}, {}, 'server', 'new'],
    ['expired', { dns: ['a.com'], fromDays: -90, toDays: -1 }, {}, {}, 'server', 'renews 1'],
    ['switched off', { dns: ['a.com'] }, { isEnabled: false }, {}, 'server', 'renews 1'],
    ['another type', { dns: ['a.com'] }, { type: 'client' }, {}, 'server', 'new'],
    ['a type nobody knows', { dns: ['a.com'] }, { type: undefined }, {}, 'server', 'new'],
    [
      'client, the same subject',
      { dns: [], commonName: 'Orders', purpose: 'client' },
      { type: 'client' },
      { dns: [], commonName: 'Orders', purpose: 'client' },
      'client',
      'renews 1',
    ],
    [
      'client, another subject',
      { dns: [], commonName: 'Orders', purpose: 'client' },
      { type: 'client' },
      { dns: [], commonName: 'Bills', purpose: 'client' },
      'client',
      'new',
    ],
    [
      'client, no subject at all',
      { dns: [], subject: [], purpose: 'client' },
      { type: 'client' },
      { dns: [], subject: [], purpose: 'client' },
      'client',
      'new',
    ],
    [
      'client, with names',
      { dns: ['a.com'], purpose: 'client' },
      { type: 'client', names: [] },
      { purpose: 'client' },
      'client',
      'renews 1',
    ],
    ['not readable', { dns: ['a.com'] }, { certificatePem: '$secret://a/b/c' }, {}, 'server', 'new'],
  ];
  for (const [what, old, change, is, type, expected] of one)
    it(what, async () =>
      assert.equal(
        toText(findRenewed(await newLeaf(is), type, toEntries({ 1: await objectOf(old, change) }))),
        expected,
      ),
    );

  it('a wildcard of another issuer, served for a single host, where its names are the same', async () => {
    const issuer = await makeCertificate({ now, commonName: 'Another CA', isCa: true });
    const stored = await objectOf({ commonName: '*.a.com', dns: ['*.a.com'] }, { names: ['x.a.com'] });
    for (const [dns, expected] of [
      [['*.a.com'], 'renews 1'],
      [['*.a.com', 'a.com'], 'new'],
    ] as const) {
      const leaf = await newLeaf({ commonName: '*.a.com', dns, issuer });
      assert.equal(toText(findRenewed(leaf, 'server', toEntries({ 1: stored }))), expected);
    }
  });

  it('the very one, by its DER, whatever its type', async () => {
    const made = await makeCertificate({ now, dns: ['a.com'] });
    const entries = toEntries({
      1: { names: ['z.com'], certificatePem: made.chainPem, type: 'client' },
      2: await objectOf({ dns: ['a.com'], toDays: 10 }),
    });
    assert.equal(toText(findRenewed(parse(made), 'server', entries)), 'identical 1');
  });
  it('all that are the very one', async () => {
    const made = await makeCertificate({ now, dns: ['a.com'] });
    assert.equal(
      toText(
        findRenewed(
          parse(made),
          'server',
          toEntries({ 1: { certificatePem: made.pem }, 2: { certificatePem: made.pem } }),
        ),
      ),
      'identical 1 2',
    );
  });

  it('the closest names first, then the latest end', async () => {
    const entries = toEntries({
      1: await objectOf({ dns: ['a.com'], toDays: 80 }),
      2: await objectOf({ dns: ['a.com', 'b.com'], toDays: 20 }),
      3: await objectOf({ dns: ['a.com', 'b.com'], toDays: 70 }),
    });
    assert.equal(toText(findRenewed(await newLeaf(), 'server', entries)), 'renews 3 2 1');
  });

  describe('by metadata alone', () => {
    const rows: readonly [what: string, (leaf: Certificate) => CertificateMetadata, expected: string][] = [
      ['the very one', (leaf) => toMetadata(leaf), 'identical 1'],
      [
        'its serial number in decimal',
        (leaf) => toMetadata(leaf, { serial: BigInt(`0x${leaf.serial}`).toString() }),
        'identical 1',
      ],
      [
        'its serial number with colons',
        (leaf) => toMetadata(leaf, { serial: leaf.serial.toLowerCase().replace(/..(?=.)/g, '$&:') }),
        'identical 1',
      ],
      ['its issuer in another spelling', (leaf) => toMetadata(leaf, { issuer: '/CN=NEW' }), 'identical 1'],
      [
        'another serial number, an earlier end',
        (leaf) =>
          toMetadata(leaf, { serial: '2', validity: { ...leaf.validity, notAfter: leaf.validity.notAfter - 1000 } }),
        'renews 1',
      ],
      ['another serial number, the same end', (leaf) => toMetadata(leaf, { serial: '2' }), 'new'],
      [
        'no serial number',
        ({ issuer, validity, sans }) => ({
          issuer: issuer.text,
          validity,
          names: (sans ?? []).map(({ value }) => value),
          extensions: {},
        }),
        'new',
      ],
    ];
    for (const [what, told, expected] of rows)
      it(what, async () => {
        const leaf = await newLeaf({ serial: '0a1b2c' });
        const metadata = told(leaf);
        assert.equal(
          toText(findRenewed(leaf, 'server', toEntries({ 1: { names: metadata.names, metadata } }, 'api7cloud'))),
          expected,
        );
      });
  });
});
