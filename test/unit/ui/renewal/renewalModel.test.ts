import assert from 'node:assert/strict';
import type { RenewalGateway } from '../../../../src/app/renewal/renewal';
import type { Ended } from '../../../../src/app/renewal/renewalOutcome';
import type { RenewalObject } from '../../../../src/app/renewal/renewalTargets';
import { canBeSent, isRetryable, keyOf } from '../../../../src/app/renewal/renewalTargets';
import { leavesOf } from '../../../../src/app/writes/upload';
import { GatewayError } from '../../../../src/gateway/gateway';
import { readRenewalIntent } from '../../../../src/shared/renewalProtocol';
import { english } from '../../../../src/shared/translate';
import { toRenewalState } from '../../../../src/ui/renewal/renewalModel';
import { buttonsOf } from '../../../../src/ui/renewal/renewalRow';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { stored } from '../../app/fakes/fakeConnections';
import { toEntries } from '../../app/fakes/fakeEntries';
import { materialOf } from '../../app/fakes/madeMaterial';

const now = Date.UTC(2026, 10, 23);
const refused = new GatewayError('rejected', 'no', { gatewayText: 'no' });

describe('the page of a renewal, as data', () => {
  let fresh: MadeCertificate;
  let old: MadeCertificate;
  before(async () => {
    [fresh, old] = (await Promise.all(
      [90, 5].map((toDays) => makeCertificate({ now, commonName: 'a.com', dns: ['a.com'], toDays })),
    )) as [MadeCertificate, MadeCertificate];
  });

  function object(id: string, change: Partial<RenewalObject> & { readonly at?: string; readonly ended?: Ended } = {}) {
    const { at = 'Staging', ended, ...more } = change;
    const [found] = toEntries({ [id]: { names: ['a.com', 'b.com'], certificatePem: old.pem } });
    assert(found);
    const connection = { ...found.connection, id: at, name: at };
    const entry = { ...found, connection };
    return {
      key: keyOf(entry),
      connection,
      entry,
      relation: 'renews',
      isReading: false,
      problem: undefined,
      plan: undefined,
      isSelected: false,
      wasAsked: false,
      progress: undefined,
      outcome: ended && { ended, severity: ended.kind === 'written' ? 'ok' : 'error', sentence: `ended ${ended.kind}` },
      ...more,
    } satisfies RenewalObject;
  }

  function state(
    objects: readonly RenewalObject[],
    change: {
      readonly gateways?: readonly RenewalGateway[];
      readonly isWriting?: boolean;
      readonly isStopping?: boolean;
    } = {},
  ) {
    const [leaf] = leavesOf(materialOf([fresh]), now);
    assert(leaf);
    const gateways = objects.map(({ connection }): RenewalGateway => ({ connection, kind: 'read' }));
    return toRenewalState(
      {
        source: { leaf },
        objects,
        gateways,
        selected: objects.filter((each) => each.isSelected && canBeSent(each)),
        retryable: objects.filter(isRetryable),
        isWriting: false,
        isStopping: false,
        ...change,
      },
      { place: 'a.pem', now, warningDays: null, translate: english },
    );
  }
  const actions = (shown: ReturnType<typeof state>) =>
    shown.actions.map(({ kind, label, isDisabled }) => `${kind} ${label}${isDisabled ? ' (off)' : ''}`);
  const written = (): Ended => ({ kind: 'written', stored: stored('1'), readBack: 'same', wasInterrupted: false });

  it('names what is renewed, with every gateway that has it', () => {
    const { title, subtitle } = state([object('1'), object('2', { at: 'Shop' }), object('3', { at: 'Shop' })]);
    assert.deepEqual([title, subtitle], ['Renew a.com', 'a.pem · expires in 90 days · 3 objects on Staging, Shop']);
  });

  it('shows when each expires, before and after; after it was renewed, what it has now', () => {
    const [waiting, done, has] = state([
      object('1'),
      object('2', { ended: written() }),
      object('3', { relation: 'holds' }),
    ]).rows;
    assert.deepEqual(waiting?.before, { date: '2026-11-28', note: 'expires in 5 days', severity: 'warning' });
    assert.deepEqual(waiting?.after, { date: '2027-02-21', note: 'expires in 90 days' });
    assert.deepEqual(done?.before, { date: '2027-02-21', note: 'expires in 90 days', severity: 'ok' });
    assert.deepEqual([done?.after, has?.after], [undefined, undefined]);
  });

  const progress: readonly [RenewalObject['progress'], RegExp, boolean][] = [
    ['waiting', /^Waiting/, false],
    ['writing', /^Reading it once more/, true],
    ['sent', /^Sent/, true],
    ['looking', /^Outcome unknown/, true],
  ];
  for (const [step, text, isBusy] of progress)
    it(`says of one that is ${String(step)} what is going on, and lets nobody choose it`, () => {
      const [row] = state([object('1', { progress: step })], { isWriting: true }).rows;
      assert.match(row?.state?.text ?? '', text);
      assert.deepEqual([row?.isBusy, row?.isSelectable, row?.isSelected], [isBusy, false, true]);
    });

  it('says why one cannot be renewed, and what became of those that were tried', () => {
    const [barred, failed, has] = state([
      object('1', { problem: 'it is read-only' }),
      object('2', { ended: { kind: 'failed', error: refused } }),
      object('3', { relation: 'holds' }),
    ]).rows;
    assert.deepEqual(barred?.state, { severity: 'warning', text: 'it is read-only' });
    assert.deepEqual(failed?.state, { severity: 'error', text: 'ended failed' });
    assert.deepEqual(has?.state, { severity: 'ok', text: 'Already has the new certificate' });
  });

  it('offers what can be done next', () => {
    assert.deepEqual(actions(state([object('1')])), ['renew Renew… (off)', 'refresh Refresh']);
    assert.deepEqual(actions(state([object('1', { progress: 'sent' })], { isWriting: true })), ['cancel Cancel']);
    assert.deepEqual(actions(state([object('1', { progress: 'sent' })], { isWriting: true, isStopping: true })), [
      'cancel Stopping… (off)',
    ]);
    assert.deepEqual(
      actions(state([object('1', { ended: written() }), object('2', { ended: { kind: 'failed', error: refused } })])),
      ['retry Retry 1…', 'checkLive Check Live…', 'refresh Refresh'],
    );
    assert.deepEqual(actions(state([object('1', { ended: written() })])), [
      'renew Renew… (off)',
      'checkLive Check Live…',
      'refresh Refresh',
    ]);
  });

  it('sums up what was done', () => {
    const done = object('1', { ended: written() });
    const failed = object('2', { ended: { kind: 'notTried', why: 'cancelled' } });
    assert.equal(state([done]).status?.text, 'Renewed 1 of 1.');
    assert.match(state([done, failed]).status?.text ?? '', /^Renewed 1 of 2\. Each of the other rows/);
    assert.equal(
      state([done, object('2', { progress: 'sent' })], { isWriting: true }).status?.text,
      'Renewing: 1 of 2 done',
    );
    assert.match(state([]).status?.text ?? '', /^No gateway holds/);
  });

  it('says which gateway could not be read, and which has nothing of it', () => {
    const { connection } = object('1');
    const { notes } = state([], {
      gateways: [
        { connection: { ...connection, name: 'Down' }, kind: 'failed', sentence: 'It does not answer.' },
        { connection: { ...connection, name: 'Empty' }, kind: 'read' },
      ],
    });
    assert.deepEqual(notes, [
      { severity: 'error', text: 'Down: It does not answer.' },
      { severity: 'info', text: 'Nothing to renew on Empty' },
    ]);
  });

  it('offers the certificate of each, and never an update where nothing may be written', () => {
    assert.deepEqual(buttonsOf(object('1')), ['show']);
    const readOnly = object('1', { problem: 'it is read-only' });
    assert.deepEqual(buttonsOf({ ...readOnly, connection: { ...readOnly.connection, readOnly: true } }), ['show']);
  });

  it('offers the manifest of what another tool manages', () => {
    const { entry, ...rest } = object('1');
    const managed = { ...rest, entry: { ...entry, stored: { ...entry.stored, isInIngressGroup: true as const } } };
    assert.deepEqual(buttonsOf(managed), ['show', 'openManifest']);
    const [row] = state([managed]).rows;
    assert.deepEqual(row?.buttons, ['Show Certificate', 'Open Manifest']);
    assert.deepEqual(row.lines, [{ severity: 'info', text: 'managed by the ingress controller' }]);
  });

  const messages: readonly [unknown, unknown][] = [
    [{ kind: 'renew', ids: '1 2' }, { kind: 'renew' }],
    [
      { kind: 'select', row: 'a', isSelected: true },
      { kind: 'select', row: 'a', isSelected: true },
    ],
    [{ kind: 'select', row: 1, isSelected: true }, undefined],
    [{ kind: 'select', row: 'a', isSelected: 'yes' }, undefined],
    [{ kind: 'selectAll' }, undefined],
    [
      { kind: 'press', row: 'a', button: 0 },
      { kind: 'press', row: 'a', button: 0 },
    ],
    [{ kind: 'press', row: 'a', button: -1 }, undefined],
    [{ kind: 'delete' }, undefined],
    ['renew', undefined],
    [null, undefined],
  ];
  for (const [message, intent] of messages)
    it(`reads ${JSON.stringify(message)} from the page`, () => assert.deepEqual(readRenewalIntent(message), intent));
});
