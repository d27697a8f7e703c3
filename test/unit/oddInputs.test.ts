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

  const pair = (): string => leaf.pem + leaf.keyPem;
  const all = (): string => leaf.chainPem + leaf.keyPem;

  /** The certificates, keys and sealed stores that come out, and the codes of the findings. */
  const readings: readonly (readonly [
    title: string,
    name: string,
    content: () => string | Uint8Array,
    counts: readonly [number, number, number],
    codes: readonly string[],
  ])[] = [
    [
      'END and BEGIN on one line, a space between',
      'a.pem',
      () => all().replaceAll('-----\n-----', '----- -----'),
      [2, 1, 0],
      ['missingLineBreak', 'missingLineBreak'],
    ],
    [
      'END and BEGIN that share all their dashes',
      'a.pem',
      () => all().replaceAll('-----\n-----', '-----'),
      [2, 1, 0],
      ['missingLineBreak', 'missingLineBreak'],
    ],
    [
      'END and BEGIN that share some of their dashes',
      'a.pem',
      () => all().replaceAll('-----\n-----', '--------'),
      [2, 1, 0],
      ['missingLineBreak', 'missingLineBreak'],
    ],
    [
      'two dashes of two kinds, beside what is intact',
      'a.pem',
      () => leaf.pem.replaceAll('-----', '—-') + authority.intermediate.pem + leaf.keyPem,
      [2, 1, 0],
      ['misspeltBoundary', 'misspeltBoundary'],
    ],
    ...(['—-', '－－－－－', '─────', '=====', '*****', '\\\\-\\\\-', '- - -', ''] as const).map(
      (dashes) =>
        [
          `“${dashes}” for dashes`,
          'a.pem',
          () => leaf.keyPem + leaf.pem.replaceAll('-----', dashes),
          [1, 1, 0],
          ['misspeltBoundary', 'misspeltBoundary'],
        ] as const,
    ),
    [
      'no dashes before BEGIN and none behind END',
      'a.pem',
      () => pair().replace('-----BEGIN', 'BEGIN').replace('KEY-----\n$', 'KEY\n').replace('CATE-----\n-', 'CATE\n-'),
      [1, 1, 0],
      ['misspeltBoundary', 'misspeltBoundary'],
    ],
    [
      'soft hyphens in BEGIN and END',
      'a.pem',
      () => leaf.pem.replaceAll('-----', '\u00ad-----') + leaf.keyPem,
      [1, 1, 0],
      ['misspeltBoundary', 'misspeltBoundary'],
    ],
    ['an END that is missing', 'a.pem', () => pair().replace(/-----END CERT.*\n/, ''), [1, 1, 0], ['missingEnd']],
    ['a BEGIN that is missing', 'a.pem', () => pair().replace(/^.*\n/, ''), [1, 1, 0], ['contentOutside', 'strayEnd']],
    [
      'an END of another label',
      'a.pem',
      () => pair().replace('END PRIVATE', 'END RSA PRIVATE'),
      [1, 1, 0],
      ['mismatchedEnd'],
    ],
  ];
  for (const [title, name, content, counts, codes] of readings)
    it(`reads ${title}`, async () => {
      const { upload, findings } = await check(name, content());
      const certificates = new Set(upload.drafts.flatMap(({ serials }) => serials)).size;
      assert.deepEqual([certificates, upload.keys.length, upload.stores], counts);
      assert.deepEqual(
        findings.map(({ code }) => code),
        codes,
      );
      for (const { key } of upload.drafts) if (upload.keys.length > 0) assert.equal(key?.fit, 'fits');
      for (const note of upload.notes) assert.doesNotMatch(note, /[Ll]eft out/);
    });

  it('takes no sentence for a boundary, whatever it says', async () => {
    const text = `- BEGIN CERTIFICATE\n- begins the file\n\nEND CERTIFICATE\n\nBEGIN CERTIFICATE: then comes base64\n${pair()}`;
    const { findings } = await check('a.pem', text);
    assert.deepEqual(findings, []);
  });

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
