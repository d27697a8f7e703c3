import assert from 'node:assert/strict';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';
import { coverageLossFrom, findCoverageLoss } from '../../../../src/app/usage/coverageLoss';
import type { ServedHosts } from '../../../../src/app/usage/servedHosts';
import type { Certificate, StoredCertificate } from '../../../../src/core/model';
import type { DialectId, References } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import type { CertificateOptions } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';
import { noUses, route, toEntries, toServed, usesOf } from '../fakes/fakeEntries';
import { inventoryOf } from '../fakes/fakeListed';

const now = Date.UTC(2026, 10, 23);

/** A certificate as a table writes it: its subject's common name, then its names. */
type Names = readonly [commonName: string, ...dns: string[]];

const made = ([commonName, ...dns]: Names, change: Partial<CertificateOptions> = {}) =>
  makeCertificate({ now, ...(commonName === '' ? { subject: [] } : { commonName }), dns, ...change });
const leafOf = async (names: Names): Promise<Certificate> => parse(await made(names, { toDays: 90 }));

/** Returns the certificate as each dialect reports it: APISIX by its PEM, API7 Cloud by metadata. */
async function heldOf(
  dialect: DialectId,
  names: Names,
  change: Partial<StoredCertificate> & { readonly toDays?: number } = {},
): Promise<Partial<StoredCertificate>> {
  const { toDays = 5, ...rest } = change;
  const certificate = await made(names, { toDays });
  const { subject, issuer, serial, validity } = parse(certificate);
  const [, ...dns] = names;
  const metadata = { subject: subject.text, issuer: issuer.text, serial, validity, names: dns, extensions: {} };
  return { names: dns, ...(dialect === 'apisix' ? { certificatePem: certificate.pem } : { metadata }), ...rest };
}

async function servedOf(
  dialect: DialectId,
  held: Readonly<Record<string, Names | Partial<StoredCertificate>>>,
  uses: References,
): Promise<ServedHosts> {
  const objects = await Promise.all(
    Object.entries(held).map(
      async ([id, names]) => [id, 'length' in names ? await heldOf(dialect, names) : names] as const,
    ),
  );
  return toServed(toEntries(Object.fromEntries(objects), dialect), uses);
}

