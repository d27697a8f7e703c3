// Makes CommonJS of the TypeScript of src and test, and keeps it in .vscode-test, one file for each source: every
// process that runs tests would otherwise do the same again.
const { createHash } = require('node:crypto');
const { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { basename, join, relative, sep } = require('node:path');
const { version } = require('esbuild/package.json');

const project = join(__dirname, '..', '..');
const source = join(project, 'src') + sep;
const cache = join(project, '.vscode-test', 'transpiled');
const ownText = readFileSync(__filename, 'utf8');

/** @param {string} filename @returns {string} its code */
exports.transpile = (filename) => {
  const text = readFileSync(filename, 'utf8');
  const recipe = recipeOf(filename, text);
  return (
    readKept(filename, recipe) ?? keep(filename, loadEsbuild().transformSync(text, optionsOf(filename)).code + recipe)
  );
};

/** Transpiles whatever is not kept yet, in a fifth of the time that the processes take file by file. */
exports.transpileAll = async () => {
  const files = ['src', 'test', 'webview'].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .map((name) => join(project, folder, name)),
  );
  await Promise.all(
    files.map(async (filename) => {
      const text = readFileSync(filename, 'utf8');
      const recipe = recipeOf(filename, text);
      if (readKept(filename, recipe) === undefined)
        keep(filename, (await loadEsbuild().transform(text, optionsOf(filename))).code + recipe);
    }),
  );
};

/** @returns {typeof import('esbuild')} loaded only where something is to be made */
const loadEsbuild = () => {
  // Its synchronous call then runs a process; with a thread between, it has been seen to wait for ever.
  process.env['ESBUILD_WORKER_THREADS'] = '0';
  return require('esbuild');
};

/** @param {string} filename @returns {import('esbuild').TransformOptions} */
const optionsOf = (filename) => ({
  loader: 'ts',
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  sourcefile: basename(filename),
  // What src loads later is .ts, which only require() loads; what tests load is .mjs.
  supported: { 'dynamic-import': !filename.startsWith(source) },
});

/** @param {string} filename @param {string} text */
const recipeOf = (filename, text) =>
  `\n// ${createHash('sha256').update([version, ownText, filename, text].join('\0')).digest('hex')}\n`;

/** @param {string} filename */
const keptFile = (filename) => join(cache, `${relative(project, filename).replace(/[^\w.-]/g, '+')}.cjs`);

/** @param {string} filename @param {string} recipe */
const readKept = (filename, recipe) => {
  try {
    const text = readFileSync(keptFile(filename), 'utf8');
    return text.endsWith(recipe) ? text : undefined;
  } catch {
    return undefined;
  }
};

/** Renamed into place: others may be reading it. @param {string} filename @param {string} code */
const keep = (filename, code) => {
  const file = keptFile(filename);
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A folder that cannot be written to makes tests slower, no more.
  }
  return code;
};
