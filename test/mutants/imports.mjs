import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { projectFolder } from '../host/paths.mjs';

/** @param {string} folder @returns {readonly string[]} */
export function filesIn(folder) {
  return readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.split(sep).join('/')}`);
}

/** @returns {readonly string[]} what runs in bare Node */
export function testFiles() {
  return ['test/unit', 'test/contract', 'test/gateway'].flatMap((folder) =>
    filesIn(folder).filter((name) => name.endsWith('.test.ts')),
  );
}

/**
 * Values alone: what is imported for its type is not there when tests run. @returns {ReadonlyMap<string, readonly
 * string[]>}
 */
export function importGraph() {
  return new Map(
    ['src', 'test'].flatMap(filesIn).map((file) => {
      const text = readFileSync(join(projectFolder, file), 'utf8');
      const imported = [
        ...text.matchAll(/^(?:import(?! type)|export(?! type)|\}|.*\bimport\()[^;]*?['"](\.[^'"]+)['"]/gm),
      ].map(([, name = '']) => {
        const path = relative(projectFolder, resolve(projectFolder, dirname(file), name))
          .split(sep)
          .join('/');
        return path.endsWith('.ts') ? path : `${path}.ts`;
      });
      return /** @type {const} */ ([file, imported]);
    }),
  );
}

/**
 * Counts the imports between a file and each that reaches it; who does not is left out.
 * @param {ReadonlyMap<string, readonly string[]>} graph @param {string} to @returns {ReadonlyMap<string, number>}
 */
export function distances(graph, to) {
  /** @type {Map<string, string[]>} */
  const importers = new Map();
  for (const [file, imported] of graph)
    for (const each of imported) importers.set(each, [...(importers.get(each) ?? []), file]);
  const found = new Map([[to, 0]]);
  // What is added while it is walked through is walked through as well.
  for (const [file, distance] of found)
    for (const each of importers.get(file) ?? []) if (!found.has(each)) found.set(each, distance + 1);
  return found;
}
