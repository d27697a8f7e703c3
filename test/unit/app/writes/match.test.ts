import assert from 'node:assert/strict';
import { matchSteps } from '../../../../src/app/writes/match';
import { matchChecks } from '../../../../src/app/writes/matchText';
import type { UploadDraft } from '../../../../src/app/writes/upload';
import { leavesOf, proposedNames } from '../../../../src/app/writes/upload';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import type { Authority, CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';
import type { Objects } from '../fakes/fakeEntries';
import { toEntries } from '../fakes/fakeEntries';
import { materialOf } from '../fakes/madeMaterial';

const now = Date.UTC(2026, 10, 23);

const matchOf = (...given: Parameters<typeof matchSteps>) => runSync(matchSteps(...given));

describe('matchOf', () => {
  let authority: Authority;
  const made: Record<string, MadeCertificate> = {};
  const make = (options: Partial<CertificateOptions> = {}) =>
    makeCertificate({
      now,
      commonName: 'a.example.com',
      dns: ['a.example.com'],
      issuer: authority.intermediate,
      toDays: 60,
      ...options,
    });
  before(async () => {
    authority = await makeAuthority(now);
    Object.assign(made, {
      mine: await make(),
      older: await make({ toDays: 3, serial: '0a' }),
      later: await make({ toDays: 90, serial: '0b' }),
      two: await make({ dns: ['a.example.com', 'b.example.com'], toDays: 3, serial: '0c' }),
    });
  });
  const pem = (name: string): string => made[name]?.chainPem ?? '';
  const draft = (type: UploadDraft['type'] = 'server') => {
    const [found] = leavesOf(materialOf([made['mine'], authority.intermediate]));
    assert.ok(found);
    return { ...found, type, names: proposedNames(found.leaf) };
  };
  const names = ['a.example.com'];
  const cases: readonly [what: string, objects: () => Objects, match: string][] = [
    ['nothing there', () => ({}), 'new'],
    ['other names', () => ({ 1: ['b.example.com'] }), 'new'],
    ['this very one', () => ({ 1: { names, certificatePem: pem('mine') } }), 'identical 1'],
    [
      'this very one, with a shorter chain',
      () => ({ 1: { names, certificatePem: made['mine']?.pem ?? '' } }),
      'renews 1',
    ],
    [
      'this very one, for the other side of TLS',
      () => ({ 1: { names, type: 'client', certificatePem: pem('mine') } }),
      'new',
    ],
    [
      'this very one, of a type that nobody tells',
      () => ({ 1: { names, type: undefined, certificatePem: pem('mine') } }),
      'identical 1',
    ],
    [
      'this very one, of which the gateway tells all but the chain',
      () => {
        const { serial, issuer, subject, validity } = draft().leaf;
        return {
          1: {
            names,
            metadata: { names, extensions: {}, serial, issuer: issuer.text, subject: subject.text, validity },
          },
        };
      },
      'identical 1',
    ],
    ['one that ends earlier', () => ({ 1: { names, certificatePem: pem('older') } }), 'renews 1'],
    [
      'one that ends earlier, and this very one',
      () => ({ 1: { names, certificatePem: pem('older') }, 2: { names, certificatePem: pem('mine') } }),
      'identical 2',
    ],
    [
      'of several, one that is served',
      () => ({
        1: { names, certificatePem: pem('older'), isEnabled: false },
        2: { names, certificatePem: pem('older'), ignored: { members: ['foo'], endsWithUpdate: false } },
        3: { names, certificatePem: pem('older') },
      }),
      'renews 3',
    ],
    ['one that ends later', () => ({ 1: { names, certificatePem: pem('later') } }), 'conflict 1'],
    [
      'one with a name more',
      () => ({ 1: { names: ['a.example.com', 'b.example.com'], certificatePem: pem('two') } }),
      'conflict 1',
    ],
    [
      'others that end later and are never served: disabled, or ignored by the gateway',
      () => ({
        1: { names, certificatePem: pem('later'), isEnabled: false },
        2: { names, certificatePem: pem('later'), ignored: { members: ['foo'], endsWithUpdate: false } },
      }),
      'new',
    ],
    ['names in capitals', () => ({ 1: { names: ['A.example.com'], certificatePem: pem('later') } }), 'conflict 1'],
  ];
  for (const [what, objects, expected] of cases)
    it(`${what}: ${expected}`, () => {
      const match = matchOf(draft(), toEntries(objects()));
      const ids =
        match.kind === 'new'
          ? []
          : match.kind === 'conflict'
            ? match.entries.map(({ stored }) => stored.id)
            : [match.entry.stored.id];
      assert.equal([match.kind, ...ids].join(' '), expected);
    });

  for (const type of ['client', undefined] as const)
    it(`lets client certificates share names with one of type ${String(type)}`, () =>
      assert.equal(
        matchOf(draft('client'), toEntries({ 1: { type, names, certificatePem: pem('later') } })).kind,
        'new',
      ));

  const sentences: readonly [
    what: string,
    objects: () => Objects,
    isWhole: boolean,
    outcome: string,
    sentence: RegExp,
  ][] = [
    [
      'identical',
      () => ({ 1: { names, certificatePem: pem('mine') } }),
      true,
      'stop',
      /^Already on the gateway as a\.example\.com \(ID 1\)$/,
    ],
    [
      'renews',
      () => ({ 1: { names, certificatePem: pem('older') } }),
      true,
      'warning',
      /It renews a\.example\.com \(1\)\./,
    ],
    [
      'conflict',
      () => ({ 1: { names, certificatePem: pem('later') } }),
      true,
      'warning',
      /already serve some of its names: a\.example\.com \(1\)/,
    ],
    ['new, as far as is known', () => ({}), false, 'note', /may already be there/],
  ];
  for (const [what, objects, isWhole, outcome, sentence] of sentences)
    it(`says ${what}`, () => {
      const [check, ...others] = matchChecks(matchOf(draft(), toEntries(objects())), { isWhole, translate: english });
      assert.deepEqual([check?.id, check?.outcome, others], ['duplicate', outcome, []]);
      assert.match(check?.sentence ?? '', sentence);
    });

  it('says which others serve its names beside the one that it renews', () => {
    const objects = {
      1: { names, certificatePem: pem('older') },
      2: { names, certificatePem: pem('later') },
      3: { names, certificatePem: pem('later'), isEnabled: false },
    };
    const checks = matchChecks(matchOf(draft(), toEntries(objects)), { isWhole: true, translate: english });
    assert.deepEqual(
      checks.map(({ outcome, sentence }) => `${outcome} ${sentence.replace(/\..*/, '')}`),
      ['warning It renews a', 'warning Other certificates already serve some of its names: a'],
    );
    assert.match(checks[1]?.sentence ?? '', /: a\.example\.com \(2\)$/);
  });

  it('names three that serve its names, and says how many there are', () => {
    const ids = ['1', '2', '3', '4'];
    const objects = Object.fromEntries(ids.map((id) => [id, { names, certificatePem: pem('later') }]));
    const [check] = matchChecks(matchOf(draft(), toEntries(objects)), { isWhole: true, translate: english });
    assert.match(check?.sentence ?? '', /: a\.example\.com \(1\), .*\(2\), .*\(3\), … \(4\)$/);
  });

  it('says that the gateway cannot be read, and why, whatever was listed before', () => {
    const failure = 'Nothing answers.';
    for (const objects of [{}, { 1: { names, certificatePem: pem('older') } }]) {
      const match = matchOf(draft(), toEntries(objects));
      const [check, ...others] = matchChecks(match, { isWhole: false, failure, translate: english });
      assert.deepEqual(check, {
        id: 'duplicate',
        outcome: 'warning',
        sentence: 'The gateway cannot be read now, and may already hold the certificate: Nothing answers.',
      });
      // That its list was not read completely goes without saying.
      assert.deepEqual(others, matchChecks(match, { isWhole: true, translate: english }));
    }
  });

  it('says nothing of one that is new', () =>
    assert.deepEqual(matchChecks({ kind: 'new' }, { isWhole: true, translate: english }), []));
});

describe('matchSteps', () => {
  it('yields while it looks at many certificates', async () => {
    const leaf = parse(await makeCertificate({ now: Date.UTC(2026, 10, 23), dns: ['a.test'] }));
    const objects = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`a${index}`, [`${index}.test`]]));
    const work = matchSteps({ leaf, chain: [leaf], type: 'server', names: ['a.test'] }, toEntries(objects));
    let yields = 0;
    for (let step = work.next(); step.done !== true; step = work.next()) yields += 1;
    assert.ok(yields >= 40, String(yields));
  });
});
