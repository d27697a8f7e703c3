import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SniAnswer } from '../../../../src/core/hosts/sni';
import { servedFor, SniIndex, toSniTable } from '../../../../src/core/hosts/sni';
import type { SniHolder, SniRules } from '../../../../src/core/hosts/sniChoices';
import { isAccepted } from '../../../../src/core/hosts/sniChoices';
import { runSync } from '../../../../src/shared/cooperative';

/** Objects by id: a text is APISIX's `sni`, a list its `snis`. */
type Objects = Readonly<Record<string, string | readonly string[]>>;

const toHolders = (objects: Objects): readonly SniHolder[] =>
  Object.entries(objects).map(([id, names]) =>
    typeof names === 'string' ? { id, names: [names], isSingle: true } : { id, names },
  );
const ask = (objects: Objects, host: string, dialect: SniRules['dialect'] = 'apisix') =>
  servedFor(toSniTable(toHolders(objects), { dialect }), host);

/** `7` served by object 7 · `7?8` ambiguous · `!7` refused by it · `-` none · `@` no server name. */
function toText(answer: SniAnswer): string {
  switch (answer.kind) {
    case 'served':
      return answer.id + (answer.needsCatchAll ? ' since 3.15' : '');
    case 'ambiguous':
      return `${answer.ids.join('?')}${answer.mayFail ? '?!' : ''} likely ${answer.likely ?? 'unknown'}`;
    case 'refused':
      return `!${answer.ids.join('!')}`;
    case 'none':
      return '-';
    case 'noServerName':
      return '@';
  }
}

