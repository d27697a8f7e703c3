import assert from 'node:assert/strict';
import { serialKeys } from '../../../../src/core/comparison/metadataMatch';
import { toDetail } from '../../../../src/core/details/detail';
import type { DetailInput, DetailOptions, GatewayCertificateInput } from '../../../../src/core/details/input';
import type { Certificate, CertificateMetadata } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { DetailModel, DetailRow } from '../../../../src/shared/protocol';
import { english } from '../../../../src/shared/translate';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { certificate, integer } from '../../../fixtures/der';

const now = Date.UTC(2026, 10, 23, 12);
const day = 24 * 60 * 60 * 1000;
const options: DetailOptions = { now, warningDays: null, translate: english };

const parse = ({ der }: MadeCertificate): Certificate => {
  const reading = parseCertificate(der);
  assert.ok(reading.ok);
  return reading.value;
};

const fileInput = (certificate: Certificate, chain: readonly Certificate[] = [certificate]): DetailInput => ({
  from: 'file',
  file: 'shop.pem',
  index: 0,
  count: 1,
  certificate,
  chain,
});

const gatewayInput = (part: Partial<GatewayCertificateInput>): GatewayCertificateInput => ({
  from: 'gateway',
  title: 'shop.example.com',
  connection: 'production',
  isProduction: false,
  gateway: 'Apache APISIX',
  id: '392306215415186327',
  type: 'server',
  names: [],
  labels: [],
  isEnabled: true,
  chain: [],
  extraChains: [],
  notes: [],
  ...part,
});

const rowsOf = (detail: DetailModel): readonly DetailRow[] => detail.sections.flatMap((section) => section.rows);
const find = (detail: DetailModel, id: string): DetailRow | undefined => rowsOf(detail).find((row) => row.id === id);
const values = (detail: DetailModel, id: string): readonly string[] | undefined => find(detail, id)?.values;

