import assert from 'node:assert/strict';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { expiryAnswer, hostAnswer, listAnswer } from '../../../../src/app/usage/toolAnswers';
import type { StoredCertificate } from '../../../../src/core/model';
import { makeCertificate } from '../../../fixtures/certificates';
import { connection, stored } from '../fakes/fakeConnections';

const now = Date.UTC(2026, 10, 28);
const clock = { now, warningDays: 30 };
const host = 'shop.example.com';

describe('answers of tools for language models', () => {
  const entryOf = (id: string, change: Partial<StoredCertificate>) =>
    toEntry(connection('a'), stored(id, { names: [host], ...change }));
  const ask = (entries: readonly CertificateEntry[]) => ({ name: 'a', dialect: 'apisix', entries }) as const;
  const reference = () => entryOf('ref', { certificatePem: '$secret://vault/1/shop/cert' });

  it('name a secret reference as one, and what happens until it resolves', () => {
    assert.equal(listAnswer([reference()], '', clock).certificates[0]?.isSecretReference, true);
    const { answer, served, servedOnceResolved } = hostAnswer(ask([reference()]), host, clock);
    assert.match(answer, /^The gateway takes .* until then the handshake fails, and no other certificate is tried\.$/);
    assert.deepEqual([served, servedOnceResolved?.state], [undefined, 'unknown']);
  });

  it('say of several which they are, and not that one of them is served', () => {
    const { served, candidates } = hostAnswer(ask([entryOf('b', {}), entryOf('a', {})]), host, clock);
    assert.deepEqual([served, candidates?.map(({ id }) => id)], [undefined, ['a', 'b']]);
  });

  it('say beside what expires how many have dates that are not known', async () => {
    const made = await makeCertificate({ now, dns: [host], toDays: 5 });
    const soon = entryOf('soon', { certificatePem: made.chainPem });
    const { count, certificates, datesUnknown } = expiryAnswer([reference(), soon], now + 30 * 86_400_000, clock);
    assert.deepEqual([count, certificates[0]?.id, datesUnknown], [1, 'soon', 1]);
    assert.equal(expiryAnswer([soon], now, clock).datesUnknown, undefined);
  });

  it('say how many more names there are, where there are more', () => {
    const namesOf = (count: number) => {
      const names = Array.from({ length: count }, (_, at) => `${at}.example.com`);
      const [facts] = listAnswer([entryOf('many', { names })], '', clock).certificates;
      return [facts?.names.length, facts?.moreNames];
    };
    assert.deepEqual(
      [namesOf(20), namesOf(23)],
      [
        [20, undefined],
        [20, 3],
      ],
    );
  });

  it('list what expires by a time, that time included, the soonest first', () => {
    const ending = (id: string, at: number): CertificateEntry =>
      entryOf(id, { metadata: { names: [host], extensions: {}, validity: { notBefore: 0, notAfter: at } } });
    const entries = [ending('then', now + 2_000), ending('later', now + 2_001), ending('before', now - 1)];
    assert.deepEqual(
      expiryAnswer(entries, now + 2_000, clock).certificates.map(({ id }) => id),
      ['before', 'then'],
    );
    assert.deepEqual(
      listAnswer(entries, ' LATE ', clock).certificates.map(({ id }) => id),
      ['later'],
    );
  });
});