describe('findCoverageLoss', () => {
  const shop: Names = ['a.com', 'a.com', 'b.com'];
  const cases: readonly [
    what: string,
    leaf: Names,
    held: Readonly<Record<string, Names>>,
    hosts: readonly string[],
    lost: string,
  ][] = [
    ['a name that is in use', ['a.com', 'a.com'], { me: shop }, ['a.com', 'b.com'], 'me: b.com'],
    ['a name that nobody uses', ['a.com', 'a.com'], { me: shop }, ['a.com'], ''],
    ['all names', ['a.com', 'a.com', 'b.com', 'c.com'], { me: shop }, ['a.com', 'b.com'], ''],
    [
      'a wildcard instead of names',
      ['a.com', 'a.com', '*.a.com'],
      { me: ['a.com', 'a.com', 'w.a.com'] },
      ['a.com', 'w.a.com'],
      '',
    ],
    [
      'names instead of a wildcard',
      ['a.com', 'a.com', 'w.a.com'],
      { me: ['a.com', 'a.com', '*.a.com'] },
      ['a.com', 'w.a.com', 'x.a.com'],
      'me: x.a.com',
    ],
    ['a wildcard host', ['a.com', 'a.com'], { me: ['a.com', 'a.com', '*.a.com'] }, ['*.a.com'], 'me: *.a.com'],
    [
      'a name under a wildcard host',
      ['a.com', 'a.com'],
      { me: ['a.com', 'a.com', 'w.a.com'] },
      ['*.a.com'],
      'me: w.a.com',
    ],
    ['every host', ['a.com', 'a.com'], { me: shop }, ['*'], 'me: b.com'],
    [
      'a host that another serves today',
      ['a.com', 'a.com'],
      { me: ['a.com', 'a.com', '*.a.com'], other: ['w.a.com', 'w.a.com'] },
      ['w.a.com'],
      '',
    ],
    [
      'a host that another will serve',
      ['a.com', 'a.com'],
      { me: ['a.com', 'a.com', 'w.a.com'], other: ['*.a.com', '*.a.com'] },
      ['w.a.com'],
      '',
    ],
    [
      'a host for which two others may be served then',
      ['a.com', 'a.com'],
      { me: ['a.com', 'a.com', 'w.a.com'], one: ['*.a.com', '*.a.com'], two: ['z.com', '*.a.com'] },
      ['w.a.com'],
      '',
    ],
    ['a host that two have today', ['a.com', 'a.com'], { me: shop, other: ['b.com', 'b.com'] }, ['b.com'], ''],
    ['another subject', ['new.com', 'a.com'], { me: shop }, ['b.com'], ''],
    ['no subject, half of the names', ['', 'a.com'], { me: shop }, ['b.com'], 'me: b.com'],
    ['no subject, few of the names', ['', 'a.com'], { me: ['a.com', 'a.com', 'b.com', 'c.com'] }, ['b.com'], ''],
    ['no name in common', ['a.com', 'z.com'], { me: shop }, ['b.com'], ''],
    [
      'two that it would shorten',
      ['a.com', 'a.com', 'x.com'],
      { me: shop, also: ['a.com', 'x.com', 'y.com'] },
      ['b.com', 'y.com'],
      'me: b.com; also: y.com',
    ],
  ];
  for (const dialect of ['apisix', 'api7cloud'] as const) {
    for (const [what, leaf, held, hosts, expected] of cases) {
      it(`${dialect}: ${what}: ${expected || 'nothing'}`, async () => {
        const losses = runSync(
          findCoverageLoss(await leafOf(leaf), { served: await servedOf(dialect, held, usesOf(hosts)), siblings: [] }),
        );
        assert.equal(losses.map((loss) => `${loss.entry.stored.id}: ${loss.hosts.join(' ')}`).join('; '), expected);
      });
    }
  }

  const lost = async (
    held: Partial<StoredCertificate>,
    uses = usesOf(['b.com']),
    siblings: readonly Certificate[] = [],
  ) =>
    runSync(
      findCoverageLoss(await leafOf(['a.com', 'a.com']), {
        served: await servedOf('apisix', { me: held }, uses),
        siblings,
      }),
    );
  const held = (change: Parameters<typeof heldOf>[2] = {}) => heldOf('apisix', shop, change);

  const refusals: readonly [what: string, () => ReturnType<typeof lost>][] = [
    ['one that ends later', async () => lost(await held({ toDays: 120 }))],
    ['one that is switched off', async () => lost(await held({ isEnabled: false }))],
    ['a client certificate', async () => lost(await held({ type: 'client' }))],
    [
      'a host that is served but not named by it',
      async () => lost(await held({ names: ['a.com', 'b.com', 'other.com'] }), usesOf(['other.com'])),
    ],
    [
      'a host that is switched off',
      async () =>
        lost(await held(), {
          ...noUses,
          hosts: [{ host: 'b.com', by: route('b'), wantsHttps: 'unknown', isActive: false }],
        }),
    ],
    [
      'a host that wants no TLS',
      async () =>
        lost(await held(), { ...noUses, hosts: [{ host: 'b.com', by: route('b'), wantsHttps: 'no', isActive: true }] }),
    ],
    [
      'a host that a certificate beside it covers',
      async () => lost(await held(), usesOf(['b.com']), [await leafOf(['b.com', 'b.com'])]),
    ],
  ];
  for (const [what, losses] of refusals) it(`not of ${what}`, async () => assert.deepEqual(await losses(), []));

  it('of a host for which one will be served that does not name it', async () => {
    const objects = {
      me: ['a.com', 'a.com', 'w.a.com'] as const,
      other: await heldOf('apisix', ['z.com', 'z.com'], { names: ['*.a.com'] }),
    };
    const served = await servedOf('apisix', objects, usesOf(['w.a.com']));
    const losses = runSync(findCoverageLoss(await leafOf(['a.com', 'a.com']), { served, siblings: [] }));
    assert.deepEqual(
      losses.map(({ entry, hosts }) => [entry.stored.id, hosts]),
      [['me', ['w.a.com']]],
    );
  });

  it('yields at each host, however many one certificate serves', async () => {
    const hosts = Array.from({ length: 200 }, (_, i) => `${i}.a.com`);
    const served = await servedOf('apisix', { me: ['a.com', 'a.com', '*.a.com'] }, usesOf(hosts));
    assert([...findCoverageLoss(await leafOf(['a.com', 'a.com']), { served, siblings: [] })].length >= hosts.length);
  });

  it('names each owner once', async () => {
    const by = route('1');
    const use = { by, wantsHttps: 'yes', isActive: true } as const;
    const uses = {
      ...noUses,
      hosts: [
        { ...use, host: 'b.com' },
        { ...use, host: 'c.com' },
      ],
      anyHost: [by, route('2')],
    };
    const [loss] = await lost(await heldOf('apisix', ['a.com', 'a.com', 'b.com', 'c.com']), uses);
    assert.deepEqual(
      [loss?.hosts, loss?.owners],
      [
        ['b.com', 'c.com'],
        [by, route('2')],
      ],
    );
  });
});

