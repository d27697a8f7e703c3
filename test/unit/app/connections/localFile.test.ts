import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLocalFile } from '../../../../src/app/connections/localFile';

describe('readLocalFile', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'localFile-'));
    await writeFile(join(folder, 'ten'), '0123456789');
    await writeFile(join(folder, 'umlaut'), 'ä');
  });
  after(() => rm(folder, { recursive: true }));

  it('reads a file', async () =>
    assert.deepEqual(await readLocalFile(join(folder, 'umlaut'), 10), { ok: true, text: 'ä' }));
  it('reads up to the limit', async () =>
    assert.deepEqual(await readLocalFile(join(folder, 'ten'), 10), { ok: true, text: '0123456789' }));
  it('does not read beyond it', async () =>
    assert.deepEqual(await readLocalFile(join(folder, 'ten'), 9), { ok: false, fault: 'tooLarge' }));
  it('misses what is not there', async () =>
    assert.deepEqual(await readLocalFile(join(folder, 'none'), 9), { ok: false, fault: 'missing' }));
  it('misses what a file cannot hold', async () =>
    assert.deepEqual(await readLocalFile(join(folder, 'ten', 'x'), 9), { ok: false, fault: 'missing' }));
  it('reads no folder', async () => assert.deepEqual(await readLocalFile(folder, 9), { ok: false, fault: 'notAFile' }));
  it('takes any path', async () =>
    assert.deepEqual(await readLocalFile('/a\0b', 9), { ok: false, fault: 'unreadable' }));
});
