import assert from 'node:assert/strict';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import type { EndingFacts, Outcome } from '../../../../src/app/writes/endingText';
import { endingText } from '../../../../src/app/writes/endingText';
import type { Note } from '../../../../src/app/writes/journal';
import type { StoredCertificate } from '../../../../src/core/model';
import { GatewayError } from '../../../../src/gateway/gateway';
import { english } from '../../../../src/shared/translate';
import { toInertText } from '../../../../src/ui/window/inertText';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { connection, stored } from '../fakes/fakeConnections';

const now = Date.UTC(2026, 10, 23);
const place = { ...connection('a'), name: 'Prod' };
const until = '2026-12-23';

describe('the text of how a write ended', () => {
  let shop: MadeCertificate;
  let both: MadeCertificate;
  before(async () => {
    shop = await makeCertificate({ now, commonName: 'shop.test', dns: ['shop.test'], toDays: 30 });
    both = await makeCertificate({ now, commonName: 'shop.test', dns: ['shop.test', 'www.shop.test'], toDays: 20 });
  });
  const object = (change: Partial<StoredCertificate> = {}): StoredCertificate =>
    stored('4482', { names: ['shop.test'], certificatePem: shop.pem, ...change });
  const facts = (change: Partial<EndingFacts> = {}): EndingFacts => ({
    deed: 'update',
    title: 'shop.test',
    connection: place,
    id: '4482',
    rivalsFor: () => [],
    now,
    translate: english,
    ...change,
  });
  const written = (
    change: Partial<StoredCertificate> = {},
    more: Partial<Extract<Outcome, { kind: 'written' }>> = {},
  ): Outcome => ({ kind: 'written', stored: object(change), readBack: 'same', wasInterrupted: false, ...more });
  const lost = new GatewayError('unreachable', '', { code: 'ECONNRESET', mayHaveTakenEffect: true });
  const etcd = new GatewayError('unavailable', '', {
    status: 503,
    gatewayText: 'has no healthy etcd endpoint available',
    mayHaveTakenEffect: true,
  });
  const note = {} as Note;
  const before_ = (): CertificateEntry =>
    toEntry(place, stored('4482', { names: ['shop.test', 'www.shop.test'], certificatePem: both.pem }));

  const cases: readonly [
    what: string,
    end: () => Outcome,
    change: () => Partial<EndingFacts>,
    severity: string,
    sentence: string,
  ][] = [
    [
      'an update',
      () => written(),
      () => ({}),
      'info',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}. Served for shop.test.`,
    ],
    [
      'an upload',
      () => written(),
      () => ({ deed: 'upload', id: undefined }),
      'info',
      `Uploaded shop.test to Prod (ID 4482). Valid until ${until}. Served for shop.test.`,
    ],
    [
      'labels',
      () => written({ isEnabled: false }),
      () => ({ deed: 'labels' }),
      'info',
      'Changed the labels of shop.test on Prod (ID 4482).',
    ],
    [
      'labels, where the certificate does not name a host',
      () => written({ names: ['shop.test', 'off.test'] }),
      () => ({ deed: 'labels' }),
      'info',
      'Changed the labels of shop.test on Prod (ID 4482).',
    ],
    ...(
      [
        ['addPair', 'Added a pair to shop.test on Prod (ID 4482).'],
        ['removePairs', 'Removed the further pairs of shop.test on Prod (ID 4482).'],
        ['enable', `Enabled shop.test on Prod (ID 4482). Valid until ${until}. Served for shop.test.`],
      ] as const
    ).map(([deed, sentence]): (typeof cases)[number] => [deed, () => written(), () => ({ deed }), 'info', sentence]),
    [
      'disable: no doubt about what was wanted, and no date of what is not served',
      () => written({ isEnabled: false }),
      () => ({ deed: 'disable' }),
      'info',
      'Disabled shop.test on Prod (ID 4482).',
    ],
    [
      'a disabled object',
      () => written({ isEnabled: false }),
      () => ({}),
      'warning',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}. It is disabled: the gateway does not serve it.`,
    ],
    [
      'a client certificate',
      () => written({ type: 'client', names: [] }),
      () => ({}),
      'info',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}.`,
    ],
    [
      'a type that we do not know',
      () => written({ type: undefined }),
      () => ({}),
      'info',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}.`,
    ],
    [
      'a host that the certificate does not name',
      () => written({ names: ['off.test'] }),
      () => ({}),
      'warning',
      `Updated off.test on Prod (ID 4482). Valid until ${until}. Its certificate does not cover off.test.`,
    ],
    [
      'one host of two',
      () => written({ names: ['shop.test', 'off.test'] }),
      () => ({}),
      'warning',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}. Served for shop.test. Its certificate does not cover off.test.`,
    ],
    [
      'a list that is not known',
      () => written(),
      () => ({ rivalsFor: undefined }),
      'info',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}.`,
    ],
    [
      'a host that another object holds too',
      () => written(),
      () => ({ rivalsFor: () => [toEntry(place, object({ id: '9' }))] }),
      'info',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}.`,
    ],
    [
      'so many others of the name that they are not looked at',
      () => written(),
      () => ({ rivalsFor: () => undefined }),
      'info',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}.`,
    ],
    [
      'what it was before, in the list',
      () => written(),
      () => ({ rivalsFor: () => [toEntry(place, object())] }),
      'info',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}. Served for shop.test.`,
    ],
    [
      'an expired one',
      () => written(),
      () => ({ now: now + 40 * 86_400_000, rivalsFor: undefined }),
      'info',
      `Updated shop.test on Prod (ID 4482). It expired on ${until}.`,
    ],
    [
      'one that is not valid yet',
      () => written(),
      () => ({ now: now - 40 * 86_400_000, rivalsFor: undefined }),
      'info',
      `Updated shop.test on Prod (ID 4482). Valid from 2026-10-24 until ${until}.`,
    ],
    [
      'a name that is lost',
      () => written(),
      () => ({ before: before_() }),
      'warning',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}. Served for shop.test. Names that were removed: www.shop.test.`,
    ],
    [
      'several names that are lost',
      () => written(),
      () => ({
        before: toEntry(place, stored('4482', { names: ['shop.test', 'www.shop.test', 'api.shop.test'] })),
        rivalsFor: undefined,
      }),
      'warning',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}. Names that were removed: www.shop.test, api.shop.test.`,
    ],
    [
      'a name that only the certificate loses',
      () => written({ names: ['shop.test', 'www.shop.test'] }),
      () => ({ before: before_(), rivalsFor: undefined }),
      'warning',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}. Names that were removed: www.shop.test. Its certificate does not cover www.shop.test.`,
    ],
    [
      'no reading back',
      () => written({}, { readBack: 'failed' }),
      () => ({ before: before_() }),
      'warning',
      'Updated shop.test on Prod (ID 4482). It could not be read back.',
    ],
    [
      'a gateway that says too little',
      () => written({}, { readBack: 'cannotTell' }),
      () => ({ rivalsFor: undefined }),
      'warning',
      `Updated shop.test on Prod (ID 4482). Valid until ${until}. The gateway does not say enough to confirm it.`,
    ],
    [
      'a lost answer',
      () => written({}, { wasInterrupted: true }),
      () => ({ rivalsFor: undefined }),
      'info',
      `The gateway did not confirm it, but it took effect. Updated shop.test on Prod (ID 4482). Valid until ${until}.`,
    ],
    [
      'a reload',
      () => written({}, { wasInterrupted: true }),
      () => ({ deed: 'upload', isForgotten: true, rivalsFor: undefined }),
      'info',
      `The window was closed or reloaded before the gateway responded. Uploaded shop.test to Prod (ID 4482). Valid until ${until}.`,
    ],
    [
      'a deletion',
      () => ({ kind: 'removed', wasInterrupted: false }),
      () => ({ deed: 'delete' }),
      'info',
      'Deleted shop.test from Prod (ID 4482).',
    ],
    [
      'a deletion without an answer',
      () => ({ kind: 'removed', wasInterrupted: true }),
      () => ({ deed: 'delete' }),
      'info',
      'The gateway did not confirm it, but it took effect. Deleted shop.test from Prod (ID 4482).',
    ],
    [
      'what is gone',
      () => ({ kind: 'gone' }),
      () => ({}),
      'info',
      'shop.test (ID 4482) is no longer on Prod: somebody else deleted it.',
    ],
    [
      'a change before an update',
      () => ({ kind: 'changedBefore', current: undefined }),
      () => ({}),
      'warning',
      'shop.test changed on Prod since it was shown: nothing was written.',
    ],
    [
      'a change before a deletion',
      () => ({ kind: 'changedBefore', current: undefined }),
      () => ({ deed: 'delete' }),
      'warning',
      'shop.test changed on Prod since it was shown: nothing was deleted.',
    ],
    [
      'something else than was sent',
      () => ({ kind: 'changedOtherwise', current: object() }),
      () => ({ deed: 'upload', id: undefined }),
      'warning',
      'Uploading shop.test: Prod now has something other than what was sent (ID 4482). Somebody else may have changed it at the same time.',
    ],
    [
      'an update that did not take effect',
      () => ({ kind: 'notWritten', error: lost, current: undefined }),
      () => ({}),
      'warning',
      'Updating shop.test: it did not take effect. No response arrived. Prod still has what was there before. Nothing is retried automatically.',
    ],
    [
      'an upload that the gateway could not store',
      () => ({ kind: 'notWritten', error: etcd, current: undefined }),
      () => ({ deed: 'upload' }),
      'warning',
      'Uploading shop.test: it did not take effect. The gateway has a problem of its own (HTTP 503). The gateway says: has no healthy etcd endpoint available. Prod does not list it. Nothing is retried automatically.',
    ],
    ...(
      [
        ['addPair', 'Adding a pair to shop.test', 'Add the pair again.'],
        ['removePairs', 'Removing the further pairs of shop.test', 'Remove the pairs again.'],
        ['enable', 'Enabling shop.test', 'Enable it again.'],
        ['disable', 'Disabling shop.test', 'Disable it again.'],
      ] as const
    ).flatMap(([deed, doing, again]) =>
      [
        ['No response arrived.', 'Nothing is retried automatically.', false] as const,
        ['The window was closed or reloaded before the gateway responded.', again, true] as const,
      ].map(([why, next, isForgotten]): (typeof cases)[number] => [
        `${deed} that did not take effect${isForgotten ? ', cut off by a reload' : ''}`,
        () => ({ kind: 'notWritten', error: lost, current: undefined }),
        () => ({ deed, isForgotten }),
        'warning',
        `${doing}: it did not take effect. ${why} Prod still has what was there before. ${next}`,
      ]),
    ),
    [
      'an upload that a reload cut off',
      () => ({ kind: 'notWritten', error: lost, current: undefined }),
      () => ({ deed: 'upload', isForgotten: true }),
      'warning',
      'Uploading shop.test: it did not take effect. The window was closed or reloaded before the gateway responded. Prod does not list it. Open the file and upload it again.',
    ],
    [
      'an update that a reload cut off',
      () => ({ kind: 'notWritten', error: lost, current: undefined }),
      () => ({ isForgotten: true }),
      'warning',
      'Updating shop.test: it did not take effect. The window was closed or reloaded before the gateway responded. Prod still has what was there before. Open the file and update it again.',
    ],
    [
      'labels that a reload cut off',
      () => ({ kind: 'notWritten', error: lost, current: undefined }),
      () => ({ deed: 'labels', isForgotten: true }),
      'warning',
      'Changing the labels of shop.test: it did not take effect. The window was closed or reloaded before the gateway responded. Prod still has what was there before. Edit the labels again.',
    ],
    [
      'a deletion that a reload cut off',
      () => ({ kind: 'notWritten', error: lost, current: undefined }),
      () => ({ deed: 'delete', isForgotten: true }),
      'warning',
      'Deleting shop.test: it did not take effect. The window was closed or reloaded before the gateway responded. Prod still has it. Delete it again if it should still be deleted.',
    ],
    [
      'the unknown, in the gateway’s words',
      () => ({ kind: 'unknown', error: etcd, lookError: etcd, note }),
      () => ({ deed: 'upload' }),
      'error',
      'Uploading shop.test: it is unknown whether it took effect on Prod. The gateway has a problem of its own (HTTP 503). The gateway says: has no healthy etcd endpoint available. Prod could not be read afterwards: The gateway has a problem of its own (HTTP 503). Check again before you repeat it.',
    ],
    [
      'the unknown, looked for again in vain, in the gateway’s words',
      () => ({ kind: 'unknown', error: lost, lookError: etcd, note }),
      () => ({ deed: 'upload' }),
      'error',
      'Uploading shop.test: it is unknown whether it took effect on Prod. No response arrived. Prod could not be read afterwards: The gateway has a problem of its own (HTTP 503). The gateway says: has no healthy etcd endpoint available. Check again before you repeat it.',
    ],
    [
      'the unknown, of a gateway that says too little',
      () => ({ kind: 'unknown', error: lost, lookError: undefined, note }),
      () => ({ deed: 'upload' }),
      'error',
      'Uploading shop.test: it is unknown whether it took effect on Prod. No response arrived. Prod was read, but does not say enough to find out. Check again before you repeat it.',
    ],
    [
      'the unknown, where looking was stopped',
      () => ({ kind: 'unknown', error: lost, lookError: new GatewayError('cancelled', ''), note }),
      () => ({}),
      'error',
      'Updating shop.test: it is unknown whether it took effect on Prod. No response arrived. Looking for it on Prod was stopped. Check again before you repeat it.',
    ],
  ];
  for (const [what, end, change, severity, sentence] of cases)
    it(`${what}: ${severity}`, () => assert.deepEqual(endingText(end(), facts(change())), { severity, sentence }));

  it('shows what strangers wrote, and makes neither lines nor links of it at the door', () => {
    const evil = '[x](command:evil)\n\u202e';
    const { sentence } = endingText(
      written({ id: evil, names: [evil] }),
      facts({ connection: { ...place, name: evil }, title: evil }),
    );
    assert.doesNotMatch(toInertText(sentence), /\]\(command|\n|\u202e/);
  });

  it('has a date for none that a calendar does not have', () => {
    const metadata = { names: [], extensions: {}, validity: { notBefore: 0, notAfter: 9e15 } };
    const rest = stored('4482', { names: ['shop.test'] });
    assert.match(
      endingText({ kind: 'written', stored: { ...rest, metadata }, readBack: 'same', wasInterrupted: false }, facts())
        .sentence,
      /Valid until –\./,
    );
  });
});
