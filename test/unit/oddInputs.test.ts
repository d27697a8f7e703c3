import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readPemDocument } from '../../src/core/document/document';
import { applyAllFixes } from '../../src/core/fixes/fixes';
import { scanLooseBlocksSteps } from '../../src/core/pem/looseBlocks';
import { runSync } from '../../src/shared/cooperative';
import { checkFiles } from '../cli/check';
import type { Authority, MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { signedData } from '../fixtures/der';
import { toPem } from '../fixtures/keyPairs';

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

  const joined = (separator: string): string => pair().replaceAll('\n', separator);
  const lines = (each: (line: string, index: number) => string): string =>
    pair().trimEnd().split('\n').map(each).join('');
  /** Deep enough that a line of a narrow text ends within BEGIN. */
  const nested = (pem: string, lineBreak: string): object => ({
    deployment: { configuration: { listeners: { tls: { pem: pem.trimEnd().replaceAll('\n', lineBreak) } } } },
  });
  const framed = (each: (line: string, index: number) => string): string =>
    `${pair().trimEnd().split('\n').map(each).join('\n')}\n`;
  const bodyOf = (pem: string): string => pem.replace(/-----.*-----|\s/g, '');
  const wrapped = (pem: string, lineBreak: string): string => bodyOf(pem).replace(/.{76}/g, `$&${lineBreak}`);

  /** A key whose headers have line breaks of their own, as `openssl rsa -aes256` writes it. */
  const withHeaders = (): string =>
    createPrivateKey(leaf.keyPem)
      .export({ type: 'sec1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'tiger' })
      .toString();

  const sec1 = (): Buffer => createPrivateKey(leaf.keyPem).export({ type: 'sec1', format: 'der' });

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
    ['a backslash for line breaks', 'a.pem', () => joined('\\'), [1, 1, 0], ['escapedLineBreaks', 'escapedLineBreaks']],
    ['`n for line breaks, as PowerShell has them', 'a.ps1', () => `$c = "${joined('`n')}"\n`, [1, 1, 0], []],
    [
      '\\x0D\\x0A for line breaks',
      'a.pem',
      () => joined('\\x0D\\x0A'),
      [1, 1, 0],
      ['escapedLineBreaks', 'escapedLineBreaks'],
    ],
    ...(['\\x0A', '\\u{a}', '\\012', '\\x0d\\x0a', '%0D%0A'] as const).map(
      (lineBreak) =>
        [
          `${lineBreak} for the line breaks of a key with headers`,
          'a.js',
          () => `const key = "${withHeaders().replaceAll('\n', lineBreak)}";\n`,
          [0, 1, 0],
          ['encryptedKey'],
        ] as const,
    ),
    [
      'signs of base64 by their numbers',
      'a.js',
      () =>
        `f("${all().replace(/[^\w -]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}")`,
      [2, 1, 0],
      [],
    ],
    [
      'lines of a log in JSON, as Docker keeps them',
      'a.log',
      () =>
        framed((line, index) =>
          JSON.stringify({ time: `2026-11-28T12:00:0${index % 10}Z`, level: 'info', log: `${line}\n` }),
        ),
      [1, 1, 0],
      [],
    ],
    [
      'what nmap prints',
      'a.txt',
      () =>
        `443/tcp open\n| ssl-cert: Subject: commonName=a\n${framed((line) => (line.includes('-END') ? `|_${line}` : `| ${line}`))}`,
      [1, 1, 0],
      [],
    ],
    [
      'what psql prints',
      'a.log',
      () => ` cert\n---\n${framed((line) => ` ${line.padEnd(64)}${line.includes('-END') ? '' : '+'}`)}(1 row)\n`,
      [1, 1, 0],
      [],
    ],
    [
      'what psql prints in expanded form',
      'a.log',
      () =>
        framed(
          (line) => `${line.includes('-BEGIN') ? 'a' : ' '} | ${line.padEnd(64)}${line.includes('-END') ? '' : '+'}`,
        ),
      [1, 1, 0],
      [],
    ],
    [
      'a string of Kotlin or Scala with a margin',
      'A.kt',
      () => `val a = """|${leaf.pem.trimEnd().replaceAll('\n', '\n    |')}""".trimMargin()\n`,
      [1, 0, 0],
      [],
    ],
    [
      'an n at the beginning of each line',
      'a.txt',
      () => `x\n${joined('\nn').replaceAll('n-----BEGIN', '-----BEGIN')}`,
      [1, 1, 0],
      [],
    ],
    [
      'properties as Java stores them',
      'a.properties',
      () => `key=${withHeaders().replaceAll('\n', '\\n').replace(/[=:]/g, '\\$&')}\n`,
      [0, 1, 0],
      ['encryptedKey'],
    ],
    [
      'elements of HTML on one line',
      'a.html',
      () =>
        pair().replace(/^.*\n/gm, (line) => `<p class="x"><span style="color: red">${line.trim()}</span>&nbsp;</p>`),
      [1, 1, 0],
      [],
    ],
    [
      'bytes of Java with casts',
      'A.java',
      () =>
        `byte[] c = {${[...leaf.der].map((byte) => `${byte > 127 ? '(byte) ' : ''}0x${byte.toString(16).padStart(2, '0')}`).join(', ')}};\n`,
      [1, 0, 0],
      [],
    ],
    ...(['QUOTE_DOUBLE', 'QUOTE_SINGLE', 'PLAIN'] as const).flatMap((defaultStringType) =>
      [' \n', '\t\n', '\r\n'].map(
        (lineBreak) =>
          [
            `YAML (${defaultStringType}) that folds ${JSON.stringify(lineBreak)} within BEGIN and END, too`,
            'a.yaml',
            () => stringify(nested(all(), lineBreak), { lineWidth: 40, defaultStringType }),
            [2, 1, 0],
            [],
          ] as const,
      ),
    ),
    ...(['\n', ' ', '\\n'] as const).flatMap((lineBreak) =>
      (['—–', '--'] as const).map(
        (dashes) =>
          [
            `two dashes, “${dashes}”, and ${JSON.stringify(lineBreak)} for line breaks, in JSON`,
            'a.json',
            () =>
              JSON.stringify({
                cert: leaf.pem.replaceAll('-----', dashes).replaceAll('\n', lineBreak),
                key: leaf.keyPem.replaceAll('-----', dashes).replaceAll('\n', lineBreak),
              }),
            [1, 1, 0],
            lineBreak === '\\n' ? [] : Array<string>(lineBreak === ' ' ? 0 : 2).fill('misspeltBoundary'),
          ] as const,
      ),
    ),
    [
      'a text of the web with two dashes, all on one line',
      'a.pem',
      () => joined(' ').replaceAll('-----', '—–'),
      [1, 1, 0],
      [],
    ],
    [
      'JSON in JSON with base64 of several lines',
      'a.json',
      () =>
        JSON.stringify({ body: JSON.stringify({ cert: wrapped(leaf.pem, '\n'), key: wrapped(leaf.keyPem, '\n') }) }),
      [1, 1, 0],
      [],
    ],
    ['hexadecimal of a key of P-256 in SEC1', 'a.txt', () => sec1().toString('hex'), [0, 1, 0], []],
    [
      'base64 of base64 without armour, in a Secret',
      'a.yaml',
      () => `kind: Secret\ndata:\n  tls.crt: ${base64(bodyOf(leaf.pem))}\n  tls.key: ${base64(bodyOf(leaf.keyPem))}\n`,
      [1, 1, 0],
      ['misplacedValue', 'misplacedValue'],
    ],
    [
      'a batch file that writes it line by line',
      'a.bat',
      () => lines((line, index) => `echo ${line} ${index === 0 ? '>' : '>>'} a.pem\r\n`),
      [1, 1, 0],
      [],
    ],
    [
      'a script that prints it line by line',
      'a.sh',
      () => lines((line) => `printf "%s\\n" "${line}" >> a.pem\n`),
      [1, 1, 0],
      [],
    ],
    [
      'JSON in which base64 has line breaks of JSON in JSON',
      'a.json',
      () => JSON.stringify({ cert: wrapped(leaf.pem, '\\r\\n'), key: wrapped(leaf.keyPem, '\\n') }),
      [1, 1, 0],
      [],
    ],
    [
      'XML in which base64 has carriage returns, as programs of Java sign it',
      'a.xml',
      () => `<X509Certificate>${wrapped(leaf.pem, '&#13;\n')}</X509Certificate>`,
      [1, 0, 0],
      [],
    ],
    [
      'XML in which base64 has entities',
      'a.xml',
      () => `<a><b>${bodyOf(authority.intermediate.pem).replaceAll('+', '&#43;').replaceAll('=', '&#x3D;')}</b></a>`,
      [1, 0, 0],
      [],
    ],
    [
      'base64 in a form of the web',
      'a.txt',
      () => `cert=${encodeURIComponent(bodyOf(leaf.pem))}&key=${encodeURIComponent(bodyOf(leaf.keyPem))}\n`,
      [1, 1, 0],
      [],
    ],
    [
      'a key in PEM that was encoded twice',
      'a.key',
      () => leaf.pem + toPem(Buffer.from(leaf.keyPem), 'PRIVATE KEY'),
      [1, 1, 0],
      ['wrongLabel'],
    ],
    [
      'a PKCS#7 message in DER, which is a set',
      'a.p7c',
      () => signedData(authority.intermediate.der, leaf.der),
      [2, 0, 0],
      [],
    ],
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

  /** What an upload says of bytes that it does not take. */
  const left: readonly (readonly [title: string, content: () => Uint8Array])[] = [
    ['ASCII behind UTF-16', () => Buffer.concat([Buffer.from(pair(), 'utf16le'), Buffer.from(leaf.pem)])],
    ['UTF-16 behind ASCII', () => Buffer.concat([Buffer.from(pair()), Buffer.from(leaf.pem, 'utf16le')])],
    ['DER behind PEM', () => Buffer.concat([Buffer.from(pair()), authority.intermediate.der])],
  ];
  for (const [title, content] of left)
    it(`says that it leaves out ${title}, and reads the rest`, async () => {
      const { upload, findings } = await check('a.pem', content());
      assert.deepEqual([upload.drafts.length, upload.keys.length], [1, 1]);
      assert.match(upload.notes.join('\n'), /Left out of a\.pem, line \d+: bytes that are no text in the encoding/);
      assert.ok(findings.every(({ code }) => code !== 'bareCarriageReturns'));
    });

  /** What a file is that holds nothing to send, and what helps. */
  const others: readonly (readonly [title: string, name: string, content: () => string | Uint8Array, said: RegExp])[] =
    [
      [
        'DER that a program decoded as UTF-8',
        'a.crt',
        () => new TextDecoder().decode(leaf.der),
        /saved as text, which damaged it/,
      ],
      [
        'DER that a program took for text, in base64',
        'kubeconfig.yaml',
        () => `clusters:\n- cluster:\n    certificate-authority-data: ${base64(new TextDecoder().decode(leaf.der))}\n`,
        /saved as text, which damaged it/,
      ],
      [
        'what openssl enc encrypted, in base64',
        'a.yaml',
        () => `kind: Secret\ndata:\n  tls.key: ${base64(`Salted__${leaf.keyPem}`)}\n`,
        /base64 -d > STORE && openssl enc|base64 -d FILE > STORE && openssl enc/,
      ],
      [
        'DER that a program decoded as Latin 1',
        'a.crt',
        () => Buffer.from(leaf.der).toString('latin1'),
        /saved as text, which damaged it/,
      ],
    ];
  for (const [title, name, content, said] of others)
    it(`says of ${title} what it is`, async () => {
      const { upload, contents } = await check(name, content());
      assert.match(contents, said);
      assert.match(upload.contents, said);
    });

  const fixed: readonly (readonly [title: string, content: () => string, after: () => string])[] = [
    [
      'a block with one more BEGIN and END around it',
      () => `-----BEGIN CERTIFICATE-----\n${leaf.pem}-----END CERTIFICATE-----\n${leaf.keyPem}`,
      pair,
    ],
    ['a NUL before it all', () => `\0${pair()}`, pair],
    ['END and BEGIN on one line, a space between', () => pair().replace('-----\n-----', '----- -----'), pair],
    ['END and BEGIN that share their dashes', () => pair().replace('-----\n-----', '-------'), pair],
    ['a BEGIN without dashes', () => pair().replace('-----BEGIN CERTIFICATE-----', 'BEGIN CERTIFICATE'), pair],
    ['`n for line breaks', () => joined('`n'), () => `${leaf.pem}\n${leaf.keyPem}`.trimEnd()],
  ];
  for (const [title, content, after] of fixed)
    it(`fixes ${title}`, () => {
      const text = content();
      const once = runSync(applyAllFixes({ text, document: readPemDocument(text) }));
      assert.equal(once, after());
      assert.equal(runSync(applyAllFixes({ text: once, document: readPemDocument(once) })), once);
    });

  const names: readonly (readonly [before: string, name: string])[] = [
    ['ca[]="', 'ca'],
    [`$config['tls']['cert'] = "`, 'cert'],
    ['const CERT: &str = "', 'CERT'],
    ['val cert: String = "', 'cert'],
    ['static const char cert[] PROGMEM = R"EOF(', 'cert'],
    ['const char* cert = \\\n"', 'cert'],
    ['<ds:X509Certificate Id="a">', 'X509Certificate'],
  ];
  for (const [before, name] of names)
    it(`names a value by what is before it: ${JSON.stringify(before)}`, async () => {
      const { holds } = await check('a.conf', `${before}${leaf.pem}`);
      const values = 'values' in holds && Array.isArray(holds.values) ? (holds.values as { name: string }[]) : [];
      assert.deepEqual(
        values.map((value) => value.name),
        [name],
      );
    });

  it('reads two certificates that ran together in one block, each with its padding', async () => {
    // Ed25519 signs in 64 bytes: the length is the same every time.
    const first = await makeCertificate({ now, commonName: 'ab.example.com', dns: ['a.example.com'], key: 'Ed25519' });
    const body = bodyOf(first.pem);
    assert.ok(body.endsWith('='));
    const { upload, findings } = await check('a.pem', leaf.pem.replace('-----\n', `-----\n${body}\n`));
    assert.deepEqual(upload.drafts.map(({ certificates }) => certificates[0]).toSorted(), [
      'a.example.com',
      'shop.example.com',
    ]);
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['dataAfterPadding'],
    );
  });

  for (const between of ['\n', '\n\n', '\r\n\r\n'])
    it(`reads base64 of several lines each, with ${JSON.stringify(between)} between and no padding`, async () => {
      const hosts = ['a.example.com', 'b.example.com', 'c.example.com'];
      const bodies = await Promise.all(
        hosts.map(async (host) =>
          bodyOf((await makeCertificate({ now, commonName: host, dns: [host], key: 'Ed25519' })).pem),
        ),
      );
      assert.ok(bodies.every((body) => !body.endsWith('=') && body.length % 64 !== 0));
      const lineEnd = between.startsWith('\r') ? '\r\n' : '\n';
      const { upload } = await check(
        'a.crt',
        bodies.map((body) => body.replace(/.{64}/g, `$&${lineEnd}`)).join(between),
      );
      assert.deepEqual(upload.drafts.flatMap(({ certificates }) => certificates).toSorted(), hosts);
    });

  it('says of a value of a Secret that nothing is between its BEGIN and END', async () => {
    const empty = base64('-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----\n');
    const { findings } = await check(
      'a.yaml',
      `kind: Secret\ndata:\n  tls.crt: ${base64(leaf.pem)}\n  tls.key: ${empty}\n`,
    );
    assert.deepEqual(
      findings.map(({ sentence }) => sentence),
      ['tls.key: There is nothing between BEGIN and END.'],
    );
  });

  it('leaves out the root that is to be trusted, in an SSL object of adc', async () => {
    const quoted = (pem: string): string => JSON.stringify(pem);
    const { upload } = await check(
      'adc.yaml',
      `ssls:\n- snis: [shop.example.com]\n  certificates:\n  - certificate: ${quoted(leaf.chainPem)}\n    key: ${quoted(leaf.keyPem)}\n  client:\n    ca: ${quoted(authority.root.pem)}\n`,
    );
    assert.deepEqual(
      upload.drafts.map(({ certificates }) => certificates),
      [['shop.example.com', 'Example Issuing CA 1']],
    );
    assert.match(
      upload.notes.join('\n'),
      /^The root Example Root CA in adc\.yaml \(ssls\[0\]\.client\.ca\) was left out/m,
    );
  });

  it('says of a value that was cut short that its END is missing', async () => {
    const { findings, upload } = await check(
      'a.json',
      JSON.stringify({ cert: leaf.pem.slice(0, 300), key: leaf.keyPem }),
    );
    assert.deepEqual(
      findings.map(({ code, sentence }) => `${code} ${sentence}`),
      ['missingEnd cert: The END line of this block is missing.'],
    );
    assert.match(upload.notes.join('\n'), /a\.json \(cert\) cannot be read and was left out/);
    const mention = 'if (!text.startsWith("-----BEGIN CERTIFICATE-----\\n")) throw new Error("MIID is missing");\n';
    assert.deepEqual((await check('a.js', mention)).findings, []);
  });

  const behind: Readonly<Record<string, string>> = {
    'the next key of a manifest': '\n  tls.key: |\n',
    'a sentence': '\n\nPlease send this to the team, thanks',
    'a word on a line of its own': '\nThanks\n',
    'a blank line and a word': '\n\nThanks\n',
  };
  for (const [what, text] of Object.entries(behind))
    it(`takes nothing into a block whose END is missing that stands behind it: ${what}`, () => {
      const cut = `${leaf.pem.slice(0, leaf.pem.indexOf('\n-----END'))}${text}`;
      const [block, ...more] = runSync(scanLooseBlocksSteps(cut));
      assert.ok(block && more.length === 0);
      assert.equal(cut.slice(block.span.start, block.span.end), cut.slice(0, -text.length));
    });

  it('reads base64 in wide letters, and gives up on marks without end', () => {
    const wide = leaf.pem.replace(/^M/m, 'Ｍ').replaceAll('+', '＋');
    assert.equal(runSync(scanLooseBlocksSteps(wide))[0]?.pem, leaf.pem);
    const marks = `-----BEGIN CERTIFICATE-----\n${'\u0315'.repeat(200_000)}${'\u0316'.repeat(200_000)}\n-----END CERTIFICATE-----\n`;
    assert.equal(runSync(scanLooseBlocksSteps(marks))[0]?.isPlaceholder, true);
  });

  it('says nothing about the line ends of what holds no block', async () => {
    const { findings } = await check('a.pem', Buffer.from('85010c03610d620d63', 'hex'));
    assert.deepEqual(findings, []);
  });

  it('writes the key of PEM that was encoded twice', async () => {
    const text = toPem(Buffer.from(leaf.keyPem), 'PRIVATE KEY');
    assert.equal(runSync(applyAllFixes({ text, document: readPemDocument(text) })), leaf.keyPem);
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
