import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Graph = ReadonlyMap<string, readonly string[]>;

const script = pathToFileURL(join(__dirname, '..', 'mutants', 'imports.mjs')).href;

/** Returns a file, what it imports, and so on until the first again; undefined where nothing imports itself. */
function findCycle(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const each of graph.get(file) ?? []) {
      const found = visit(each);
      if (found) return found;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = visit(file);
    if (found) return found;
  }
  return undefined;
}

describe('Imports', () => {
  it('go in no circle: what is read of a file that is not there yet is undefined, or throws', async () => {
    const { importGraph } = (await import(script)) as { importGraph: () => Graph };
    const graph = importGraph();
    assert.ok(graph.size > 1_000);
    assert.deepEqual(graph.get('src/core/pem/edges.ts'), ['src/core/pem/lines.ts']);
    assert.equal(findCycle(graph), undefined);
  });

  it('are seen to go in one', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', []],
      ['d', ['b']],
    ]);
    assert.deepEqual(findCycle(graph), ['b', 'd', 'b']);
  });
});
