import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { FullEntry } from '../../../../src/app/inventory/certificateEntry';
import type { UploadKey } from '../../../../src/app/sources/material';
import type { UpdateCapabilities, UpdateDraft } from '../../../../src/app/writes/update';
import { proposeNames, toChange, toUpdateDraft } from '../../../../src/app/writes/update';
import type { UpdateCheck, UpdateCheckId } from '../../../../src/app/writes/updateChecks';
import { checkUpdate } from '../../../../src/app/writes/updateChecks';
import { readPrivateKey } from '../../../../src/core/keys/keys';
import type { StoredCertificate } from '../../../../src/core/model';
import { blockPem, scanPem } from '../../../../src/core/pem/scan';
import { english } from '../../../../src/shared/translate';
import type { Authority, CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { makeKeyPair } from '../../../fixtures/keyPairs';
import { parse } from '../../../fixtures/parsed';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const apisix: UpdateCapabilities = { wantsNames: true, needsKeyOnReplace: false };
const cloud: UpdateCapabilities = { wantsNames: false, needsKeyOnReplace: true };

const toKey = (pem: string): UploadKey => {
  const [block] = scanPem(pem).blocks;
  assert(block);
  return { place: 'key.pem', reading: readPrivateKey(pem, block), toPem: () => blockPem(pem, block) ?? '' };
};

describe('update', () => {
  let authority: Authority;
  const make = (options: Partial<CertificateOptions> = {}): Promise<MadeCertificate> =>
    makeCertificate({
      now,
      commonName: 'a.com',
      dns: ['a.com'],
      issuer: authority.intermediate,
      toDays: 60,
      ...options,
    });
  const entryOf = (made: MadeCertificate, change: Partial<StoredCertificate> = {}): FullEntry => {
    const [entry] = toEntries({ 7: { names: ['a.com'], certificatePem: made.chainPem, ...change } });
    return entry ?? assert.fail();
  };
  const draftOf = (made: MadeCertificate, current: FullEntry, change: Partial<UpdateDraft> = {}): UpdateDraft => {
    const chain = [parse(made), ...(made.issuer ? [parse(made.issuer)] : [])];
    const leaf = { place: 'file.pem', leaf: parse(made), chain, wasReordered: false, omitted: [] };
    return { ...toUpdateDraft(leaf, { key: toKey(made.keyPem), current }), ...change };
  };
  before(async () => {
    authority = await makeAuthority(now);
  });

  describe('proposeNames', () => {
    const rows: readonly [
      what: string,
      old: readonly string[] | undefined,
      object: readonly string[],
      is: readonly string[],
      expected: string,
    ][] = [
      [
        'the old certificate’s names become the new one’s',
        ['a.com', 'b.com'],
        ['B.com', 'a.com'],
        ['a.com', 'c.com'],
        'a.com c.com | dropped B.com',
      ],
      ['nothing changes', ['a.com'], ['a.com'], ['a.com'], 'a.com'],
      ['no names yet', ['a.com'], [], ['a.com', 'b.com'], 'a.com b.com'],
      ['chosen names stay', ['a.com', 'b.com'], ['a.com'], ['a.com', 'b.com'], 'a.com | additions b.com'],
      ['chosen names under a wildcard stay', ['*.a.com'], ['x.a.com'], ['*.a.com'], 'x.a.com | additions *.a.com'],
      [
        'a chosen name that is no longer covered goes',
        ['a.com', 'b.com', 'c.com'],
        ['a.com', 'b.com'],
        ['a.com'],
        'a.com | dropped b.com',
      ],
      [
        'a name that was never covered stays',
        ['a.com'],
        ['a.com', 'z.com'],
        ['a.com', 'b.com'],
        'a.com z.com | uncovered z.com | additions b.com',
      ],
      ['a catch-all stays', ['a.com'], ['*'], ['a.com'], '* | uncovered * | additions a.com'],
      [
        'names of a certificate nobody can read stay',
        undefined,
        ['a.com', 'z.com'],
        ['a.com'],
        'a.com z.com | uncovered z.com',
      ],
      ['a trailing dot is nothing', ['a.com'], ['a.com.'], ['b.com'], 'b.com | dropped a.com.'],
    ];
    for (const [what, old, object, is, expected] of rows)
      it(what, async () => {
        const made = await make(old ? { dns: old } : {});
        const current = entryOf(made, { names: object, ...(old ? {} : { certificatePem: '$secret://a/b/c' }) });
        const { names, ...others } = proposeNames(current, parse(await make({ dns: is })));
        const rest = Object.entries(others).flatMap(([key, list]) =>
          list.length > 0 ? [`${key} ${list.join(' ')}`] : [],
        );
        assert.equal([names.join(' '), ...rest].join(' | '), expected);
      });
    it('not by the common name, where there is a SAN', async () => {
      const address = await make({ dns: [], ips: ['10.0.0.1'], commonName: 'cn.com' });
      assert.deepEqual(proposeNames(entryOf(address, { names: ['cn.com', '10.0.0.1'] }), parse(address)).uncovered, [
        'cn.com',
      ]);
    });
    it('by the common name, where there is no SAN', async () => {
      const old = await make({ dns: [], commonName: 'cn.com' });
      assert.deepEqual(
        proposeNames(entryOf(old, { names: ['cn.com'] }), parse(await make({ dns: [], commonName: 'cn.com' }))),
        { names: ['cn.com'], dropped: [], uncovered: [], additions: [] },
      );
    });
  });

  describe('toChange', () => {
    const label = { key: 'team', value: 'x' };
    const rows: readonly [
      what: string,
      change: Partial<UpdateDraft>,
      UpdateCapabilities,
      expected: readonly string[],
    ][] = [
      ['the certificate alone', {}, apisix, ['certificate', 'privateKey']],
      [
        'the labels as they are, in another order',
        { labels: [label, { key: 'env', value: 'y' }] },
        apisix,
        ['certificate', 'privateKey'],
      ],
      ['other labels', { labels: [label] }, apisix, ['certificate', 'privateKey', 'labels']],
      ['no labels', { labels: [] }, apisix, ['certificate', 'privateKey', 'labels']],
      ['other names', { names: ['a.com', 'b.com'] }, apisix, ['certificate', 'privateKey', 'names']],
      ['names in another order', { names: ['b.com', 'a.com'] }, apisix, ['certificate', 'privateKey', 'names']],
      ['names where the gateway derives them', { names: ['b.com'] }, cloud, ['certificate', 'privateKey']],
      [
        'names of a client certificate',
        { names: ['b.com'], type: 'client' },
        apisix,
        ['certificate', 'privateKey', 'type'],
      ],
      ['another type', { type: 'client' }, apisix, ['certificate', 'privateKey', 'type']],
      ['a CA', { ca: { kind: 'set', pem: 'CA' } }, apisix, ['certificate', 'privateKey', 'ca']],
      ['no CA any more', { ca: { kind: 'remove' } }, apisix, ['certificate', 'privateKey', 'ca']],
      ['the CA as it is', { ca: { kind: 'keep' } }, apisix, ['certificate', 'privateKey']],
    ];
    for (const [what, change, capabilities, expected] of rows)
      it(what, async () => {
        const current = entryOf(await make(), { labels: [{ key: 'env', value: 'y' }, label] });
        const sent = toChange(draftOf(await make(), current, change), current, capabilities);
        assert.deepEqual(Object.keys(sent), expected);
        if (sent.labels) assert.deepEqual(sent.labels, change.labels);
        if (sent.names) assert.deepEqual(sent.names, change.names);
      });

    it('sends no labels that are the gateway’s in another order', async () => {
      const [env, team] = [{ key: 'env', value: 'y' }, label];
      const current = entryOf(await make(), { labels: [team, env] });
      assert.deepEqual(
        Object.keys(toChange(draftOf(await make(), current, { labels: [env, team] }), current, apisix)),
        ['certificate', 'privateKey'],
      );
    });

    it('sends the whole chain in order', async () => {
      const made = await make();
      const current = entryOf(await make());
      const { certificate, privateKey } = toChange(draftOf(made, current), current, apisix);
      assert.equal(certificate, made.chainPem);
      assert.equal(privateKey, made.keyPem);
    });
    it('sends no key where none is given and the gateway’s own fits', async () => {
      const current = entryOf(await make());
      const sent = toChange(draftOf(await make(), current, { key: undefined }), current, apisix);
      assert.deepEqual(Object.keys(sent), ['certificate']);
    });
    it('never makes a change without the key that is needed', async () => {
      const current = entryOf(await make());
      const other = await make({ keys: await makeKeyPair('EC P-256', 'update') });
      assert.throws(() => toChange(draftOf(other, current, { key: undefined }), current, apisix), /without a key/);
      const same = await make();
      assert.throws(() => toChange(draftOf(same, current, { key: undefined }), current, cloud), /without a key/);
    });
    it('shows no key when the draft is printed', async () => {
      const made = await make();
      const secret = made.keyPem.split('\n')[1] ?? '';
      assert.ok(secret.length >= 40);
      const draft = draftOf(made, entryOf(made));
      for (const text of [JSON.stringify(draft), inspect(draft, { depth: 9 })]) assert.ok(!text.includes(secret));
    });
  });

  describe('checkUpdate', () => {
    const outcome = (checks: readonly UpdateCheck[], id: UpdateCheckId) =>
      checks
        .filter((check) => check.id === id)
        .map((check) => check.outcome)
        .join();
    const check = (draft: UpdateDraft, current: FullEntry, capabilities = apisix) =>
      checkUpdate(draft, { current, capabilities, now, warningDays: null, translate: english });
    interface Row {
      readonly old?: Partial<CertificateOptions>;
      readonly object?: Partial<StoredCertificate>;
      readonly is?: Partial<CertificateOptions>;
      readonly draft?: Partial<UpdateDraft>;
      readonly capabilities?: UpdateCapabilities;
    }
    const run = async ({ old, object, is, draft, capabilities }: Row) => {
      const current = entryOf(await make(old), object);
      return check(draftOf(await make({ toDays: 90, ...is }), current, draft), current, capabilities);
    };
    const rows: readonly [what: string, Row, UpdateCheckId, expected: string][] = [
      ['a good one', {}, 'key', 'pass'],
      ['a good one', {}, 'same', ''],
      ['a good one', {}, 'lostNames', ''],
      ['a good one', {}, 'earlierEnd', ''],
      ['a good one', {}, 'typeChange', ''],
      ['a good one', {}, 'unnamed', ''],
      ['a good one', {}, 'droppedNames', ''],
      ['no key, the same one', { draft: { key: undefined } }, 'key', 'pass'],
      [
        'no key, the same one, but the gateway wants it',
        { draft: { key: undefined }, capabilities: cloud },
        'key',
        'stop',
      ],
      ['no key, another one', { old: { key: 'RSA 2048' }, draft: { key: undefined } }, 'key', 'stop'],
      ['a client certificate in place of a server one', { is: { purpose: 'client' } }, 'type', 'stop'],
      ['a changed type', { is: { purpose: 'both' }, draft: { type: 'client' } }, 'typeChange', 'warning'],
      ['a type nobody knows', { object: { type: undefined } }, 'typeChange', 'warning'],
      ['a name lost', { old: { dns: ['a.com', 'b.com'] } }, 'lostNames', 'warning'],
      [
        'a name lost that a wildcard covers',
        { old: { dns: ['a.com', 'x.a.com'] }, is: { dns: ['a.com', '*.a.com'] } },
        'lostNames',
        '',
      ],
      [
        'a served name that goes',
        { old: { dns: ['a.com', 'b.com'] }, object: { names: ['a.com', 'b.com'] } },
        'droppedNames',
        'warning',
      ],
      [
        'a served name that goes, where the gateway derives them',
        { old: { dns: ['a.com', 'b.com'] }, object: { names: ['a.com', 'b.com'] }, capabilities: cloud },
        'droppedNames',
        '',
      ],
      ['a served name that nothing covers', { object: { names: ['a.com', 'z.com'] } }, 'unnamed', 'warning'],
      [
        'a new name that stays out of the object',
        { is: { dns: ['a.com', 'b.com'] }, draft: { names: ['a.com'] } },
        'unlisted',
        'note',
      ],
      ['a new name that is served', { is: { dns: ['a.com', 'b.com'] } }, 'unlisted', ''],
      [
        'a new name, where the gateway derives them',
        { is: { dns: ['a.com', 'b.com'] }, draft: { names: ['a.com'] }, capabilities: cloud },
        'unlisted',
        '',
      ],
      ['an earlier end', { is: { toDays: 59 } }, 'earlierEnd', 'warning'],
      ['expired', { is: { fromDays: -90, toDays: -1 } }, 'validity', 'warning'],
      ['a disabled object', { object: { isEnabled: false } }, 'disabled', 'warning'],
      ['an object that is switched on', {}, 'disabled', ''],
      ['no name for a gateway that wants one', { draft: { names: [] } }, 'names', 'stop'],
    ];
    describe('a renewal that is no longer for clients', () => {
      const server = { is: { purpose: 'server' } } as const;
      const asClient = { old: { purpose: 'both' }, object: { type: 'client' } } as const;
      const clientRows: readonly [what: string, Row, clientOf: string | undefined, expected: string][] = [
        ['of an object of type client', { ...server, ...asClient }, undefined, 'stop'],
        [
          'of one that was for clients alone',
          { ...server, ...asClient, old: { purpose: 'client' } },
          undefined,
          'stop',
        ],
        ['of one that said nothing', { ...server, ...asClient, old: { purpose: 'unstated' } }, '', 'stop'],
        ['for neither', { ...asClient, is: { purpose: 'neither' } }, undefined, 'stop'],
        ['that is presented, whatever its type', { ...server, old: { purpose: 'both' } }, 'upstream 1', 'stop'],
        [
          'that becomes a server one while it is presented',
          { ...server, ...asClient, draft: { type: 'server' } },
          'upstream 1',
          'stop',
        ],
        [
          'that becomes a server one and is not presented',
          { ...server, ...asClient, draft: { type: 'server' } },
          undefined,
          '',
        ],
        ['of a server one', { ...server, old: { purpose: 'both' } }, undefined, ''],
        ['that still is', { ...asClient, is: { purpose: 'both' } }, 'upstream 1', ''],
        ['that says nothing', { ...asClient, is: { purpose: 'unstated' } }, 'upstream 1', ''],
      ];
      for (const [what, { old, object, is, draft }, clientOf, expected] of clientRows)
        it(`${what}: ${expected || 'goes on'}`, async () => {
          const current = entryOf(await make(old), object);
          const made = draftOf(await make({ toDays: 90, ...is }), current, draft);
          const checks = checkUpdate(made, {
            current,
            capabilities: apisix,
            clientOf,
            now,
            warningDays: null,
            translate: english,
          });
          assert.equal(outcome(checks, 'lostClientAuth'), expected);
          const had =
            old?.purpose === 'server' || old?.purpose === 'neither' ? 'has no clientAuth' : 'has lost clientAuth';
          const sentence = new RegExp(`^The new certificate ${had} .*${clientOf ? ' upstream 1' : 'private CA'}$`);
          if (expected) assert.match(checks[0]?.sentence ?? '', sentence);
        });
    });

    for (const [what, row, id, expected] of rows)
      it(`${what}: ${id} ${expected || 'says nothing'}`, async () =>
        assert.equal(outcome(await run(row), id), expected));

    for (const [what, row, sentence] of [
      [
        'a server one that becomes one of a client',
        { is: { purpose: 'both' }, draft: { type: 'client' } },
        'The type changes from server to client: no host is served with it any more',
      ],
      [
        'a client one that becomes one of a server',
        { is: { purpose: 'both' }, object: { type: 'client' }, draft: { type: 'server' } },
        'The type changes from client to server: upstreams that refer to it fail',
      ],
    ] as const)
      it(`says what it means: ${what}`, async () =>
        assert.equal((await run(row)).find(({ id }) => id === 'typeChange')?.sentence, sentence));

    it('checks the CA that comes new', async () => {
      const made = await make({ toDays: 90 });
      const current = entryOf(await make());
      const facts = { current, capabilities: apisix, now, warningDays: null, translate: english };
      const ca = { place: 'ca.pem', certificates: [parse(made)] };
      assert.match(outcome(checkUpdate(draftOf(made, current), { ...facts, newCa: ca }), 'ca'), /^stop/);
      assert.equal(outcome(checkUpdate(draftOf(made, current), facts), 'ca'), '');
    });

    it('stops where there is nothing to update', async () => {
      const made = await make();
      const current = entryOf(made);
      assert.equal(outcome(check(draftOf(made, current), current), 'same'), 'stop');
      assert.equal(
        outcome(check(draftOf(made, current, { labels: [{ key: 'a', value: 'b' }] }), current), 'same'),
        'note',
      );
      assert.equal(outcome(check(draftOf(made, current, { ca: { kind: 'remove' } }), current), 'same'), 'note');
      assert.equal(outcome(check(draftOf(made, current, { chain: [parse(made)] }), current), 'same'), 'note');
    });
    it('does not stop where the chain may be what changes', async () => {
      const made = await make();
      const { issuer, serial, validity } = parse(made);
      const [current] = toEntries(
        {
          7: {
            names: ['a.com'],
            metadata: { issuer: issuer.text, serial, validity, names: ['a.com'], extensions: {} },
          },
        },
        'api7cloud',
      );
      assert(current);
      assert.equal(outcome(check(draftOf(made, current), current, cloud), 'same'), 'warning');
    });
    it('finds a key that does not fit', async () => {
      const current = entryOf(await make());
      const other = await makeKeyPair('EC P-256', 'update');
      assert.equal(
        outcome(check(draftOf(await make(), current, { key: toKey(other.keyPem) }), current), 'key'),
        'stop',
      );
    });
    it('lists the names that are lost, safe to show', async () => {
      const checks = await run({ old: { dns: ['a.com', 'b.com', 'c.com'] } });
      assert.equal(
        checks.find(({ id }) => id === 'lostNames')?.sentence,
        'The new certificate no longer names: b.com, c.com',
      );
    });
    it('puts a note before what is well', async () => {
      const made = await make();
      const current = entryOf(made);
      const outcomes = check(draftOf(made, current, { chain: [parse(made)] }), current).map((each) => each.outcome);
      assert.deepEqual([outcomes.includes('note'), outcomes.includes('pass')], [true, true]);
      assert.ok(outcomes.lastIndexOf('note') < outcomes.indexOf('pass'), outcomes.join());
    });
    it('puts the worst first', async () => {
      const outcomes = (await run({ is: { purpose: 'client', toDays: 59 } })).map((each) => each.outcome);
      const rank = { stop: 0, warning: 1, note: 2, pass: 3 } as const;
      assert.deepEqual(
        outcomes,
        outcomes.toSorted((a, b) => rank[a] - rank[b]),
      );
      assert.equal(outcomes[0], 'stop');
    });
  });
});
