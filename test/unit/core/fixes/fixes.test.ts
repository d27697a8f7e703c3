import assert from 'node:assert/strict';
import { readPemDocument } from '../../../../src/core/document/document';
import { findFindings } from '../../../../src/core/findings/findings';
import type { ApplyFix } from '../../../../src/core/fixes/fixes';
import { applyAllFixes, fixes } from '../../../../src/core/fixes/fixes';
import { scanPem } from '../../../../src/core/pem/scan';
import { runSync } from '../../../../src/shared/cooperative';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { makeRequest } from '../../../fixtures/requests';

const now = Date.UTC(2026, 10, 23);

type Name = 'root' | 'inter' | 'leaf' | 'other';

describe('fixes', () => {
  let made: Readonly<Record<Name, MadeCertificate>>;
  let locked: string;
  before(async () => {
    const { root, intermediate } = await makeAuthority(now, 'Fixes');
    made = {
      root,
      inter: intermediate,
      leaf: await makeCertificate({ now, commonName: 'leaf', dns: ['leaf.example.com'], issuer: intermediate }),
      other: await makeCertificate({ now, commonName: 'other' }),
    };
    locked = keyPemAs(made.leaf.keys, 'legacyEncrypted');
  });

  /** `{leaf}` is a certificate without its last line break, `{leaf.key}` its key. */
  const fill = (pattern: string): string =>
    pattern.replace(/\{(\w+)(\.key)?\}/g, (_, name: Name, isKey?: string) =>
      (isKey ? made[name].keyPem : made[name].pem).trim(),
    );
  const codes = (text: string): readonly string[] =>
    findFindings(readPemDocument(text), { now, warningDays: null }).map(({ code }) => code);
  const fixed = (apply: ApplyFix, text: string): string => runSync(apply({ text, document: readPemDocument(text) }));
  const fix = (title: string) => {
    const found = fixes.find((each) => each.title === title);
    assert(found);
    return found;
  };
  const wide = (pem: string, width: number): string =>
    pem.replace(
      /(-----BEGIN [^-]*-----\n)([\s\S]*?)\n-----END/g,
      (_, begin: string, body: string) =>
        `${begin}${(body.replaceAll('\n', '').match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n')}\n-----END`,
    );

  const order = 'Put the chain in order';
  const duplicates = 'Remove duplicate certificates';
  const root = 'Remove the root from the chain';
  const wrap = 'Wrap base64 at 64 characters';
  const boundaries = 'Fix BEGIN and END lines';
  const escapes = 'Convert \\n to line breaks';
  const base64 = 'Convert base64 to PEM';

  const arranged: readonly [title: string, before: string, after: string][] = [
    [order, '{inter}\n{leaf}\n', '{leaf}\n{inter}\n'],
    [order, '{root}\n{inter}\n{leaf}', '{leaf}\n{inter}\n{root}'],
    [order, '{leaf}\n{root}\n{inter}\n{leaf.key}\n', '{leaf}\n{inter}\n{root}\n{leaf.key}\n'],
    [order, '{inter}\n{leaf.key}\n{leaf}\n', '{leaf}\n{leaf.key}\n{inter}\n'],
    [order, '# issuer\n{inter}\n\n# mine\n{leaf}\n', '# mine\n{leaf}\n\n# issuer\n{inter}\n'],
    [order, '# about the file\n\n{inter}\n{leaf}\n', '# about the file\n\n{leaf}\n{inter}\n'],
    [order, '{inter}\n{other}\n{leaf}\n', '{inter}\n{other}\n{leaf}\n'],
    [order, '{inter}\n{leaf}\n{inter}\n', '{leaf}\n{inter}\n'],
    [order, '\uFEFF{inter}\n{leaf}\n', '\uFEFF{leaf}\n{inter}\n'],
    [order, '{leaf}\n{inter}\n', '{leaf}\n{inter}\n'],
    [order, '{root}\n{inter}\n', '{root}\n{inter}\n'],
    [order, '{root}\n{inter}\n{inter.key}\n', '{inter}\n{root}\n{inter.key}\n'],
    [duplicates, '{leaf}\n{inter}\n{leaf}\n', '{leaf}\n{inter}\n'],
    [duplicates, '{leaf}\n{leaf}', '{leaf}\n'],
    [duplicates, '{leaf}\n\n# again\n{leaf}\n{leaf.key}\n', '{leaf}\n\n{leaf.key}\n'],
    [duplicates, '{leaf.key}\n{leaf.key}\n', '{leaf.key}\n{leaf.key}\n'],
    [root, '{leaf}\n{inter}\n{root}\n{leaf.key}\n', '{leaf}\n{inter}\n{leaf.key}\n'],
    [root, '# about the file\n{root}\n{leaf}\n{inter}\n', '# about the file\n{leaf}\n{inter}\n'],
    [root, '{leaf}\n{inter}\n# trust this\n{root}\n', '{leaf}\n{inter}\n'],
    [root, '{inter}\n{root}\n', '{inter}\n{root}\n'],
    [root, '{root}\n', '{root}\n'],
    [root, '{other}\n{other.key}\n', '{other}\n{other.key}\n'],
  ];
  for (const [title, before, after] of arranged) {
    it(`${title}: ${JSON.stringify(before)}`, () => {
      for (const lineEnd of ['\n', '\r\n']) {
        const given = fill(before).replaceAll('\n', lineEnd);
        assert.equal(fixed(fix(title).apply, given), fill(after).replaceAll('\n', lineEnd));
      }
    });
  }

  const repaired: readonly [
    title: string,
    what: string,
    before: () => string | Promise<string>,
    after: () => string | Promise<string>,
  ][] = [
    [wrap, '76 columns', () => wide(made.leaf.pem, 76), () => made.leaf.pem],
    [wrap, 'one line', () => wide(made.leaf.keyPem + made.leaf.pem, 9999), () => made.leaf.keyPem + made.leaf.pem],
    [wrap, 'white space behind lines', () => made.leaf.pem.replace(/(?<!-)\n/g, ' \n'), () => made.leaf.pem],
    [wrap, 'blank lines between', () => made.leaf.pem.replace(/([^-])\n/g, '$1\n\n'), () => made.leaf.pem],
    [
      wrap,
      'an indented block',
      () => wide(made.leaf.pem, 76).replace(/^(?=.)/gm, '  '),
      () => made.leaf.pem.replace(/^(?=.)/gm, '  '),
    ],
    [wrap, 'headers, which stay', () => locked.replace(/\n\n([^\n]{64})\n/, '\n\n$1'), () => locked],
    [boundaries, 'four dashes', () => made.leaf.pem.replace('-----END', '----END'), () => made.leaf.pem],
    [
      boundaries,
      'dashes of a word processor',
      () => made.leaf.pem.replace('-----BEGIN', '—–BEGIN').replace('TE-----\n', 'TE–—\n'),
      () => made.leaf.pem,
    ],
    [
      boundaries,
      'small letters',
      () => made.leaf.pem.replace('-----BEGIN CERTIFICATE', '-----begin certificate'),
      () => made.leaf.pem,
    ],
    [
      boundaries,
      'no line break behind BEGIN and before END',
      () => made.leaf.pem.replace('-----\n', '-----').replace('\n-----END', '-----END'),
      () => made.leaf.pem,
    ],
    [boundaries, 'another END', () => made.leaf.pem.replace('END CERTIFICATE', 'END X509 CRL'), () => made.leaf.pem],
    [boundaries, 'no END, at the end', () => made.leaf.pem.replace(/-----END.*\n/, ''), () => made.leaf.pem],
    [
      boundaries,
      'no END, before another block',
      () => made.leaf.pem.replace(/-----END.*\n/, '') + made.inter.pem,
      () => made.leaf.pem + made.inter.pem,
    ],
    [
      boundaries,
      'no line break between blocks',
      () => made.leaf.pem.trim() + made.inter.pem,
      () => made.leaf.pem + made.inter.pem,
    ],
    [
      boundaries,
      'no line break before END',
      () => made.leaf.pem.replace('\n-----END', '-----END'),
      () => made.leaf.pem,
    ],
    [
      boundaries,
      'no line break at all',
      () => (made.leaf.pem + made.inter.pem).replaceAll('\n', ''),
      () => wide(made.leaf.pem + made.inter.pem, 9999).trim(),
    ],
    [boundaries, 'nothing wrong', () => `# -----BEGIN\n${made.leaf.pem}`, () => `# -----BEGIN\n${made.leaf.pem}`],
    [escapes, 'a string', () => made.leaf.pem.replaceAll('\n', '\\n'), () => made.leaf.pem.trim()],
    [escapes, 'a string of JSON', () => `  ${JSON.stringify(made.leaf.chainPem)},\n`, () => made.leaf.chainPem],
    [
      escapes,
      'slashes of JSON',
      () => JSON.stringify(made.leaf.pem).replaceAll('/', '\\/'),
      () => made.leaf.pem.trim(),
    ],
    [
      escapes,
      'a variable',
      () => `TLS_CERT="${made.leaf.pem.replaceAll('\n', '\\n')}"\n`,
      () => `TLS_CERT=\n${made.leaf.pem}`,
    ],
    [escapes, 'carriage returns as well', () => made.leaf.pem.replaceAll('\n', '\\r\\n'), () => made.leaf.pem.trim()],
    [
      escapes,
      'between others',
      () => `${made.inter.pem}${made.leaf.pem.replaceAll('\n', '\\n')}\n${made.leaf.keyPem}`,
      () => made.inter.pem + made.leaf.pem + made.leaf.keyPem,
    ],
    [base64, 'a certificate', () => Buffer.from(made.leaf.der).toString('base64'), () => made.leaf.pem],
    [base64, 'a certificate in lines', () => made.leaf.pem.split('\n').slice(1, -2).join('\n'), () => made.leaf.pem],
    [base64, 'a key', () => made.leaf.keyPem.split('\n').slice(1, -2).join(''), () => made.leaf.keyPem],
    [
      base64,
      'a key of EC',
      () => keyPemAs(made.leaf.keys, 'sec1').split('\n').slice(1, -2).join(''),
      () => keyPemAs(made.leaf.keys, 'sec1'),
    ],
    [
      base64,
      'a Secret of Kubernetes',
      () => Buffer.from(made.leaf.chainPem).toString('base64'),
      () => made.leaf.chainPem,
    ],
    [
      base64,
      'a request',
      async () => (await makeRequest({ commonName: 'x' })).split('\n').slice(1, -2).join(''),
      () => 'as PEM',
    ],
    [base64, 'words', () => 'hello', () => 'hello'],
    [
      base64,
      'other base64',
      () => Buffer.alloc(90, 'a').toString('base64'),
      () => Buffer.alloc(90, 'a').toString('base64'),
    ],
    [base64, 'PEM', () => made.leaf.pem, () => made.leaf.pem],
  ];
  for (const [title, what, before, after] of repaired) {
    it(`${title}: ${what}`, async () => {
      const result = fixed(fix(title).apply, await before());
      const expected = await after();
      assert.deepEqual(scanPem(result).errors, []);
      if (expected === 'as PEM')
        assert.match(result, /^-----BEGIN CERTIFICATE REQUEST-----\n[\s\S]+-----END CERTIFICATE REQUEST-----\n$/);
      else assert.equal(result, expected);
    });
  }

  it('each leaves nothing of what it solves, and nothing to do a second time', async () => {
    const texts = [
      ...arranged.map(([, before]) => fill(before)),
      ...(await Promise.all(repaired.map(async ([, , before]) => before()))),
    ];
    const safe = fixes.filter(({ isSafe }) => isSafe).flatMap(({ solves }) => solves);
    for (const text of texts) {
      for (const { title, apply, solves } of fixes) {
        const result = fixed(apply, text);
        assert.equal(fixed(apply, result), result, title);
        if (result !== text)
          assert.deepEqual(
            codes(result).filter((code) => solves.includes(code)),
            [],
            title,
          );
      }
      const all = fixed(applyAllFixes, text);
      assert.equal(fixed(applyAllFixes, all), all);
      assert.deepEqual(
        codes(all).filter((code) => safe.includes(code)),
        [],
        text,
      );
    }
  });

  it('leaves a text that is too long for an introduction where it is', () => {
    const long = '# a line\n'.repeat(10_000);
    assert.equal(
      fixed(fix(order).apply, `${long}${made.inter.pem}${made.leaf.pem}`),
      `${long}${made.leaf.pem}${made.inter.pem}`,
    );
  });

  it('fix all makes one good file of everything at once', () => {
    const messy = `${wide(made.inter.pem, 76)}${made.leaf.pem.replace('-----END', '----END')}${made.inter.pem}${made.leaf.keyPem.replaceAll('\n', '\\n')}\n`;
    assert.equal(fixed(applyAllFixes, messy), `${made.leaf.pem}${made.inter.pem}${made.leaf.keyPem}`);
    assert.deepEqual(scanPem(fixed(applyAllFixes, messy)).errors, []);
  });

  it('solves only what there are findings of, each by one', () => {
    const solved = fixes.flatMap(({ solves }) => solves);
    assert.equal(new Set(solved).size, solved.length);
  });
});
