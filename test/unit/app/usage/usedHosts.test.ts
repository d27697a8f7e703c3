import assert from 'node:assert/strict';
import { distinctOwners, toUsedHosts } from '../../../../src/app/usage/usedHosts';
import type { HostUse, References } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { noUses, route, usesOf } from '../fakes/fakeEntries';

const host = (name: string, change: Partial<HostUse> = {}): HostUse => ({
  host: name,
  by: route(name),
  wantsHttps: 'unknown',
  isActive: true,
  ...change,
});

/** `a.com: a.com | *: x`, the ids behind each host. */
const text = (uses: References): string => {
  const { byHost, byWildcard, anyHost } = runSync(toUsedHosts(uses));
  const ids = (owners: readonly { readonly id: string }[]) => owners.map(({ id }) => id).join('+');
  return [
    ...[...byHost].map(([name, owners]) => `${name}: ${ids(owners)}`),
    ...[...byWildcard.keys()].map((end) => `[${end}]`),
    ...(anyHost.length === 0 ? [] : [`any: ${ids(anyHost)}`]),
  ].join(', ');
};

describe('toUsedHosts', () => {
  const cases: readonly [what: string, hosts: readonly HostUse[], expected: string][] = [
    [
      'hosts as gateways compare them',
      [host('A.com.'), host('bücher.example')],
      'a.com: A.com., xn--bcher-kva.example: bücher.example',
    ],
    ['two of one host', [host('a.com'), host('a.com', { by: route('2') })], 'a.com: a.com+2'],
    ['one that wants no TLS', [host('a.com', { wantsHttps: 'no' })], ''],
    ['one that is switched off: nobody, and that is known', [host('a.com', { isActive: false })], 'a.com: '],
    [
      'a wildcard, by what stands behind the star',
      [host('*.a.com'), host('*a.com')],
      '*.a.com: *.a.com, *a.com: *a.com, [.a.com], [a.com]',
    ],
    ['a lone star is every host', [host('*'), host('*', { isActive: false })], 'any: *'],
  ];
  for (const [what, hosts, expected] of cases) it(what, () => assert.equal(text({ ...noUses, hosts }), expected));

  it('keeps who has no host, who presents a certificate, and what can be used', () => {
    const by = route('1');
    const { anyHost, byClientCertificate, available } = runSync(
      toUsedHosts({
        ...noUses,
        anyHost: [by],
        clientReferences: [
          { certificateId: 'c', by },
          { certificateId: 'c', by: route('2') },
        ],
        availableTo: [{ certificateId: 'd', to: by }],
      }),
    );
    assert.deepEqual([anyHost, byClientCertificate.get('c'), [...available]], [[by], [by, route('2')], ['d']]);
  });

  it('says where it is not all: unread, or beyond the limit', () => {
    assert.equal(runSync(toUsedHosts(usesOf(['a.com', 'b.com']), 2)).isAll, true);
    const read = runSync(toUsedHosts(usesOf([], { unknown: Array<string>(9).fill('The routes could not be read.') })));
    assert.deepEqual([read.isAll, read.unknown.length], [false, 5]);
    const { byHost, isAll } = runSync(toUsedHosts(usesOf(['a.com', 'b.com', 'c.com']), 2));
    assert.deepEqual([[...byHost.keys()], isAll], [['a.com', 'b.com'], false]);
  });

  it('yields after each host and reference', () => {
    const clientReferences = [{ certificateId: 'c', by: route('1') }];
    assert.equal([...toUsedHosts({ ...usesOf(['a.com', 'b.com']), clientReferences })].length, 3);
  });

  it('names owners of several lists once', () => {
    assert.deepEqual(
      runSync(
        distinctOwners([
          [route('1'), route('2')],
          [route('2'), { kind: 'service', id: '2' }],
        ]),
      ),
      [route('1'), route('2'), { kind: 'service', id: '2' }],
    );
  });
});
