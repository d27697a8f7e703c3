import assert from 'node:assert/strict';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { addCounts, StateCounts } from '../../../../src/app/inventory/stateCounts';
import { inSlices, runSync } from '../../../../src/shared/cooperative';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 29);
const day = 86_400_000;
const clock = { now, warningDays: 30 };

/** An object that ends in so many days. */
function endsIn(days: number, id: string): CertificateEntry {
  const validity = { notBefore: now - 300 * day, notAfter: now + days * day };
  const [entry] = toEntries({ [id]: { names: [], metadata: { names: [], extensions: {}, validity } } });
  return entry ?? assert.fail();
}

/** Very many, of which one is expiring and the others are valid. */
const many = [endsIn(5, 'first'), ...Array.from({ length: 2_500 }, (_, at) => endsIn(200, String(at)))];
const text = ({ expired, expiring, valid }: ReturnType<StateCounts['at']>): string =>
  `${expired} expired, ${expiring} expiring, ${valid} valid`;

describe('StateCounts', () => {
  it('are right for all who count at the same time, whatever comes and goes meanwhile', () => {
    const counts = new StateCounts(() => many);
    const [one, other] = [counts.atSteps(clock), counts.atSteps({ now: now + 6 * day, warningDays: 30 })];
    one.next();
    counts.add(endsIn(3, 'came before'));
    other.next();
    counts.add(endsIn(3, 'came'));
    counts.delete(many[1] ?? assert.fail());
    assert.equal(text(runSync(one)), '0 expired, 3 expiring, 2499 valid');
    assert.equal(text(runSync(other)), '2 expired, 0 expiring, 2499 valid');
    assert.equal(text(counts.at({ ...clock, now: now + 6 * day })), '2 expired, 0 expiring, 2499 valid');
  });

  it('keep nothing of a count that nobody waits for any more', async () => {
    let looks = 0;
    const watched = new Proxy(endsIn(200, 'watched'), {
      get: (entry, key) => {
        if (key === 'stored') looks++;
        return Reflect.get(entry, key) as unknown;
      },
    });
    const counts = new StateCounts(() => many);
    counts.at(clock);
    counts.add(watched);
    const looksOfOne = looks;
    const left = { isOver: () => true, pause: () => Promise.resolve(), isWanted: () => looks === looksOfOne };
    for (let at = 1; at < 10; at++) {
      let turns = 0;
      const isWanted = () => ++turns < 2;
      const later = { now: now + 400 * day + at, warningDays: at };
      assert.equal(await inSlices(counts.atSteps(later), { ...left, isWanted }), undefined);
    }
    counts.add(watched);
    assert.equal(looks, 2 * looksOfOne);
  });

  it('of what was cleared meanwhile are not kept', () => {
    let entries = many;
    const counts = new StateCounts(() => entries);
    const work = counts.atSteps(clock);
    work.next();
    counts.clear();
    entries = [];
    runSync(work);
    assert.equal(text(counts.at(clock)), '0 expired, 0 expiring, 0 valid');
    assert.equal(counts.nextChange !== undefined, true);
  });

  it('of several lists are added', () => {
    const of = (entry: CertificateEntry) => new StateCounts(() => [entry]).at(clock);
    assert.equal(
      text(addCounts([of(endsIn(5, 'a')), of(endsIn(-1, 'b')), of(endsIn(6, 'c'))])),
      '1 expired, 2 expiring, 0 valid',
    );
  });
});