describe('sni', () => {
  const apisix: readonly [what: string, Objects, host: string, expected: string][] = [
    ['an exact name', { a: ['test.com'] }, 'test.com', 'a'],
    ['in capitals', { a: ['test.com'] }, 'TEST.com', 'a'],
    ['with a trailing dot', { a: ['test.com'] }, 'test.com.', 'a'],
    ['configured in capitals', { a: ['TEST.com'] }, 'test.com', 'a'],
    ['configured with a trailing dot', { a: ['test.com.'] }, 'test.com', 'a'],
    ['a U-label', { a: ['xn--bcher-kva.example'] }, 'bücher.example', 'a'],
    ['a wildcard', { a: ['*.test.com'] }, 'www.test.com', 'a'],
    ['a wildcard as text', { a: '*.test.com' }, 'www.test.com', 'a'],
    ['not the domain itself', { a: ['*.test.com'] }, 'test.com', '-'],
    ['two labels below a wildcard', { a: ['*.test2.com'] }, 'aa.bb.test2.com', '!a'],
    ['two labels below a wildcard as text', { a: '*.test2.com' }, 'aa.bb.test2.com', '!a'],
    ['the exact name before the wildcard', { a: ['*.test.com'], b: ['www.test.com'] }, 'www.test.com', 'b'],
    ['the longest wildcard', { a: ['*.com'], b: ['*.a.com'] }, 'x.a.com', 'b'],
    ['no way back from the longest wildcard', { a: '*', b: ['*.a.com'] }, 'x.y.a.com', '!b'],
    [
      'no way back to a shorter wildcard that fits',
      { a: ['*.a.com', 'a-long-name.example.org'], b: ['*.y.a.com'] },
      'w.x.y.a.com',
      '!b',
    ],
    ['everything, as text', { a: '*' }, 'a.com', 'a since 3.15'],
    ['everything, as a list', { a: ['*'] }, 'a.com', '!a'],
    ['everything as a list, for one label', { a: ['*'] }, 'localhost', 'a'],
    ['everything as text, for one label', { a: '*' }, 'localhost', 'a'],
    [
      'a longer name beside a wildcard lets more through',
      { a: ['*.a.com', 'something-very-long.example.org'] },
      'x.y.a.com',
      'a',
    ],
    [
      'a longer name in another object does not',
      { a: ['*.a.com'], b: ['something-very-long.example.org'] },
      'x.y.a.com',
      '!a',
    ],
    [
      'a name just as long as the host does not, with a dot at its end',
      { a: ['*.a.com', 'abcdefghi'] },
      'x.y.a.com',
      'a',
    ],
    ['a star without a dot: the domain', { a: '*test.com' }, 'test.com', 'a'],
    ['a star without a dot: a longer label', { a: '*test.com' }, 'xtest.com', 'a'],
    ['a star without a dot: no label below', { a: '*test.com' }, 'x.test.com', '!a'],
    ['nothing', {}, 'a.com', '-'],
    ['another name', { a: ['b.com'] }, 'a.com', '-'],
    ['a name twice in one object', { a: ['a.com', 'A.com'] }, 'a.com', 'a'],
    ['a name in two objects', { b: ['a.com'], a: ['a.com'] }, 'a.com', 'a?b likely a'],
    ['ids in the order of texts', { '9': ['a.com'], '10': ['a.com'] }, 'a.com', '10?9 likely 10'],
    ['a wildcard in two objects', { b: ['*.a.com'], a: '*.a.com' }, 'x.a.com', 'a?b likely a'],
    [
      'a wildcard in two objects, one refused: the first',
      { a: '*.a.com', b: ['*.a.com', 'something-very-long.example.org'] },
      'x.y.a.com',
      'b?! likely unknown',
    ],
    [
      'a wildcard in two objects, one refused: the second',
      { a: ['*.a.com', 'something-very-long.example.org'], b: '*.a.com' },
      'x.y.a.com',
      'a?! likely a',
    ],
    ['a wildcard in two objects, both refused', { a: ['*.a.com'], b: '*.a.com' }, 'x.y.a.com', '!a!b'],
    ['duplicates hide behind an exact name', { a: ['*.a.com'], b: ['*.a.com'], c: ['x.a.com'] }, 'x.a.com', 'c'],
    ['an address', { a: ['*.0.2.1', '192.0.2.1'] }, '192.0.2.1', '@'],
    ['what is no host', { a: ['a.com'] }, 'a.com:443', '-'],
    ['a wildcard asked for', { a: ['*.a.com'], b: ['x.a.com'] }, '*.a.com', 'a'],
    ['a wildcard asked for that no wildcard covers', { a: ['x.a.com'] }, '*.a.com', '-'],
    ['a wildcard asked for below another', { a: ['*.a.com'] }, '*.x.a.com', '!a'],
  ];
  describe('apisix', () => {
    for (const [what, objects, host, expected] of apisix)
      it(`${what}: ${host} of ${JSON.stringify(objects)}`, () => assert.equal(toText(ask(objects, host)), expected));
  });

  const cloud: readonly [what: string, Objects, host: string, expected: string][] = [
    ['an exact name', { a: ['test.com'], b: ['*.com'] }, 'TEST.com.', 'a'],
    ['a wildcard', { a: ['*.test.com'] }, 'www.test.com', 'a'],
    ['not the domain itself', { a: ['*.test.com'] }, 'test.com', '-'],
    ['one label only', { a: ['*.test.com'] }, 'a.b.test.com', '-'],
    ['no lone star', { a: ['*'] }, 'a.com', '-'],
    ['duplicates: nobody knows', { b: ['a.com'], a: ['a.com'] }, 'a.com', 'a?b likely unknown'],
    ['an address', { a: ['192.0.2.1'] }, '192.0.2.1', '@'],
  ];
  describe('api7cloud', () => {
    for (const [what, objects, host, expected] of cloud)
      it(`${what}: ${host} of ${JSON.stringify(objects)}`, () =>
        assert.equal(toText(ask(objects, host, 'api7cloud')), expected));
  });

  it('answers with the name that won', () => {
    const answer = ask({ a: ['*.a.com', '*.x.a.com'] }, 'w.x.a.com');
    assert.deepEqual(answer, { kind: 'served', id: 'a', name: '*.x.a.com', needsCatchAll: false });
  });

  it('does on APISIX what its Lua does, step by step', () => {
    const label = fc.constantFrom('a', 'b', 'cc');
    const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const name = fc.tuple(fc.constantFrom('', '', '*.', '*'), host).map((parts) => parts.join(''));
    const holder = fc.record({
      names: fc.array(fc.oneof(name, fc.constant('*')), { minLength: 1, maxLength: 3 }),
      isSingle: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(holder, { maxLength: 5 }), host, (drawn, asked) => {
        const holders = drawn.map(({ names, isSingle }, index): SniHolder => ({
          id: String(index),
          names: isSingle ? names.slice(0, 1) : names,
          isSingle,
        }));
        const answer = servedFor(toSniTable(holders, { dialect: 'apisix' }), asked);
        const served = lua(holders, asked);
        if (answer.kind === 'ambiguous') assert.ok(served === undefined ? answer.mayFail : answer.ids.includes(served));
        else assert.equal(answer.kind === 'served' ? answer.id : undefined, served);
        if (answer.kind === 'ambiguous' && answer.likely !== undefined) assert.equal(answer.likely, served);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a table of objects of which very many have one name', () => {
  let looks = 0;
  /** An object that counts how often its id was looked at. */
  const holder = (index: number, names: readonly string[] = ['same.test']): SniHolder => ({
    names,
    get id() {
      looks += 1;
      return String(index + 1_000_000);
    },
  });
  const tableOf = (count: number) => {
    const table = runSync(
      SniIndex.of(
        Array.from({ length: count }, (_, index) => holder(index)),
        { dialect: 'apisix' },
      ),
    );
    looks = 0;
    return table;
  };

  it('has each replaced in few looks, however many there are', () => {
    for (const count of [1_000, 40_000]) {
      const table = tableOf(count);
      for (let index = 0; index < count; index += 1) assert.ok(table.change(holder(index), holder(index)));
      assert.ok(looks < count * 60, `${looks} looks for ${count}`);
      assert.equal(table.exact.get('same.test')?.length, count);
    }
  });

  it('is sorted in small steps, in whatever order a gateway sends them', () => {
    const count = 100_000;
    const orders: Readonly<Record<string, (index: number) => number>> = {
      backwards: (index) => count - index,
      'by turns from both ends': (index) => (index % 2 === 0 ? index : count - index),
      scattered: (index) => (index * 7_919) % count,
    };
    for (const [name, place] of Object.entries(orders)) {
      const work = SniIndex.of(
        Array.from({ length: count }, (_, index) => holder(place(index))),
        { dialect: 'apisix' },
      );
      looks = 0;
      let [most, before] = [0, 0];
      for (let step = work.next(); ; step = work.next()) {
        most = Math.max(most, looks - before);
        before = looks;
        if (!step.done) continue;
        const same = step.value.exact.get('same.test') ?? [];
        assert.equal(same.length, count);
        assert.ok(same.every(({ id }, index) => index === 0 || (same[index - 1]?.id ?? '') <= id));
        break;
      }
      assert.ok(most <= 4 * 2_000 * Math.log2(2_000), `${name}: ${most} looks in one step`);
    }
  });

  it('knows who is served once it is made, and looks at one for each that changes nothing', () => {
    const count = 5_000;
    for (const name of ['same.test', '*.same.test']) {
      const named = (index: number) => holder(index, [name]);
      const objects = Array.from({ length: count }, (_, index) => named(index));
      const table = runSync(SniIndex.of(objects, { dialect: 'apisix' }));
      const looksAt = (expected: number) => {
        looks = 0;
        const answer = servedFor(table, name.replace('*', 'www'));
        assert.equal(answer.kind === 'ambiguous' ? answer.ids.length : 0, expected);
        return looks;
      };
      // `likely` is the first one's.
      assert.ok(looksAt(count) < 5);
      assert.ok(table.change(named(count - 1), named(count - 1)));
      assert.ok(looksAt(count) < 5);
      assert.ok(table.change(undefined, named(count)));
      assert.ok(looksAt(count + 1) > count);
      assert.ok(table.change(named(count), undefined));
      looksAt(count);
      assert.ok(looksAt(count) < 5);
    }
  });

  it('is asked for many names below a wildcard in few looks, and answers as its rules say', () => {
    const names = (index: number) => ['*.a.test', 'x'.repeat(index % 40)];
    for (const dialect of ['apisix', 'api7cloud', 'api7enterprise'] as const) {
      const holders = Array.from({ length: 400 }, (_, index) => ({ id: String(1_000 + index), names: names(index) }));
      const rules = { dialect };
      const table = toSniTable(holders, rules);
      for (const host of [
        'b.a.test',
        'c.b.a.test',
        `d.${'e'.repeat(20)}.a.test`,
        `${'f.'.repeat(30)}a.test`,
        '*.a.test',
      ]) {
        if (dialect === 'api7cloud' && host.split('.').length > 3) continue;
        const answer = servedFor(table, host);
        const accepting = holders.filter((each) => isAccepted(each, { name: host, winner: '*.a.test', rules }));
        assert.deepEqual(
          answer.kind === 'ambiguous' ? [answer.ids, answer.mayFail] : answer.kind,
          accepting.length === 0 ? 'refused' : [accepting.map(({ id }) => id), accepting.length < holders.length],
          `${dialect} ${host}`,
        );
      }
    }
    const table = runSync(
      SniIndex.of(
        Array.from({ length: 2_000 }, (_, index) => holder(index, ['*.a.test'])),
        { dialect: 'apisix' },
      ),
    );
    looks = 0;
    const answers = Array.from({ length: 2_000 }, (_, index) => servedFor(table, `host-${index}.a.test`));
    assert.ok(looks < 3 * 2_000, `${looks} looks`);
    assert.equal(new Set(answers.map((answer) => answer.kind === 'ambiguous' && answer.ids)).size, 1);
    table.delete(holder(7, ['*.a.test']));
    const after = servedFor(table, 'host-1.a.test');
    assert.equal(after.kind === 'ambiguous' && after.ids.length, 1_999, 'what was found out is not kept over a change');
  });

  it('is made anew rather than moved, where one comes or goes before many', () => {
    const table = tableOf(3_000);
    assert.equal(table.change(holder(5), undefined), false);
    assert.equal(table.change(undefined, holder(-1_000_000)), false);
    assert.equal(table.change(holder(5), holder(5, ['other.test'])), false);
    assert.equal(table.exact.get('same.test')?.length, 3_000, 'nothing is changed');
    assert.ok(table.change(holder(2_999), undefined));
    assert.ok(table.change(undefined, holder(2_999, ['same.test', 'new.test'])));
    const { kind } = servedFor(table, 'new.test');
    assert.equal(kind, 'served');
  });
});

/**
 * The algorithm in its own terms: names turned round, a prefix tree, a check from a position on. Load order is the
 * list's.
 */
function lua(holders: readonly SniHolder[], host: string): string | undefined {
  const reverse = (text: string) => [...text].reverse().join('');
  const asked = reverse(host);
  const entries = holders.flatMap((holder) => holder.names.map((name) => ({ holder, path: reverse(name) })));
  const exact = entries.find(({ path }) => path === asked);
  const prefixes = entries.filter(({ path }) => path.endsWith('*') && asked.startsWith(path.slice(0, -1)));
  const longest = Math.max(...prefixes.map(({ path }) => path.length));
  const winner = exact ?? prefixes.find(({ path }) => path.length === longest);
  if (!winner) return undefined;
  const { holder, path } = winner;
  const hasDot = (length: number) => asked.indexOf('.', length - 1) !== -1;
  const isAccepted = holder.isSingle
    ? path === '*' || path === asked || !hasDot(path.length)
    : holder.names.map(reverse).some((each) => each === asked || !hasDot(each.length));
  return isAccepted ? holder.id : undefined;
}
