// Lets Node load the TypeScript of src and test as it stands: mocha, the local gateway and the extension host's tests
// all require this first. Types are `npm run typecheck`'s business. What was transpiled once is kept in .vscode-test,
// one file for each source, since every test process would otherwise do it again.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { version } = require('typescript/package.json');

const project = join(__dirname, '..', '..');
const source = join(project, 'src') + sep;
const cache = join(project, '.vscode-test', 'transpiled');
const ownText = readFileSync(__filename, 'utf8');

process.setSourceMapsEnabled(true);
/** @param {any} module @param {string} filename */
require.extensions['.ts'] = (module, filename) => {
  const text = readFileSync(filename, 'utf8');
  const recipe = `\n// ${createHash('sha256').update([version, ownText, filename, text].join('\0')).digest('hex')}\n`;
  const kept = join(cache, `${relative(project, filename).replace(/[^\w.-]/g, '+')}.cjs`);
  module._compile(readKept(kept, recipe) ?? keep(kept, transpile(text, filename) + recipe), filename);
};

/** @param {string} file @param {string} recipe */
function readKept(file, recipe) {
  try {
    const text = readFileSync(file, 'utf8');
    return text.endsWith(recipe) ? text : undefined;
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

/**
 * By the compiler, which works within this process: esbuild's synchronous call waits for a thread that waits for a
 * process, and has been seen to wait for ever. @param {string} text @param {string} filename
 */
function transpile(text, filename) {
  // Loaded only here: it takes a while.
  const { ModuleKind, ScriptTarget, transpileModule } = require('typescript');
  const { outputText } = transpileModule(text, {
    fileName: filename,
    compilerOptions: {
      target: ScriptTarget.ES2022,
      // What src loads later is .ts, which only require() loads; what tests load is .mjs.
      module: filename.startsWith(source) ? ModuleKind.CommonJS : ModuleKind.Node16,
      esModuleInterop: true,
      verbatimModuleSyntax: false,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  return outputText;
}
