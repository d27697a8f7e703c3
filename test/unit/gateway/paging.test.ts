import assert from 'node:assert/strict';
import { pageThrough } from '../../../src/gateway/paging';
import type { WirePage } from '../../../src/gateway/paging';
import type { StoredCertificate } from '../../../src/gateway/gateway';

const certificate = (id: string): StoredCertificate => ({
  id, type: 'server', names: [], labels: [], isEnabled: true, extraCertificates: [], revision: '', notes: [],
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
    readObject: (object) => (typeof object === 'string' ? certificate(object) : 'has no id.'),
  });
  for await (const page of paging) out.push([...page.items.map(({ id }) => id), ...page.unreadable]);
  return { out, requests };
}

const of = (...pages: readonly (readonly (string | number)[])[]) => (page: number) => pages[page - 1] ?? [];

describe('pageThrough', () => {
  const cases: readonly (readonly [name: string, pages: (page: number) => readonly (string | number)[], facts: Partial<WirePage>, out: readonly (readonly string[])[], requests: number])[] = [
    ['nothing at all is one empty page', of(), {}, [[]], 1],
    ['until an empty page', of(['a', 'b'], ['c']), {}, [['a', 'b'], ['c']], 3],
    ['until the total', of(['a', 'b'], ['c']), { total: 3 }, [['a', 'b'], ['c']], 2],
    ['a total that is too large ends with an empty page', of(['a']), { total: 9 }, [['a']], 2],
    ['until the gateway says so', of(['a', 'b']), { isLast: true }, [['a', 'b']], 1],
    ['a server that ignores paging', () => ['a', 'b'], {}, [['a', 'b']], 2],
    ['a server that ignores paging and cannot be read', () => [1, 2], {}, [['Object 1 of page 1 has no id.', 'Object 2 of page 1 has no id.']], 2],
    ['an object that moved to the next page meanwhile', of(['a', 'b'], ['b', 'c']), { total: 3 }, [['a', 'b'], ['c']], 2],
    ['what cannot be read is named by its place', of(['a'], ['b', 7]), { total: 3 }, [['a'], ['b', 'Object 2 of page 2 has no id.']], 2],
  ];
  for (const [name, pages, facts, out, requests] of cases) {
    it(name, async () => assert.deepEqual(await collect(pages, facts), { out, requests }));
  }

  it('asks for a page only when it is wanted', async () => {
    let requests = 0;
    const paging = pageThrough({
      fetchPage: (page) => {
        requests += 1;
        return Promise.resolve({ objects: [String(page)], total: undefined, isLast: false });
      },
      readObject: (object) => certificate(String(object)),
    });
    for await (const page of paging) if (page.items[0]?.id === '3') break;
    assert.equal(requests, 3);
  });

  it('ends though a server invents new objects for ever', async () => {
    const { requests } = await collect((page) => [String(page)]);
    assert.equal(requests, 10_000);
  });
});
