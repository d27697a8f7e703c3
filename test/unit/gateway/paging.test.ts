import assert from 'node:assert/strict';
import type { StoredCertificate } from '../../../src/core/model';
import { unreadable } from '../../../src/gateway/answerLimits';
import { GatewayError } from '../../../src/gateway/gateway';
import type { WirePage } from '../../../src/gateway/paging';
import { pageThrough } from '../../../src/gateway/paging';
import { inEnglish } from '../../fixtures/inEnglish';

const certificate = (id: string): StoredCertificate => ({
  id,
  type: 'server',
  names: [],
  labels: [],
  isEnabled: true,
  extraCertificates: [],
  revision: '',
  notes: [],
});

/** Pages of ids; a number is an object that cannot be read. What comes out, and how many pages were asked for. */
async function collect(pages: (page: number) => readonly (string | number)[], facts: Partial<WirePage> = {}) {
  let requests = 0;
  const out: (readonly string[])[] = [];
  const paging = pageThrough({
    fetchPage: (page) => {
      requests += 1;
      return Promise.resolve({ objects: pages(page), total: undefined, isLast: false, ...facts });
    },
    readObject: (object) => (typeof object === 'string' ? certificate(object) : unreadable.noId),
  });
  for await (const page of paging) out.push([...page.items.map(({ id }) => id), ...page.unreadable.map(inEnglish)]);
  return { out, requests };
}

const of =
  (...pages: readonly (readonly (string | number)[])[]) =>
  (page: number) =>
    pages[page - 1] ?? [];

