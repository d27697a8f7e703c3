import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The files that pages load. */
const pages = ['timeline.js', 'webview.js'];

const root = join(__dirname, '..', '..', '..');

/** Bytes, minified. */
const budget = 150_000;

/** Bytes of what every window loads, minified. */
const stubBudget = 6_000;

/**
 * Files: there is one a feature, and the fewest that hold what they share. One requests issuers, for who asks for that.
 */
const maxChunks = 69;

/** The modules that are loaded when they are first wanted: none of them belongs into the start. */
const later: readonly (readonly [what: string, paths: RegExp])[] = [
  ['packages', /node_modules\//],
  ['the reader of certificates', /^src\/core\/(x509\/(?!expiry|purpose)|asn1\/|pem\/|keys\/)/],
  [
    'documents and files',
    /^src\/(core\/document\/|app\/sources\/(?!unlockProcesses|certificateNames|foreignNames|mayHoldCertificate|nameStem))/,
  ],
  // Who owns the processes has to be there; what runs in them has not.
  ['encrypted files', /^src\/(core\/encrypted\/|app\/sources\/unlock(?!Processes))/],
  ['findings and fixes', /^src\/core\/(findings\/\w+Rules|fixes)/],
  ['comparing', /^src\/(core\/comparison\/|ui\/compare\/(?!comparisons|heldComparison))/],
  ['details', /^src\/(core\/details\/|ui\/details\/(?!detailPages|certificateViews|shownIndex))/],
  ['the language pem', /^src\/ui\/editor\/(?!findingDiagnostic|split\/splitUndo)/],
  [
    'checking the workspace',
    /^src\/(ui\/workspaceCheck\/(checkFile|checkDrawing|checkRows|closedProblems)|app\/workspace\/workspaceCheckFile)\b/,
  ],
  [
    'uploads and changes',
    /^src\/(ui\/(upload|update|material|change)\/|app\/writes\/(upload|update|operations|batch))/,
  ],
  ['the steps to a connection', /^src\/ui\/connection\//],
  ['writing files beside others', /^src\/app\/workspace\/(realFiles|ignoreFiles)\b/],
];

describe('What is loaded at start', () => {
  let folder: string;
  let dist: string;
  let inputs: readonly string[];
  let loadedLater: readonly string[];

  before(function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'api7-start-'));
    dist = join(folder, 'dist');
    const start = join(folder, 'start.json');
    execFileSync(process.execPath, ['esbuild.mjs', '--production', '--outdir', dist, '--start', start], {
      cwd: root,
      stdio: 'pipe',
    });
    const report = JSON.parse(readFileSync(start, 'utf8'));
    inputs = Object.keys(report.start);
    loadedLater = report.later;
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it(`costs a window without certificates ${stubBudget} bytes at most`, () => {
    assert.ok(statSync(join(dist, 'activation.js')).size <= stubBudget);
  });

  it('makes few files of what is loaded later', () => {
    assert.ok(readdirSync(join(dist, 'chunks')).length <= maxChunks);
  });

  it(`is no larger than ${budget} bytes`, () => {
    const { size } = statSync(join(dist, 'extension.js'));
    assert.ok(
      size <= budget,
      `${size} bytes, of ${inputs.length} files, the largest first:\n${inputs.slice(0, 20).join('\n')}`,
    );
  });

  for (const [what, paths] of later) {
    it(`leaves out ${what}`, () => {
      assert.deepEqual(
        inputs.filter((path) => paths.test(path)),
        [],
      );
      assert.ok(
        loadedLater.some((path) => paths.test(path)),
        'No such file is in the build: where has it moved?',
      );
    });
  }

  it('asks for VS Code’s API once', () => {
    const asked = ['', 'chunks'].flatMap((under) => {
      const files = readdirSync(join(dist, under)).filter((name) => name.endsWith('.js') && !pages.includes(name));
      return files.flatMap(
        (name) =>
          readFileSync(join(dist, under, name), 'utf8')
            .match(/\("vscode"\)/g)
            ?.map(() => name) ?? [],
      );
    });
    assert.deepEqual(asked.sort(), ['activation.js', 'extension.js']);
  });

  it('lets every chunk be loaded after it, and no chunk load VS Code or another start', () => {
    // Stands in for VS Code: anything may be asked of it, called and constructed.
    const stub = join(folder, 'stub.cjs');
    writeFileSync(
      stub,
      `const anything = new Proxy(class {}, { get: (target, key) => (key in target ? target[key] : anything), apply: () => anything });
       const { Module } = require('node:module');
       const load = Module._load;
       let asked = 0;
       Module._load = function (name, ...rest) { return name === 'vscode' ? (asked++, anything) : load.call(this, name, ...rest); };
       const { start } = require(${JSON.stringify(join(dist, 'extension.js'))});
       for (const name of require('node:fs').readdirSync(${JSON.stringify(join(dist, 'chunks'))})) require(${JSON.stringify(join(dist, 'chunks'))} + '/' + name);
       console.log(typeof start, asked);`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [stub], { encoding: 'utf8' });
    assert.equal(stdout.trim(), 'function 1', stderr.slice(-500));
  });
});
