import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Licences that are taken from here, by the name of the package: of those that ship without their text, taken from
 * their repository; and of one that leaves the choice between two.
 * @type {ReadonlyMap<string, { license?: string, file: string }>}
 */
const keptHere = new Map([
  ...['fast-element', 'fast-foundation', 'fast-web-utilities'].map(
    (name) => /** @type {const} */ ([`@microsoft/${name}`, { file: 'microsoft-fast.txt' }]),
  ),
  ['node-forge', { license: 'BSD-3-Clause', file: 'node-forge-bsd.txt' }],
]);

/**
 * Writes the licence texts of every package of which something was bundled.
 * @param {{ file: string, metafiles: readonly import('esbuild').Metafile[], folder?: string }} options `folder`: what
 *   paths of the metafiles are relative to
 * @throws where a bundled package has no licence text
 */
export const writeNotices = ({ file, metafiles, folder = process.cwd() }) => {
  const packages = [...bundledPackages(metafiles)].map((path) => readPackage(resolve(folder, path)));
  const sorted = [...new Map(packages.map((each) => [`${each.name} ${each.version}`, each]))].sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const sections = sorted.map(([title, { license, texts }]) =>
    [rule, `${title} (${license})`, rule, '', ...texts].join('\n'),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, [introduction, ...sections].join('\n\n'));
};

const rule = '-'.repeat(80);
const introduction =
  'API7 Certificates contains parts of the packages below, each under the licence that follows its name.';

/** @param {readonly import('esbuild').Metafile[]} metafiles @returns {ReadonlySet<string>} their folders */
const bundledPackages = (metafiles) => {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.keys(inputs));
  return new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
};

/** @param {string} folder */
const readPackage = (folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const kept = keptHere.get(name);
  const files = kept ? [join(licences, kept.file)] : licenceFiles(folder);
  const texts = files.map((path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim());
  if (texts.length === 0)
    throw new Error(
      `${name} ${version} is bundled and has no licence text. Put one into build/licences and name it in build/notices.mjs.`,
    );
  return { name: String(name), version: String(version), license: String(kept?.license ?? license), texts };
};

const licences = join(dirname(fileURLToPath(import.meta.url)), 'licences');

/** @param {string} folder @returns {readonly string[]} */
const licenceFiles = (folder) =>
  readdirSync(folder)
    .filter((each) => /^(licen[cs]e|copying)/i.test(each))
    .sort()
    .map((each) => join(folder, each));