describe('toDetail', () => {
  let authority: Authority;
  let made: MadeCertificate;
  let leaf: Certificate;
  let chain: readonly Certificate[];

  before(async () => {
    authority = await makeAuthority(now);
    made = await makeCertificate({
      now,
      commonName: 'shop.example.com',
      dns: ['shop.example.com', '*.shop.example.com'],
      ips: ['192.0.2.10', '2001:db8::10'],
      emails: ['admin@example.com'],
      uris: ['spiffe://example/shop'],
      purpose: 'both',
      serial: '0a1b',
      issuer: authority.intermediate,
      fromDays: -48,
      toDays: 12,
    });
    leaf = parse(made);
    chain = [leaf, parse(authority.intermediate), parse(authority.root)];
  });

  describe('of a file', () => {
    const rows: readonly [what: string, id: string, expected: readonly string[] | (() => readonly string[])][] = [
      ['not before', 'validity.notBefore', ['2026-10-06 12:00:00 UTC']],
      ['not after', 'validity.notAfter', ['2026-12-05 12:00:00 UTC']],
      ['lifetime', 'validity.lifetime', ['60 days']],
      ['DNS names', 'names.dns', ['shop.example.com', '*.shop.example.com']],
      ['IP addresses', 'names.ip', ['192.0.2.10', '2001:db8::10']],
      ['email addresses', 'names.email', ['admin@example.com']],
      ['URIs', 'names.uri', ['spiffe://example/shop']],
      ['subject', 'subject.name', ['CN=shop.example.com']],
      ['common name', 'subject.0', ['shop.example.com']],
      ['issuer', 'issuer.name', ['CN=Example Issuing CA 1,O=Example Trust,C=DE']],
      ['key', 'key.kind', ['EC P-256']],
      ['curve', 'key.curve', ['P-256']],
      ['SPKI', 'key.spki', () => [leaf.fingerprints.spkiSha256]],
      ['serial number', 'identity.serial', ['0A1B']],
      ['serial number, decimal', 'identity.decimal', ['2587']],
      ['SHA-256', 'identity.sha256', () => [leaf.fingerprints.sha256]],
      ['SHA-1', 'identity.sha1', () => [leaf.fingerprints.sha1]],
      ['chain: leaf', 'chain.0', ['CN=shop.example.com']],
      ['chain: issuer', 'chain.1', ['CN=Example Issuing CA 1,O=Example Trust,C=DE']],
    ];
    for (const [what, id, expected] of rows)
      it(what, () =>
        assert.deepEqual(
          values(toDetail(fileInput(leaf, chain), options), id),
          typeof expected === 'function' ? expected() : expected,
        ),
      );

    it('says what it is and where it is from', () => {
      const detail = toDetail({ ...fileInput(leaf), index: 1, count: 3 } as DetailInput, options);
      assert.equal(detail.title, 'shop.example.com');
      assert.equal(detail.subtitle, 'shop.pem, certificate 2 of 3');
      assert.deepEqual(detail.badges, [{ text: 'Expiring', severity: 'warning' }]);
    });

    it('has a bar of the lifetime that is left', () => {
      assert.deepEqual(toDetail(fileInput(leaf), options).lifetime, {
        left: 0.2,
        state: 'expiring',
        from: '2026-10-06 12:00:00 UTC',
        to: '2026-12-05 12:00:00 UTC',
        text: '12 days of 60 days left',
      });
    });

    it('marks the certificate in its chain, and says who signed the last one', () => {
      const detail = toDetail(fileInput(leaf, chain.slice(0, 2)), options);
      assert.match(
        find(detail, 'chain.0')?.note ?? '',
        /^this certificate; 2026-10-06 12:00:00 UTC to .*, expires in 12 days$/,
      );
      assert.deepEqual(find(detail, 'chain.next'), {
        id: 'chain.next',
        label: 'Signed by',
        values: ['CN=Example Root CA,O=Example Trust,C=DE'],
        note: 'not included here',
      });
      assert.equal(find(toDetail(fileInput(leaf, chain), options), 'chain.next'), undefined);
    });

    it('tells leaf, intermediate and root apart', () => {
      const detail = toDetail(fileInput(leaf, chain), options);
      assert.deepEqual(
        ['chain.0', 'chain.1', 'chain.2'].map((id) => find(detail, id)?.label),
        ['Leaf certificate', 'Intermediate CA', 'Root CA'],
      );
    });

    it('says extensions in words, with OIDs, and which are critical', () => {
      const { rows: extensions } = toDetail(fileInput(leaf), options).sections.find(
        ({ id }) => id === 'extensions',
      ) ?? { rows: [] };
      const by = (oid: string) => extensions.find((row) => row.oid === oid);
      assert.deepEqual(by('2.5.29.37')?.values, [
        'TLS Server Authentication (1.3.6.1.5.5.7.3.1)',
        'TLS Client Authentication (1.3.6.1.5.5.7.3.2)',
      ]);
      assert.deepEqual(by('2.5.29.15')?.values, ['Digital signature']);
      assert.equal(by('2.5.29.15')?.note, 'critical');
      assert.deepEqual(by('2.5.29.19')?.values, ['not a certificate authority (CA)']);
      assert.deepEqual(by('2.5.29.17')?.values[0], 'DNS name: shop.example.com');
    });

    const fits: readonly [fit: 'fits' | 'doesNotFit' | 'cannotTell', severity: string][] = [
      ['fits', 'ok'],
      ['doesNotFit', 'error'],
      ['cannotTell', 'info'],
    ];
    for (const [keyFit, severity] of fits)
      it(`a key that ${keyFit}`, () =>
        assert.equal(
          find(toDetail({ ...fileInput(leaf), keyFit } as DetailInput, options), 'key.fit')?.severity,
          severity,
        ));

    it('says that an old certificate has no alternative names', async () => {
      const old = parse(await makeCertificate({ now, commonName: 'old.example.com' }));
      assert.deepEqual(values(toDetail(fileInput(old), options), 'names.none'), ['no such extension']);
      assert.equal(toDetail(fileInput(old), options).title, 'old.example.com');
    });

    it('says so where a certificate names nothing', async () => {
      const empty = parse(await makeCertificate({ now, subject: [] }));
      const detail = toDetail(fileInput(empty), options);
      assert.equal(detail.title, empty.serial);
      assert.deepEqual(values(detail, 'subject.name'), ['empty']);
    });

    it('shows a long unknown extension in part, and says how long it is', () => {
      const big = {
        oid: '1.2.3.4',
        name: '1.2.3.4',
        isCritical: true,
        content: { kind: 'unknown' as const },
        hex: 'ab'.repeat(5000),
      };
      const row = find(toDetail(fileInput({ ...leaf, extensions: [big] }), options), 'extensions.0');
      assert.equal(row?.label, 'Unknown extension');
      assert.equal(row?.oid, '1.2.3.4');
      assert.equal(row?.values[0], `${'ab'.repeat(1024)} … 5000 bytes in all`);
    });

    it('says why an extension is malformed, and shows its bytes', () => {
      const broken = {
        oid: '2.5.29.17',
        name: 'Subject Alternative Name',
        isCritical: false,
        content: { kind: 'malformed' as const, reason: 'cut short' },
        hex: '3082',
      };
      const row = find(toDetail(fileInput({ ...leaf, extensions: [broken] }), options), 'extensions.0');
      assert.deepEqual([row?.values, row?.note, row?.severity], [['3082'], 'malformed: cut short', 'warning']);
    });

    it('shows in the title what hides in a name', async () => {
      const hostile = parse(await makeCertificate({ now, commonName: 'moc.\u202Eelpmaxe<img src=x>' }));
      assert.equal(toDetail(fileInput(hostile), options).title, 'moc.\\u{202E}elpmaxe<img src=x>');
    });
  });

  describe('of time', () => {
    const cases: readonly [what: string, at: number, badge: string, left: number, text: string][] = [
      ['before it begins', -50 * day, 'Not valid yet', 1, 'becomes valid in 2 days'],
      ['in its first days', -40 * day, 'Valid', 52 / 60, '52 days of 60 days left'],
      ['near its end', 0, 'Expiring', 0.2, '12 days of 60 days left'],
      ['after its end', 15 * day, 'Expired', 0, 'expired 3 days ago'],
    ];
    for (const [what, at, badge, left, text] of cases)
      it(what, () => {
        const { badges, lifetime } = toDetail(fileInput(leaf), { ...options, now: now + at });
        assert.deepEqual([badges[0]?.text, lifetime?.left, lifetime?.text], [badge, left, text]);
      });

    it('goes by the days of the settings', () =>
      assert.equal(toDetail(fileInput(leaf), { ...options, warningDays: 5 }).badges[0]?.text, 'Valid'));

    it('knows the date that means none (RFC 5280 §4.1.2.5)', () => {
      const validity = { notBefore: now - day, notAfter: Date.UTC(9999, 11, 31, 23, 59, 59) };
      assert.equal(toDetail(fileInput({ ...leaf, validity }), options).lifetime?.text, 'has no expiration date');
    });

    it('takes a lifetime that ends before it begins', () => {
      const validity = { notBefore: now, notAfter: now - day };
      const detail = toDetail(fileInput({ ...leaf, validity }), options);
      assert.deepEqual([detail.lifetime?.left, find(detail, 'validity.lifetime')?.severity], [0, 'error']);
    });
  });

  describe('of a gateway that returns the PEM', () => {
    const served: readonly [what: string, names: readonly string[], severity: string | undefined, note: string][] = [
      ['for its own names', ['shop.example.com', '*.shop.example.com'], undefined, 'the DNS names of the certificate'],
      [
        'for a name below its wildcard',
        ['eu.shop.example.com'],
        undefined,
        'in the certificate, but not served by the gateway: shop.example.com, *.shop.example.com',
      ],
      [
        'for a stranger',
        ['SHOP.example.com', 'bank.example.com'],
        'warning',
        'not in the certificate, so clients refuse it there: bank.example.com',
      ],
      [
        'for a name two labels below',
        ['a.b.shop.example.com'],
        'warning',
        'not in the certificate, so clients refuse it there: a.b.shop.example.com',
      ],
    ];
    for (const [what, names, severity, note] of served)
      it(`served ${what}`, () => {
        const row = find(toDetail(gatewayInput({ chain, names }), options), 'names.served');
        assert.deepEqual([row?.values, row?.severity, row?.note], [names, severity, note]);
      });

    it('says of a certificate that cannot be read that it cannot be, not that the gateway left it out', () => {
      const absent = (input: Partial<GatewayCertificateInput>) =>
        toDetail(gatewayInput({ chain: [], names: [], ...input }), options)
          .sections.flatMap(({ rows }) => rows)
          .filter(({ id }) => ['validity.unknown', 'names.none', 'subject.name', 'issuer.name'].includes(id))
          .map(({ values }) => values.join());
      assert.deepEqual(absent({ isUnreadable: true }), Array(4).fill('cannot be read'));
      assert.deepEqual(absent({ isReference: true }), Array(4).fill('a secret reference: not known until it resolves'));
      assert.deepEqual(absent({}), Array(4).fill('not returned by the gateway'));
    });

    it('lists the names of the certificate once where the gateway serves just them', () => {
      const rows = (names: readonly string[]) => {
        const { sections } = toDetail(gatewayInput({ chain, names }), options);
        return sections.find(({ id }) => id === 'names')?.rows.map(({ id }) => id) ?? [];
      };
      assert.ok(!rows(['*.shop.example.com', 'shop.example.com']).includes('names.dns'));
      assert.ok(rows(['shop.example.com']).includes('names.dns'));
      assert.ok(rows(['shop.example.com', '*.shop.example.com', 'eu.shop.example.com']).includes('names.dns'));
    });

    const matched: readonly [certified: string | undefined, served: string, note: string][] = [
      ['*.com', 'example.com', 'not in the certificate, so clients refuse it there: example.com'],
      ['example.com', '*.com', 'not in the certificate, so clients refuse it there: *.com'],
      [
        'xn--bcher-kva.example',
        'bücher.example',
        'in the certificate, but not served by the gateway: xn--bcher-kva.example',
      ],
      ['www.example.com', 'www.example.com.', 'from the certificate'],
      [undefined, 'www.example.com', 'not in the certificate, so clients refuse it there: www.example.com'],
    ];
    for (const [certified, name, note] of matched)
      it(`serves ${name} with a certificate for ${certified ?? 'no name'}`, () => {
        const [of] = chain;
        assert.ok(of);
        const certificate: Certificate = {
          ...of,
          sans: certified === undefined ? certified : [{ kind: 'dns', value: certified }],
        };
        const row = find(toDetail(gatewayInput({ chain: [certificate], names: [name] }), options), 'names.served');
        assert.equal(row?.note, note);
      });

    it('says what it is', () => {
      const detail = toDetail(
        gatewayInput({
          chain,
          names: ['shop.example.com'],
          isEnabled: false,
          isProduction: true,
          labels: ['team=web'],
        }),
        options,
      );
      assert.equal(detail.subtitle, 'production · ID 392306215415186327');
      assert.deepEqual(
        detail.badges.map(({ text }) => text),
        ['PRODUCTION', 'Disabled', 'Expiring', 'Server'],
      );
      assert.deepEqual(values(detail, 'object.id'), ['392306215415186327']);
      assert.deepEqual(values(detail, 'labels.all'), ['team=web']);
    });

    const unused: readonly (readonly [why: string, part: Partial<GatewayCertificateInput>])[] = [
      ['is disabled', { isEnabled: false }],
      ['is a client certificate', { type: 'client' }],
      ['is ignored by the gateway', { ignored: { members: ['x'], endsWithUpdate: true } }],
    ];
    for (const [why, part] of unused)
      it(`does not say that one is served that ${why}`, () => {
        const [of] = chain;
        assert.ok(of);
        const rowOf = (names: readonly string[], known: readonly Certificate[] = chain) =>
          find(toDetail(gatewayInput({ chain: known, names, ...part }), options), 'names.served');
        assert.equal(rowOf(['shop.example.com'])?.label, 'Names on the gateway');
        assert.equal(rowOf(['shop.example.com'], [])?.label, 'Names on the gateway');
        assert.match(rowOf(['x.test'])?.note ?? '', /^not in the certificate: x\.test/);
        const short = {
          ...of,
          sans: [
            { kind: 'dns', value: 'a.test' },
            { kind: 'dns', value: 'b.test' },
          ],
        } as const;
        assert.equal(rowOf(['a.test'], [short])?.note, 'in the certificate, but not on the gateway: b.test');
      });

    const types: readonly [
      type: GatewayCertificateInput['type'],
      purpose: 'server' | 'client' | 'unstated',
      note: string,
    ][] = [
      ['server', 'server', 'the gateway presents it to clients'],
      ['client', 'client', 'the gateway presents it to upstreams'],
      ['client', 'unstated', 'the gateway presents it to upstreams'],
      ['server', 'client', 'the gateway presents it to clients; its Extended Key Usage does not allow that'],
      [undefined, 'server', 'the gateway reports a type this extension does not know'],
    ];
    for (const [type, purpose, note] of types)
      it(`type ${type ?? 'unknown'} with purpose ${purpose}`, async () => {
        const certificate = parse(await makeCertificate({ now, purpose, dns: ['a.example'] }));
        assert.equal(find(toDetail(gatewayInput({ type, chain: [certificate] }), options), 'object.type')?.note, note);
      });

    const cas: readonly [type: GatewayCertificateInput['type'], hasCa: boolean, sentence: string][] = [
      ['server', true, 'The gateway demands a certificate from every client and verifies it with this CA.'],
      ['client', true, 'The gateway verifies the certificate of the upstream with this CA.'],
      ['server', false, 'None: clients need no certificate of their own.'],
      ['client', false, 'None: this object does not verify the certificate of the upstream.'],
    ];
    for (const [type, hasCa, sentence] of cas)
      it(`${type} ${hasCa ? 'with' : 'without'} a CA`, () => {
        const ca = { certificates: [parse(authority.root)], depth: 2 };
        const detail = toDetail(gatewayInput({ type, chain, ...(hasCa ? { ca } : {}) }), options);
        assert.deepEqual(values(detail, hasCa ? 'mtls.meaning' : 'mtls.none'), [sentence]);
        assert.deepEqual(values(detail, 'mtls.depth'), hasCa ? ['2'] : undefined);
        assert.deepEqual(values(detail, 'mtls.0'), hasCa ? ['CN=Example Root CA,O=Example Trust,C=DE'] : undefined);
      });

    it('says what else the object holds', async () => {
      const second = parse(await makeCertificate({ now, commonName: 'shop.example.com', key: 'RSA 2048' }));
      assert.deepEqual(
        find(toDetail(gatewayInput({ chain, extraChains: [[second]] }), options), 'extra.0')?.label,
        'RSA 2048',
      );
    });

    it('tells protocols, description and times', () => {
      const detail = toDetail(
        gatewayInput({
          chain,
          protocols: ['TLSv1.2', 'TLSv1.3'],
          description: 'shop\nfront',
          createdAt: now - 3 * day,
          updatedAt: now - day,
        }),
        options,
      );
      assert.deepEqual(values(detail, 'object.protocols'), ['TLSv1.2', 'TLSv1.3']);
      assert.deepEqual(values(detail, 'object.description'), ['shop', 'front']);
      assert.equal(find(detail, 'object.created')?.note, '3 days ago');
      assert.equal(find(detail, 'object.updated')?.note, '24 hours ago');
    });
  });

  describe('of a gateway that returns metadata only', () => {
    const metadata: CertificateMetadata = {
      subject: 'CN=shop.example.com',
      issuer: 'CN=R3',
      serial: '2587',
      signatureAlgorithm: 'SHA256-RSA',
      validity: { notBefore: now - 48 * day, notAfter: now + 12 * day },
      names: ['shop.example.com'],
      extensions: { 'X509v3 Key Usage': 'critical\nDigital Signature' },
    };

    it('says what it tells', () => {
      const detail = toDetail(gatewayInput({ metadata, names: ['shop.example.com'], gateway: 'API7 Cloud' }), options);
      assert.deepEqual(values(detail, 'subject.name'), ['CN=shop.example.com']);
      assert.deepEqual(values(detail, 'issuer.name'), ['CN=R3']);
      assert.deepEqual(find(detail, 'identity.serial'), {
        id: 'identity.serial',
        label: 'Serial number',
        values: ['2587'],
        isMonospace: true,
        note: 'as the gateway writes it',
      });
      assert.deepEqual(values(detail, 'extensions.0'), ['critical', 'Digital Signature']);
      assert.equal(detail.lifetime?.left, 0.2);
      assert.deepEqual(detail.notes, ['This gateway does not return the certificate itself, only what is shown here.']);
    });

    it('says of a row alone nothing that is still to be read', () => {
      const detail = toDetail(gatewayInput({ metadata, names: ['shop.example.com'], isPartial: true }), options);
      assert.deepEqual(
        detail.sections.map(({ id }) => id),
        ['validity', 'names', 'subject', 'issuer', 'object'],
      );
      assert.deepEqual(detail.notes, []);
    });

    it('says that it is not known what uses it, where that was not read', () => {
      const row = find(toDetail(gatewayInput({ metadata }), options), 'uses.summary');
      assert.deepEqual([row?.values, row?.isAbsent], [['Not known: it was not read yet.'], true]);
      const refused = toDetail(gatewayInput({ metadata, usesFailure: 'The token may not.' }), options);
      assert.deepEqual(values(refused, 'uses.summary'), ['Not known: it could not be read. The token may not.']);
      const partly = { summary: undefined, owners: [], more: 0, unknown: ['The routes could not be read.'] };
      assert.deepEqual(values(toDetail(gatewayInput({ metadata, usedBy: partly }), options), 'uses.unknown'), [
        'The routes could not be read.',
      ]);
      const known = gatewayInput({ metadata, usedBy: { summary: undefined, owners: [], more: 0 } });
      assert.equal(find(toDetail(known, options), 'uses.summary'), undefined);
    });

    const omitted: readonly [id: string][] = [['identity.sha256'], ['identity.sha1'], ['key.spki']];
    for (const [id] of omitted)
      it(`says that ${id} is not told, and offers no copy of it`, () => {
        const row = find(toDetail(gatewayInput({ metadata }), options), id);
        assert.deepEqual([row?.values, row?.isAbsent], [['not returned by the gateway'], true]);
      });

    it('invents nothing where it tells nothing', () => {
      const detail = toDetail(gatewayInput({ metadata: { names: [], extensions: {} } }), options);
      assert.equal(detail.lifetime, undefined);
      assert.deepEqual(
        detail.badges.map(({ text }) => text),
        ['Server'],
      );
      for (const id of [
        'validity.unknown',
        'subject.name',
        'issuer.name',
        'names.none',
        'identity.serial',
        'key.signature',
      ])
        assert.equal(find(detail, id)?.isAbsent, true, id);
    });

    it('tells the CA by its metadata', () => {
      const ca = { certificates: [], metadata: { ...metadata, subject: 'CN=Clients CA' } };
      const detail = toDetail(gatewayInput({ metadata, ca }), options);
      assert.deepEqual(values(detail, 'mtls.subject'), ['CN=Clients CA']);
      const validity = find(detail, 'mtls.validity');
      assert.deepEqual([validity?.note, validity?.severity], ['expires in 12 days', 'warning']);
      assert.equal(find(detail, 'mtls.unread'), undefined);
    });

    it('warns of a CA of which nothing can be read', () => {
      const row = find(toDetail(gatewayInput({ metadata, ca: { certificates: [] } }), options), 'mtls.unread');
      assert.deepEqual([row?.severity, row?.isAbsent], ['warning', true]);
    });
  });

  it('gives every row of a page its own id', () => {
    const twice = { ...leaf, extensions: [...leaf.extensions, ...leaf.extensions] };
    const input = gatewayInput({
      chain: [twice, ...chain],
      ca: { certificates: chain, depth: 1 },
      extraChains: [chain, chain],
      labels: ['a'],
      names: ['a.example'],
    });
    for (const detail of [toDetail(input, options), toDetail(fileInput(leaf, chain), options)]) {
      const ids = rowsOf(detail).map(({ id }) => id);
      assert.deepEqual(ids, [...new Set(ids)]);
    }
  });

  it('holds nothing of a private key', () => {
    const body = made.keyPem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
    assert.ok(body.length > 0);
    const text = JSON.stringify([
      toDetail({ ...fileInput(leaf, chain), keyFit: 'fits' } as DetailInput, options),
      toDetail(gatewayInput({ chain }), options),
    ]);
    assert.doesNotMatch(text, /PRIVATE KEY/);
    for (const line of body) assert.ok(!text.includes(line));
  });
});

describe('a serial number of a quarter of a million digits', () => {
  const der = certificate({ serial: integer(`7${'f'.repeat(249_999)}`) });
  const reading = parseCertificate(der);
  assert.ok(reading.ok);
  const { value } = reading;

  it('is shown in hex alone', () => {
    const { sections } = toDetail(fileInput(value), options);
    const rows = sections.flatMap((section) => section.rows).filter(({ id }) => id.startsWith('identity.'));
    assert.ok(rows.some(({ id, values }) => id === 'identity.serial' && values[0] === value.serial));
    assert.ok(!rows.some(({ id }) => id === 'identity.decimal'));
  });

  it('is looked for in hex alone', () =>
    assert.ok(serialKeys(value.serial).every((key) => key === value.serial.toLowerCase())));
});
