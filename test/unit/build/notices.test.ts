import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const script = pathToFileURL(join(__dirname, '..', '..', '..', 'build', 'notices.mjs')).href;

describe('The licences of what is bundled', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'api7-notices-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const addPackage = (name: string, files: Readonly<Record<string, string>>): void => {
    const home = join(folder, 'node_modules', ...name.split('/'));
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify({ name, version: '1.2.3', license: 'MIT' }));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(home, file), text);
  };

  const write = (inputs: readonly string[]): string => {
    const file = join(folder, 'NOTICES.txt');
    const metafile = {
      inputs: {},
      outputs: {
        'dist/a.js': {
          bytes: 1,
          imports: [],
          exports: [],
          inputs: Object.fromEntries(inputs.map((input) => [input, { bytesInOutput: 1 }])),
        },
      },
    };
    const options = { file, folder, metafiles: [metafile] };
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { writeNotices } from '${script}'; writeNotices(${JSON.stringify(options)});`,
      ],
      { stdio: 'pipe' },
    );
    return readFileSync(file, 'utf8');
  };

  it('are written once a package, whatever their file is called', () => {
    addPackage('plain', { LICENSE: 'Text of plain.' });
    addPackage('@scope/british', { 'licence.md': 'Text of british.' });
    const text = write([
      'src/extension.ts',
      'node_modules/plain/index.js',
      'node_modules/plain/more.js',
      'node_modules/@scope/british/lib/a.js',
    ]);
    assert.deepEqual(text.match(/^\S+ 1\.2\.3 \(MIT\)$/gm), ['@scope/british 1.2.3 (MIT)', 'plain 1.2.3 (MIT)']);
    for (const licence of ['Text of plain.', 'Text of british.']) assert.equal(text.split(licence).length, 2);
  });

  it('are those of the copy that is bundled, where there are two', () => {
    addPackage('plain', { LICENSE: 'Outer.' });
    addPackage('other/node_modules/plain', { LICENSE: 'Inner.' });
    assert.match(write(['node_modules/other/node_modules/plain/index.js']), /Inner\./);
  });

  it('are missed before anything ships', () => {
    addPackage('nameless', { 'README.md': 'No licence here.' });
    assert.throws(
      () => write(['node_modules/nameless/index.js']),
      /nameless 1\.2\.3 is bundled and has no licence text/,
    );
  });
});
