// Lets Node load the TypeScript of src and test as it stands: mocha, the local gateway and the extension host's tests
// all require this first. Types are `npm run typecheck`'s business. What was transpiled once is kept in .vscode-test, one file
// for each source, since every test process would otherwise do it again.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { version } = require('esbuild/package.json');

const project = join(__dirname, '..', '..');
const source = join(project, 'src') + sep;
const cache = join(project, '.vscode-test', 'transpiled');
const ownText = readFileSync(__filename, 'utf8');

process.setSourceMapsEnabled(true);
/** @param {any} module @param {string} filename */
require.extensions['.ts'] = (module, filename) => {
  const text = readFileSync(filename, 'utf8');
  const recipe = `// ${createHash('sha256').update([version, ownText, filename, text].join('\0')).digest('hex')}\n`;
  const kept = join(cache, `${relative(project, filename).replace(/[^\w.-]/g, '+')}.cjs`);
  module._compile(readKept(kept, recipe) ?? keep(kept, recipe + transpile(text, filename)), filename);
};

/** @param {string} file @param {string} recipe */
function readKept(file, recipe) {
  try {
    const text = readFileSync(file, 'utf8');
    return text.startsWith(recipe) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Renamed into place: others may be reading it. @param {string} file @param {string} code */
function keep(file, code) {
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A folder that cannot be written to makes tests slower, no more.
  }
  return code;
}

/** @param {string} text @param {string} filename */
function transpile(text, filename) {
  // Loaded only here: it starts a process.
  const { transformSync } = require('esbuild');
  const { code } = transformSync(text, {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    sourcefile: filename,
    // A line for the recipe goes before it.
    banner: '//',
    // What src loads later is .ts, which only require() loads; what tests load is .mjs.
    supported: filename.startsWith(source) ? { 'dynamic-import': false } : {},
  });
  return code.slice('//\n'.length);
}
