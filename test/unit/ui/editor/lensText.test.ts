import assert from 'node:assert/strict';
import type { DeploymentStatus } from '../../../../src/app/inventory/deploymentStatus';
import type { Certificate } from '../../../../src/core/model';
import { english } from '../../../../src/shared/translate';
import type { LensOptions } from '../../../../src/ui/editor/lensText';
import { lensText } from '../../../../src/ui/editor/lensText';
import { makeParsed } from '../../../fixtures/parsed';
import { route, toEntries } from '../../app/fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const certificate = { uri: 'file', certificate: 'ab'.repeat(32) };

describe('lensText', () => {
  let leaf: Certificate;
  let expired: Certificate;
  before(async () => {
    leaf = await makeParsed({ now, commonName: 'lens', toDays: 12.5 });
    expired = await makeParsed({ now, commonName: 'lens', toDays: -2.5 });
  });
  const options = (change: Partial<LensOptions<string>> = {}): LensOptions<string> => ({
    now,
    warningDays: null,
    translate: english,
    uri: 'file',
    certificate,
    isTrusted: true,
    canUpload: true,
    ...change,
  });
  const entry = (id: string, change: object = {}, facts: object = {}) => {
    const [found] = toEntries({ [id]: [] });
    assert(found);
    const { connection, stored } = found;
    return { ...found, connection: { ...connection, name: 'prod', ...change }, stored: { ...stored, ...facts } };
  };
  const standalone = { isReadOnly: true } as const;

  const cases: readonly [
    what: string,
    held: () => DeploymentStatus,
    change: Partial<LensOptions<string>>,
    title: string,
    command: string | undefined,
    given: readonly unknown[] | undefined,
  ][] = [
    [
      'nothing loaded',
      () => ({ kind: 'notLoaded', isLoading: false }),
      {},
      'gateways not loaded · Load',
      'refresh',
      [],
    ],
    ['loading', () => ({ kind: 'notLoaded', isLoading: true }), {}, 'gateways are being loaded…', undefined, undefined],
    [
      'deployed',
      () => ({ kind: 'deployed', entries: [entry('448200000000000001')], outdated: [] }),
      {},
      'deployed on prod · 12 d left',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '448200000000000001' }],
    ],
    [
      'deployed twice',
      () => ({ kind: 'deployed', entries: [entry('1'), entry('2')], outdated: [] }),
      {},
      'deployed on prod · 12 d left',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'deployed and used',
      () => ({ kind: 'deployed', entries: [entry('1')], outdated: [] }),
      { use: { owners: [route('1'), route('2')], isAll: true, isUnused: false, copies: [] } },
      'deployed on prod · 12 d left · used by 2 routes',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'deployed, and nothing certain about who uses it',
      () => ({ kind: 'deployed', entries: [entry('1')], outdated: [] }),
      { use: { owners: [], isAll: false, isUnused: false, copies: [] } },
      'deployed on prod · 12 d left',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'deployed here, and elsewhere still the one that it renews',
      () => ({ kind: 'deployed', entries: [entry('1')], outdated: [entry('2', { id: 'b', name: 'stage' })] }),
      {},
      'deployed on prod · 12 d left · renews 2 on stage · Update',
      'updateCertificate',
      [{ from: 'gateway', connection: 'b', id: '2' }, ['file']],
    ],
    [
      'a renewal',
      () => ({ kind: 'renews', entries: [entry('1')] }),
      {},
      'renews 1 on prod · Update',
      'updateCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }, ['file']],
    ],
    [
      'a renewal on a read-only connection',
      () => ({ kind: 'renews', entries: [entry('1', { readOnly: true })] }),
      {},
      'renews 1 on prod',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'a renewal in a workspace without trust',
      () => ({ kind: 'renews', entries: [entry('1')] }),
      { isTrusted: false },
      'renews 1 on prod',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'a renewal of several objects, on all gateways that have them',
      () => ({ kind: 'renews', entries: [entry('1'), entry('2', { id: 'b', name: 'stage' }), entry('3')] }),
      {},
      'renews 3 objects on prod, stage · Renew',
      'renewEverywhere',
      [certificate],
    ],
    [
      'deployed here, and elsewhere still several that it renews',
      () => ({
        kind: 'deployed',
        entries: [entry('1')],
        outdated: [entry('2', { id: 'b', name: 'stage', readOnly: true }), entry('3', { id: 'c', name: 'test' })],
      }),
      {},
      'deployed on prod · 12 d left · renews 2 objects on stage, test · Renew',
      'renewEverywhere',
      [certificate],
    ],
    [
      'a renewal of several that are all on read-only connections',
      () => ({ kind: 'renews', entries: [entry('1', { readOnly: true }), entry('2', { readOnly: true })] }),
      {},
      'renews 2 objects on prod',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'a renewal on a gateway in standalone mode',
      () => ({ kind: 'renews', entries: [entry('1', {}, standalone)] }),
      {},
      'renews 1 on prod',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'a renewal of several that are all on gateways in standalone mode',
      () => ({ kind: 'renews', entries: [entry('1', {}, standalone), entry('2', {}, standalone)] }),
      {},
      'renews 2 objects on prod',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'a renewal of several of which one may be changed',
      () => ({ kind: 'renews', entries: [entry('1', {}, standalone), entry('2', { id: 'b', name: 'stage' })] }),
      {},
      'renews 2 objects on prod, stage · Renew',
      'renewEverywhere',
      [certificate],
    ],
    [
      'deployed, and disabled on one gateway',
      () => ({
        kind: 'deployed',
        entries: [entry('1'), entry('2', { id: 'b', name: 'stage' }, { isEnabled: false })],
        outdated: [],
      }),
      {},
      'deployed on prod, stage (disabled) · 12 d left',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'deployed, with a disabled twin on the same gateway',
      () => ({ kind: 'deployed', entries: [entry('1', {}, { isEnabled: false }), entry('2')], outdated: [] }),
      {},
      'deployed on prod · 12 d left',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'a renewal of one that is disabled',
      () => ({ kind: 'renews', entries: [entry('1', {}, { isEnabled: false })] }),
      {},
      'renews 1 on prod (disabled) · Update',
      'updateCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }, ['file']],
    ],
    [
      'a renewal that lacks names',
      () => ({ kind: 'renewsInPart', entries: [entry('448200000000000001')] }),
      {},
      'renews 448200000000000001 on prod in part · Update',
      'updateCertificate',
      [{ from: 'gateway', connection: 'a', id: '448200000000000001' }, ['file']],
    ],
    [
      'a renewal that lacks names, without trust',
      () => ({ kind: 'renewsInPart', entries: [entry('1'), entry('2')] }),
      { isTrusted: false },
      'renews 2 objects on prod in part',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
    [
      'nowhere',
      () => ({ kind: 'absent', isCertain: true, isLoading: false }),
      {},
      'not on any gateway · Upload',
      'uploadCertificate',
      ['file'],
    ],
    [
      'in an upstream itself',
      () => ({ kind: 'absent', isCertain: true, isLoading: false }),
      { copies: [{ kind: 'upstream', id: 'orders' }] },
      'not on any gateway, but a copy in 1 upstream · Upload',
      'uploadCertificate',
      ['file'],
    ],
    [
      'nowhere, and every gateway is only read',
      () => ({ kind: 'absent', isCertain: true, isLoading: false }),
      { canUpload: false },
      'not on any gateway',
      undefined,
      undefined,
    ],
    [
      'nowhere so far',
      () => ({ kind: 'absent', isCertain: false, isLoading: false }),
      {},
      'not on any gateway that is loaded · Upload',
      'uploadCertificate',
      ['file'],
    ],
    [
      'nowhere so far, and the rest on its way',
      () => ({ kind: 'absent', isCertain: false, isLoading: true }),
      {},
      'not on any gateway so far, still loading…',
      undefined,
      undefined,
    ],
    [
      'nowhere, without trust',
      () => ({ kind: 'absent', isCertain: true, isLoading: false }),
      { isTrusted: false },
      'not on any gateway',
      undefined,
      undefined,
    ],
    [
      'a name that hides something',
      () => ({ kind: 'deployed', entries: [entry('1', { name: '$(alert)\u202E' })], outdated: [] }),
      {},
      'deployed on $(alert)\\u{202E} · 12 d left',
      'showCertificate',
      [{ from: 'gateway', connection: 'a', id: '1' }],
    ],
  ];
  for (const [what, held, change, title, command, given] of cases) {
    it(`${what}: ${title}`, () => {
      const text = lensText(held(), leaf, options(change));
      assert.deepEqual(
        [text.title, text.command, text.arguments],
        [title, command && `api7Certificates.${command}`, given],
      );
    });
  }

  it('says of an expired one since when', () => {
    assert.equal(
      lensText({ kind: 'deployed', entries: [entry('1')], outdated: [] }, expired, options()).title,
      'deployed on prod · expired 2 d ago',
    );
  });
});
