import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFiles } from '../cli/check';
import type { Authority, MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';

const now = Date.UTC(2026, 10, 28, 12);
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');

/** Siblings of the inputs of `cases.test.ts`: more ways in which people lose, double or damage what they have. */
describe('odd inputs', () => {
  let authority: Authority;
  let leaf: MadeCertificate;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'odd-'));
    authority = await makeAuthority(now);
    leaf = await makeCertificate({
      now,
      commonName: 'shop.example.com',
      dns: ['shop.example.com'],
      issuer: authority.intermediate,
    });
  });
  after(() => rm(folder, { recursive: true }));

  const check = async (name: string, content: string | Uint8Array) => {
    const file = join(folder, name);
    await writeFile(file, content);
    const [checked] = await checkFiles([file], { now, hosts: [] });
    assert.ok(checked && 'upload' in checked);
    return checked;
  };

  it('takes no name from the base64 of a private key that stands before a value', async () => {
    const keys = ['', '\n', '\n\n'].map((ending) => base64(leaf.keyPem + ending)).filter((key) => key.endsWith('='));
    assert.equal(keys.length, 2);
    for (const key of keys)
      for (const between of ['\n', '\r\n', ' ', '\n  ']) {
        const { holds } = await check('a.txt', `# key, certificate\n${key}${between}${base64(leaf.pem)}\n`);
        const values = 'values' in holds && Array.isArray(holds.values) ? holds.values : [];
        assert.equal(values.length, 2);
        for (const { name } of values as readonly { name: string }[]) assert.equal(name, '');
      }
  });
});