describe('coverageLossFrom', () => {
  const connection = { id: 'a', name: 'Staging', dialect: 'apisix', address: 'https://a.test' } as const;
  const ask = async (more: Readonly<Record<string, Names>> = {}, owner: object = {}) => {
    const hosts = [
      { host: 'b.com', by: { kind: 'service', id: '7', ...owner }, wantsHttps: 'unknown', isActive: true },
    ] as const;
    const served = await servedOf('apisix', { me: ['a.com', 'a.com', 'b.com'], ...more }, { ...noUses, hosts });
    const entries = [...served.entries.values()].map((entry) =>
      Object.defineProperty(entry, 'connection', { value: connection }),
    );
    const state: ConnectionState = { kind: 'ready', entries, isComplete: true, loaded: 1, total: 1, unreadable: [] };
    const parts = { connections: { all: [connection] }, inventory: inventoryOf(state), translate: english };
    return {
      state,
      parts,
      known: coverageLossFrom({ ...parts, uses: { served: () => served } }),
      unknown: coverageLossFrom({ ...parts, uses: { served: () => undefined } }),
    };
  };

  it('words who loses what, and where', async () => {
    const { known } = await ask({}, { name: 'shop' });
    assert.deepEqual(runSync(known(await leafOf(['a.com', 'a.com']), [])), [
      { hosts: 'b.com', owners: 'service shop', connection: 'Staging', id: 'me' },
    ]);
  });

  it('writes out what hides in a name', async () => {
    const { known } = await ask({}, { name: 'sh\u202Eop' });
    assert.equal(runSync(known(await leafOf(['a.com', 'a.com']), []))[0]?.owners, 'service sh\\u{202E}op');
  });

  it('says nothing where nothing is known', async () => {
    assert.deepEqual(runSync((await ask()).unknown(await leafOf(['a.com', 'a.com']), [])), []);
  });

  it('says nothing of a certificate that renews another one whole', async () => {
    assert.deepEqual(runSync((await ask({ old: ['a.com', 'a.com'] })).known(await leafOf(['a.com', 'a.com']), [])), []);
  });

  it('says nothing of a certificate that is deployed', async () => {
    const { parts, state } = await ask();
    const certificate = await made(['a.com', 'a.com'], { toDays: 90 });
    const [deployed] = toEntries({ new: { certificatePem: certificate.pem, names: ['a.com'] } });
    assert(deployed);
    const served = await servedOf('apisix', { me: ['a.com', 'a.com', 'b.com'] }, usesOf(['b.com']));
    const both: ConnectionState = { ...state, entries: [...state.entries, deployed] };
    assert.equal(
      runSync(coverageLossFrom({ ...parts, uses: { served: () => served } })(parse(certificate), [])).length,
      1,
    );
    assert.deepEqual(
      runSync(
        coverageLossFrom({ ...parts, inventory: inventoryOf(both), uses: { served: () => served } })(
          parse(certificate),
          [],
        ),
      ),
      [],
    );
  });
});

describe('very many objects of one name', () => {
  it('are looked at in steps before the first of them is compared', async () => {
    const objects = Object.fromEntries(Array.from({ length: 5_000 }, (_, id) => [`o${id}`, { names: ['a.com'] }]));
    const served = await servedOf('apisix', objects, usesOf(['a.com']));
    let looks = 0;
    const holders = new Proxy([...(served.table.exact.get('a.com') ?? [])], {
      get(target, key, receiver): unknown {
        looks += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const table = { ...served.table, exact: new Map([['a.com', holders]]) };
    let most = 0;
    const work = findCoverageLoss(await leafOf(['a.com', 'a.com']), { served: { ...served, table }, siblings: [] });
    for (let before = 0; !work.next().done; before = looks) most = Math.max(most, looks - before);
    assert.ok(looks >= 5_000 && most <= 2_000, `${looks} looks, ${most} of them without a rest`);
  });
});
