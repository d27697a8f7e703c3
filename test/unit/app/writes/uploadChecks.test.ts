import assert from 'node:assert/strict';
import 'reflect-metadata';
import { Extension, KeyUsageFlags } from '@peculiar/x509';
import type { UploadDraft } from '../../../../src/app/writes/upload';
import type { CheckId, UploadCheck } from '../../../../src/app/writes/uploadCheck';
import { checkUpload } from '../../../../src/app/writes/uploadChecks';
import { english } from '../../../../src/shared/translate';
import type { Authority, CertificateOptions } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs, makeKeyPair } from '../../../fixtures/keyPairs';
import { draftOf } from '../fakes/madeDraft';
import { parseMade, toUploadKey } from '../fakes/madeMaterial';

const now = Date.UTC(2026, 10, 23);

const manyNames = Array.from({ length: 3000 }, (_, index) => `tenant-${index}.shops.example.com`);
/** TLS feature 5 (RFC 7633). */
const mustStaple = new Extension('1.3.6.1.5.5.7.1.24', false, Uint8Array.from([0x30, 0x03, 0x02, 0x01, 0x05]));

describe('checkUpload', () => {
  let authority: Authority;
  const leaf = (options: Partial<CertificateOptions> = {}) =>
    makeCertificate({
      now,
      commonName: 'www.example.com',
      dns: ['www.example.com'],
      issuer: authority.intermediate,
      toDays: 60,
      ...options,
    });
  const draftFrom = async (
    options: Partial<CertificateOptions> = {},
    change: Partial<UploadDraft> = {},
  ): Promise<UploadDraft> => draftOf(await leaf(options), authority, change);
  before(async () => {
    authority = await makeAuthority(now);
  });

  const outcomeOf = (checks: readonly UploadCheck[], id: CheckId) => checks.find((check) => check.id === id)?.outcome;
  const check = (draft: UploadDraft, facts: { wantsNames?: boolean; isStapled?: boolean } = {}) =>
    checkUpload(draft, { now, warningDays: null, wantsNames: true, translate: english, ...facts });
  const rows: readonly [string, () => Promise<readonly UploadCheck[]>, CheckId, UploadCheck['outcome'] | undefined][] =
    [
      ['a good one: key', async () => check(await draftFrom()), 'key', 'pass'],
      ['a good one: type', async () => check(await draftFrom()), 'type', 'pass'],
      ['a good one: validity', async () => check(await draftFrom()), 'validity', 'pass'],
      ['a good one: chain', async () => check(await draftFrom()), 'chain', 'pass'],
      ['a good one: nothing else', async () => check(await draftFrom()), 'names', undefined],
      ['a good one: key choice', async () => check(await draftFrom()), 'keyChoice', undefined],
      ['RSA 1024', async () => check(await draftFrom({ key: 'RSA 1024' })), 'keyChoice', 'warning'],
      ['must-staple', async () => check(await draftFrom({ extensions: [mustStaple] })), 'keyChoice', 'warning'],
      [
        'must-staple, into an object that staples',
        async () => check(await draftFrom({ extensions: [mustStaple] }), { isStapled: true }),
        'keyChoice',
        'pass',
      ],
      [
        'must-staple, into an object that does not',
        async () => check(await draftFrom({ extensions: [mustStaple] }), { isStapled: false }),
        'keyChoice',
        'warning',
      ],
      ['a good one: size', async () => check(await draftFrom()), 'size', undefined],
      ['3,000 names', async () => check(await draftFrom({ dns: manyNames })), 'size', 'warning'],
      [
        'it ends before it starts',
        async () => check(await draftFrom({ fromDays: 9, toDays: 2 })),
        'validity',
        'warning',
      ],
      ['a name with a port', async () => check(await draftFrom({ dns: ['a.example.com:1'] })), 'names', 'stop'],
      [
        'a name with a port beside another',
        async () => check(await draftFrom({ dns: ['a.example.com', 'a.example.com:1'] })),
        'names',
        'warning',
      ],
      ['no key', async () => check(await draftFrom({}, { key: undefined })), 'key', 'stop'],
      [
        'another key',
        async () =>
          check(
            await draftFrom(
              {},
              {
                key: toUploadKey(
                  (await leaf({ commonName: 'x.example.com', keys: await makeKeyPair('EC P-256', 'x') })).keyPem,
                  'key.pem',
                ),
              },
            ),
          ),
        'key',
        'stop',
      ],
      [
        'encrypted key',
        async () =>
          check(
            await draftFrom(
              {},
              { key: toUploadKey(await keyPemAs((await leaf()).keys, 'encryptedPkcs8', 'x'), 'key.pem') },
            ),
          ),
        'key',
        'stop',
      ],
      [
        'server certificate as client',
        async () => check(await draftFrom({ purpose: 'server' }, { type: 'client' })),
        'type',
        'stop',
      ],
      [
        'client certificate as server',
        async () => check(await draftFrom({ purpose: 'client' }, { type: 'server' })),
        'type',
        'stop',
      ],
      ['code signing', async () => check(await draftFrom({ purpose: 'neither' })), 'type', 'stop'],
      [
        'a key that may not sign',
        async () => check(await draftFrom({ keyUsage: KeyUsageFlags.keyEncipherment })),
        'type',
        'warning',
      ],
      ['no EKU', async () => check(await draftFrom({ purpose: 'unstated' })), 'type', 'note'],
      ['any EKU', async () => check(await draftFrom({ purpose: 'any' })), 'type', 'warning'],
      ['both', async () => check(await draftFrom({ purpose: 'both' }, { type: 'client' })), 'type', 'pass'],
      [
        'a leaf as CA',
        async () => check(await draftFrom({}, { ca: { place: 'ca.pem', certificates: [parseMade(await leaf())] } })),
        'ca',
        'stop',
      ],
      [
        'a root as CA',
        async () => check(await draftFrom({}, { ca: { place: 'ca.pem', certificates: [parseMade(authority.root)] } })),
        'ca',
        'pass',
      ],
      ['expired', async () => check(await draftFrom({ fromDays: -90, toDays: -1 })), 'validity', 'warning'],
      ['not yet valid', async () => check(await draftFrom({ fromDays: 1, toDays: 90 })), 'validity', 'warning'],
      ['expiring', async () => check(await draftFrom({ fromDays: -80, toDays: 9 })), 'validity', 'warning'],
      ['out of order', async () => check(await draftFrom({}, { wasReordered: true })), 'chain', 'note'],
      [
        'left out',
        async () =>
          check(
            await draftFrom(
              {},
              { omitted: [{ certificate: parseMade(authority.root), why: 'stranger', reasons: [] }] },
            ),
          ),
        'chain',
        'warning',
      ],
      ['no name for a gateway that wants one', async () => check(await draftFrom({}, { names: [] })), 'names', 'stop'],
      [
        'no name for one that does not',
        async () => check(await draftFrom({}, { names: [] }), { wantsNames: false }),
        'names',
        undefined,
      ],
      ['no SAN', async () => check(await draftFrom({ dns: [] })), 'names', 'warning'],
    ];
  for (const [what, run, id, outcome] of rows) it(what, async () => assert.equal(outcomeOf(await run(), id), outcome));

  it('puts the worst first', async () => {
    const outcomes = check(await draftFrom({ purpose: 'client', fromDays: -90, toDays: -1 }, { type: 'server' })).map(
      (each) => each.outcome,
    );
    assert.deepEqual(outcomes.slice(0, 2), ['stop', 'warning']);
  });
});