describe('pageThrough', () => {
  const cases: readonly (readonly [
    name: string,
    pages: (page: number) => readonly (string | number)[],
    facts: Partial<WirePage>,
    out: readonly (readonly string[])[],
    requests: number,
  ])[] = [
    ['nothing at all is one empty page', of(), {}, [[]], 1],
    ['until an empty page', of(['a', 'b'], ['c']), {}, [['a', 'b'], ['c']], 3],
    ['until the total', of(['a', 'b'], ['c']), { total: 3 }, [['a', 'b'], ['c']], 2],
    ['a total that is too large ends with an empty page', of(['a']), { total: 9 }, [['a']], 2],
    ['until the gateway says so', of(['a', 'b']), { isLast: true }, [['a', 'b']], 1],
    ['a server that ignores paging', () => ['a', 'b'], {}, [['a', 'b']], 2],
    [
      'a server that ignores paging and cannot be read',
      () => [1, 2],
      {},
      [['Object 1 of page 1 has no id.', 'Object 2 of page 1 has no id.']],
      2,
    ],
    [
      'an object that moved to the next page meanwhile',
      of(['a', 'b'], ['b', 'c']),
      { total: 3 },
      [['a', 'b'], ['c']],
      2,
    ],
    [
      'what cannot be read is named by its place',
      of(['a'], ['b', 7]),
      { total: 3 },
      [['a'], ['b', 'Object 2 of page 2 has no id.']],
      2,
    ],
  ];
  for (const [name, pages, facts, out, requests] of cases) {
    it(name, async () => assert.deepEqual(await collect(pages, facts), { out, requests }));
  }

  it('asks for a page only when it is wanted', async () => {
    let requests = 0;
    let stop: AbortSignal | undefined;
    const paging = pageThrough({
      fetchPage: (page, signal) => {
        requests += 1;
        stop = signal;
        return Promise.resolve({ objects: [String(page)], total: undefined, isLast: false });
      },
      readObject: (object) => certificate(String(object)),
    });
    for await (const page of paging) {
      assert.equal(stop?.aborted, false);
      if (page.items[0]?.id === '3') break;
    }
    assert.deepEqual([requests, stop?.aborted], [3, true], 'What it asked for ahead is not waited for.');
  });

  it('asks for some pages ahead once the third is due, and for none beyond what there is', async () => {
    const asked: number[] = [];
    const paging = pageThrough({
      fetchPage: (page) => {
        asked.push(page);
        return Promise.resolve({ objects: [page], total: 6, isLast: false });
      },
      readObject: (object) => certificate(String(object)),
      concurrency: 3,
    });
    const before: string[] = [];
    for await (const page of paging) before.push(`${String(page.items[0]?.id)}: ${asked.join()}`);
    assert.deepEqual(before, ['1: 1', '2: 1,2', '3: 1,2,3,4,5', '4: 1,2,3,4,5,6', '5: 1,2,3,4,5,6', '6: 1,2,3,4,5,6']);
  });

  it('does not mind that a page fails which it asked for ahead and nobody wants any more', async () => {
    const paging = pageThrough({
      fetchPage: (page) =>
        page > 3 ? Promise.reject(new Error('late')) : Promise.resolve({ objects: [page], total: 9, isLast: false }),
      readObject: (object) => certificate(String(object)),
      concurrency: 3,
    });
    for await (const page of paging) if (page.items[0]?.id === '3') break;
    await new Promise(setImmediate);
  });

  it('looks through all of them again where some went meanwhile, three times in all', async () => {
    const asked: number[] = [];
    const pages = { 1: ['a', 'b'], 2: ['c'] } as Readonly<Record<number, readonly string[]>>;
    const paging = pageThrough({
      fetchPage: (page) => {
        asked.push(page);
        return Promise.resolve({ objects: pages[page] ?? [], total: 5 - page, isLast: false });
      },
      readObject: (object) => certificate(String(object)),
    });
    const totals: unknown[] = [];
    for await (const page of paging) totals.push([page.items.map(({ id }) => id).join(), page.total]);
    assert.deepEqual(asked, [1, 2, 1, 2, 1, 2]);
    assert.deepEqual(totals.slice(0, 2), [
      ['a,b', 4],
      ['c', 3],
    ]);
  });

  it('says nothing of a total that the gateway does not tell', async () => {
    const paging = pageThrough({
      fetchPage: () => Promise.resolve({ objects: ['a'], total: undefined, isLast: true }),
      readObject: (object) => certificate(String(object)),
    });
    for await (const page of paging) assert.ok(!('total' in page));
  });

  const limits = { pageObjects: 3, objects: 5, pages: 4, pagesBytes: 100, unreadableSentences: 2 };
  const failing: readonly (readonly [
    name: string,
    pages: (page: number) => readonly (string | number)[],
    facts: Partial<WirePage>,
    message: RegExp,
    requests: number,
  ])[] = [
    ['a server that invents new pages for ever', (page) => [String(page)], {}, /more than 4 pages/, 4],
    [
      'a server that sends the same page and says that there are more',
      () => ['a', 'b'],
      { total: 9 },
      /has 9 objects, and sends the same page again/,
      2,
    ],
    ['too many objects on one page', () => ['a', 'b', 'c', 'd'], {}, /more than 3 objects on one page/, 1],
    ['too many objects in all', (page) => [`a${String(page)}`, `b${String(page)}`], {}, /more than 5 objects,/, 3],
    ['too many bytes in all', (page) => [String(page)], { bytes: 40 }, /more than 100 bytes/, 3],
  ];
  for (const [name, pages, facts, message, requests] of failing) {
    it(`fails in words for ${name}`, async () => {
      let asked = 0;
      const fetchPage = (page: number) => {
        asked += 1;
        return Promise.resolve({ objects: pages(page), total: undefined, isLast: false, ...facts });
      };
      const drain = async () => {
        for await (const page of pageThrough({
          fetchPage,
          readObject: (object) => certificate(String(object)),
          limits,
        }))
          void page;
      };
      await assert.rejects(
        drain(),
        (error) => error instanceof GatewayError && error.kind === 'unexpected' && message.test(error.message),
      );
      assert.equal(asked, requests);
    });
  }

  it('takes as many objects on a page, and bytes in all, as are allowed', async () => {
    const paging = pageThrough({
      fetchPage: (page) =>
        Promise.resolve({ objects: page === 1 ? ['a', 'b', 'c'] : ['d'], total: 4, isLast: false, bytes: 50 }),
      readObject: (object) => certificate(String(object)),
      limits,
    });
    let count = 0;
    for await (const { items } of paging) count += items.length;
    assert.equal(count, 4);
  });

  it('says in a few sentences that a page cannot be read, and hashes nothing of it', async () => {
    const fetchPage = (page: number) =>
      Promise.resolve({ objects: page === 1 ? [1, 1, 1, 1, null] : [], total: undefined, isLast: false });
    const pages = [];
    for await (const page of pageThrough({
      fetchPage,
      readObject: () => unreadable.noObject,
      limits: { ...limits, pageObjects: 9, objects: 9 },
    }))
      pages.push(page.unreadable.map(inEnglish));
    assert.deepEqual(pages, [
      [
        'Object 1 of page 1 is not an object.',
        'Object 2 of page 1 is not an object.',
        '3 further objects of page 1 cannot be read.',
      ],
    ]);
  });

  it('names an object whose id another one of the same page has', async () => {
    const { out } = await collect(of(['a', 'b', 'a'], ['a', 'c']), { total: 3 });
    assert.deepEqual(out, [['a', 'b', 'Object 3 of page 1 has the id of another object of the page.'], ['c']]);
  });

  it('yields between two objects where a slice is over', async () => {
    let yields = 0;
    const paging = pageThrough({
      fetchPage: () => Promise.resolve({ objects: ['a', 'b', 'c'], total: 3, isLast: true }),
      readObject: (object) => certificate(String(object)),
      pauses: { isDue: () => true, pause: () => Promise.resolve(void (yields += 1)) },
    });
    for await (const page of paging) void page;
    assert.equal(yields, 3);
  });

  describe('all in one answer', () => {
    type Part = readonly string[];
    /** Tells the pages as `a,b of 3`, and how many pages were asked for. */
    const read = async (parts: readonly Part[], last: WirePage | Error, pages: WirePage['objects'][] = []) => {
      let asked = 0;
      const paging = pageThrough({
        fetchAll: async function* () {
          for (const part of parts) yield await Promise.resolve(part);
          if (last instanceof Error) throw last;
          return last;
        },
        fetchPage: (page) => {
          asked += 1;
          return Promise.resolve({ objects: pages[page - 1] ?? [], total: undefined, isLast: false });
        },
        readObject: (object) => certificate(String(object)),
        limits,
      });
      const out: string[] = [];
      for await (const { items, total } of paging)
        out.push(`${items.map(({ id }) => id).join()}${total === undefined ? '' : ` of ${String(total)}`}`);
      return { out, asked };
    };
    const end = (objects: Part, total?: number, isLast = false): WirePage => ({ objects, total, isLast });

    it('asks for no page where that is all, by its word or by the count', async () => {
      assert.deepEqual(await read([['a'], [], ['b']], end(['c'], 3)), { out: ['a', 'b', 'c of 3'], asked: 0 });
      assert.deepEqual(await read([['a']], end([], undefined, true)), { out: ['a', ''], asked: 0 });
      assert.deepEqual(await read([], end([], 0)), { out: [' of 0'], asked: 0 });
    });
    it('pages on where it is not, and says nothing twice', async () => {
      const pages = [
        ['a', 'b'],
        ['c', 'd'],
      ];
      assert.deepEqual(await read([['a']], end(['b'], 4), pages), { out: ['a', 'b of 4', '', 'c,d'], asked: 3 });
      assert.deepEqual((await read([['a']], end(['b']), pages)).asked, 3);
    });
    it('pages where it breaks off half-way, and fails where it fails as a whole', async () => {
      const fault = new GatewayError('unexpected', 'It broke off.');
      assert.deepEqual(await read([['a']], fault, [['a', 'b']]), { out: ['a', 'b'], asked: 2 });
      await assert.rejects(read([], fault), fault);
      const cancelled = new GatewayError('cancelled', 'Cancelled.');
      await assert.rejects(read([['a']], cancelled), cancelled);
      const bug = new TypeError('x is not a function');
      await assert.rejects(read([['a']], bug), bug);
    });
  });
});
