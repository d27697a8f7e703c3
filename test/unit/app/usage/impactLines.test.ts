import assert from 'node:assert/strict';
import type { ProposedCertificate } from '../../../../src/app/usage/impact';
import { deletionImpact, replacementImpact } from '../../../../src/app/usage/impact';
import { impactLines } from '../../../../src/app/usage/impactLines';
import type { References } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import type { Objects } from '../fakes/fakeEntries';
import { noUses, route, toEntries, usesOf } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const day = 24 * 60 * 60 * 1000;
const until = (days: number, names: readonly string[]) => ({
  names,
  metadata: { names, extensions: {}, validity: { notBefore: now - 60 * day, notAfter: now + days * day } },
});

function linesOf(objects: Objects, uses: References | undefined, replacement?: ProposedCertificate): readonly string[] {
  const entries = toEntries(objects);
  const entry = entries.find(({ stored }) => stored.id === 'me') ?? assert.fail('no such entry');
  const facts = { entries, isComplete: true, uses, clock: { now, warningDays: null } };
  const impact = runSync(replacement ? replacementImpact(entry, replacement, facts) : deletionImpact(entry, facts));
  return impactLines(impact, english).map(({ severity, text }) => `${severity}: ${text}`);
}

describe('impactLines', () => {
  const deletions: readonly [what: string, Objects, References | undefined, readonly string[]][] = [
    ['nothing', { me: { names: [] } }, noUses, ['note: Nothing on this gateway is known to use it.']],
    ['lost hosts', { me: ['a.com', 'b.com'] }, usesOf(['b.com', 'a.com']), ['danger: Left without TLS: a.com, b.com']],
    [
      'many lost hosts',
      { me: ['*.a.com'] },
      usesOf(['1', '2', '3', '4', '5', '6', '7'].map((each) => `${each}.a.com`)),
      ['danger: Left without TLS: 1.a.com, 2.a.com, 3.a.com, 4.a.com, 5.a.com and 2 more'],
    ],
    [
      'to a good one',
      { me: ['x.a.com'], o: until(60, ['*.a.com']) },
      usesOf(['x.a.com']),
      ['note: Falls to another certificate, *.a.com (ID o): x.a.com'],
    ],
    [
      'to an expired one',
      { me: ['x.a.com'], o: until(-1, ['*.a.com']) },
      usesOf(['x.a.com']),
      ['danger: Falls to another certificate, *.a.com (ID o, expired): x.a.com'],
    ],
    [
      'to one that does not name it',
      { me: ['x.a.com'], o: { ...until(60, ['b.com']), names: ['*.a.com'] } },
      usesOf(['x.a.com']),
      ['danger: Falls to another certificate, *.a.com (ID o, does not name the host): x.a.com'],
    ],
    [
      'two to one',
      { me: ['x.a.com', 'y.a.com'], o: until(60, ['*.a.com']) },
      usesOf(['x.a.com', 'y.a.com']),
      ['note: Falls to another certificate, *.a.com (ID o): x.a.com, y.a.com'],
    ],
    [
      'one of several',
      { me: ['a.com'], o: until(60, ['a.com']), p: until(60, ['a.com']) },
      usesOf(['a.com']),
      [
        'warning: Served with one of several certificates, depending on the gateway’s node: a.com (ID o), a.com (ID p). Hosts: a.com',
      ],
    ],
    [
      'refused',
      { me: ['x.y.a.com'], o: until(60, ['*.a.com']) },
      usesOf(['x.y.a.com']),
      [
        'danger: Left without TLS: x.y.a.com. The gateway chooses *.a.com (ID o, does not name the host) by its wildcard, then refuses it and tries no other',
      ],
    ],
    ['idle names', { me: ['a.com'] }, noUses, ['note: No longer served, and not known to be used: a.com']],
    [
      'switched off',
      { me: ['a.com'] },
      { ...noUses, hosts: [{ host: 'a.com', by: route('1'), wantsHttps: 'yes', isActive: false }] },
      ['warning: Left without TLS: a.com (disabled now)'],
    ],
    [
      'clients',
      { me: { type: 'client', names: [] } },
      {
        ...noUses,
        clientReferences: [
          { certificateId: 'me', by: { kind: 'upstream', id: '7', name: 'orders' } },
          { certificateId: 'me', by: { kind: 'streamRoute', id: '8', name: ' ' } },
        ],
      },
      [
        'danger: Left without the client certificate for upstreams, so that requests to them fail: upstream orders, stream route 8',
      ],
    ],
    [
      'what the gateway lists',
      { me: { names: [] } },
      { ...noUses, availableTo: [{ certificateId: 'me', to: { kind: 'application', id: '1', name: 'Shop' } }] },
      ['note: The gateway lists it as usable for: application Shop'],
    ],
    [
      'what is not known, behind what is worse',
      { me: ['a.com'] },
      { ...usesOf(['a.com']), unknown: ['Services may not be read.'] },
      ['danger: Left without TLS: a.com', 'warning: Services may not be read.'],
    ],
    [
      'hidden characters',
      { me: ['a\u202e.com'] },
      usesOf(['a\u202e.com']),
      ['danger: Left without TLS: a\\u{202E}.com'],
    ],
  ];
  for (const [what, objects, uses, expected] of deletions)
    it(`deletion: ${what}`, () => assert.deepEqual(linesOf(objects, uses), expected));

  const replacements: readonly [what: string, Objects, ProposedCertificate, References, readonly string[]][] = [
    ['kept', { me: ['a.com'] }, {}, usesOf(['a.com']), ['note: Still served, now with the new certificate: a.com']],
    [
      'gained',
      { me: ['a.com'] },
      { names: ['a.com', 'b.com'] },
      usesOf(['b.com']),
      ['note: Served with a certificate from now on: b.com'],
    ],
    [
      'taken',
      { me: ['a.com'], o: until(60, ['*.b.com']) },
      { names: ['a.com', 'x.b.com'] },
      usesOf(['x.b.com']),
      ['note: Served with the new certificate instead of *.b.com (ID o): x.b.com'],
    ],
    [
      'fallen to another',
      { me: ['x.b.com'], o: until(60, ['*.b.com']) },
      { names: ['a.com'] },
      usesOf(['x.b.com']),
      ['warning: Falls to another certificate, *.b.com (ID o): x.b.com'],
    ],
    [
      'idle names lost',
      { me: ['a.com', 'b.com'] },
      { names: ['a.com'] },
      noUses,
      ['note: No longer served, and not known to be used: b.com'],
    ],
    [
      'a star that old versions do not serve',
      { me: { names: ['*'], isSingleName: true } },
      {},
      usesOf(['a.com']),
      [
        'warning: May be left without TLS: a.com. Depending on its node or version, the gateway serves * (ID me, validity unknown) instead',
      ],
    ],
    [
      'clients',
      { me: { type: 'client', names: [] } },
      {},
      { ...noUses, clientReferences: [{ certificateId: 'me', by: { kind: 'upstream', id: '7' } }] },
      ['note: Presents it to upstreams as client certificate: upstream 7'],
    ],
  ];
  for (const [what, objects, replacement, uses, expected] of replacements)
    it(`replacement: ${what}`, () => assert.deepEqual(linesOf(objects, uses, replacement), expected));
});
