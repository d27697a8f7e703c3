import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkFiles } from '../cli/check';
import type { Authority, MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { signedData } from '../fixtures/der';
import { makeKeyPair, toPem } from '../fixtures/keyPairs';
import { makePkcs12 } from '../fixtures/pkcs12';
import { makeRequest } from '../fixtures/requests';

const now = Date.UTC(2026, 10, 28, 12);
const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const indented = (text: string, by: string): string => text.trimEnd().replace(/^/gm, by);

/** The inputs are made after public bug reports: each is one kind, not one file. */
describe('inputs from public reports', () => {
  let authority: Authority;
  let leaf: MadeCertificate;
  let other: MadeCertificate;
  let expired: MadeCertificate;
  let request: string;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cases-'));
    authority = await makeAuthority(now);
    leaf = await makeCertificate({
      now,
      commonName: 'shop.example.com',
      dns: ['shop.example.com'],
      issuer: authority.intermediate,
    });
    other = await makeCertificate({ now, commonName: 'api.example.com', dns: ['api.example.com'] });
    expired = await makeCertificate({ now, commonName: 'old.example.com', dns: ['old.example.com'], toDays: -1 });
    request = await makeRequest({ commonName: 'shop.example.com', dns: [] });
  });
  after(() => rm(folder, { recursive: true }));

  const check = async (name: string, content: string | Uint8Array) => {
    const file = join(folder, name);
    await writeFile(file, content);
    const [checked] = await checkFiles([file], { now, hosts: [] });
    assert.ok(checked && 'upload' in checked);
    return checked;
  };
  const bundle = (): Uint8Array => signedData(leaf.der, authority.intermediate.der);
  const store = (): Uint8Array =>
    makePkcs12({ certificates: [leaf.der], keys: [leaf.keyPem], password: 'tiger', encryption: '3des' });
  const openStore = (): Uint8Array =>
    makePkcs12({ certificates: [leaf.der], keys: [leaf.keyPem], password: '', encryption: '3des' });
  const pair = (): string => leaf.pem + leaf.keyPem;
  const bodyOf = (pem: string): string => pem.replace(/-----.*-----|\s/g, '');
  const derOf = (pem: string): Buffer => Buffer.from(bodyOf(pem), 'base64');
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  /** A certificate with letters that base64 has others for in URLs, whatever its key: its name is long enough. */
  const odd = (): Buffer => Buffer.concat([leaf.der, Buffer.from('??>>??>>??>>??>>')]);
  const spaced = (pem: string): string => pem.trimEnd().replaceAll('\n', ' ');
  /** Folds a text like PyYAML in single quotes: each line break is a blank line. */
  const singleQuoted = (pem: string): string => `'${pem.replaceAll('\n', '\n\n      ')}'`;
  /** Folds a text like double-quoted YAML and templates of JavaScript. */
  const folded = (pem: string): string => `"${pem.replaceAll('\n', '\\n\\\n      ')}"`;
  const numbered = (text: string, before: (line: number) => string): string =>
    `${text
      .trimEnd()
      .split('\n')
      .map((line, index) => before(index + 1) + line)
      .join('\n')}\n`;
  const inLettersOfUrls = (pem: string): string =>
    pem.replace(/^[A-Za-z0-9+/=]+$/gm, (line) => line.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
  const labelled = (pem: string, label: string): string => pem.replaceAll(/(BEGIN|END) [^-]*-/g, `$1 ${label}-`);
  const bytesOf = (bytes: Uint8Array, before: string, between: string): string =>
    [...bytes].map((each) => before + hex(Uint8Array.of(each))).join(between);
  /** Prints bytes like `xxd` or `hexdump -C`. */
  const dumped = (form: '-g2' | '-C', bytes: Uint8Array): string =>
    (hex(bytes).match(/.{1,32}/g) ?? [])
      .map((line, index) => {
        const at = (index * 16).toString(16).padStart(8, '0');
        const text = Buffer.from(line, 'hex')
          .toString('latin1')
          .replace(/[^ -~]/g, '.');
        const pairs = line.match(/../g) ?? [];
        return form === '-C'
          ? `${at}  ${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}  |${text}|\n`
          : `${at}: ${(line.match(/.{1,4}/g) ?? []).join(' ').padEnd(39)}  ${text}\n`;
      })
      .join('');
  const inWords = (digits: string): string =>
    digits
      .replace(/.{8}/g, '$& ')
      .replace(/(?:\S+ ){8}/g, '  $&\n')
      .trimEnd();
  const overLines = (text: string): string => `${text.replace(/.{76}/g, '$&\r\n')}\r\n`;
  const softLines = (text: string): string => text.replace(/^([A-Za-z0-9+/]{40})(?=.)/gm, '$1=\n');
  const octal = (bytes: Uint8Array): string =>
    [...bytes].map((each) => `\\${each.toString(8).padStart(3, '0')}`).join('');
  const escaped = (bytes: Uint8Array): string => hex(bytes).replace(/../g, '\\x$&');
  /** As Mozilla’s list of roots has it: `certdata.txt`. */
  const certdata = (der: Uint8Array): string =>
    `CKA_LABEL UTF8 "Shop"\nCKA_VALUE MULTILINE_OCTAL\n${octal(der).replace(/.{64}/g, '$&\n')}\nEND\nCKA_SERIAL_NUMBER MULTILINE_OCTAL\n\\002\\001\\001\nEND\n`;
  const signed = (bytes: Uint8Array): string => [...new Int8Array(bytes)].join(', ');
  /** Names another algorithm beside the signature than inside. */
  const ofTwoAlgorithms = (der: Uint8Array): Buffer => {
    const algorithm = Buffer.from('06082a8648ce3d040302', 'hex');
    const changed = Buffer.from(der);
    changed[changed.lastIndexOf(algorithm) + algorithm.length - 1] = 3;
    return changed;
  };
  const token = (header: object): string =>
    [JSON.stringify({ alg: 'ES256', ...header }), JSON.stringify({ sub: 'me' }), 'x'.repeat(64)]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
  const patch = (removed: string, added: string): string =>
    `--- a/tls.yaml\n+++ b/tls.yaml\n@@ -1,3 +1,3 @@\n${indented(removed, '-')}\n${indented(added, '+')}\n`;
  const utf32 = (text: string): Buffer => Buffer.from(Uint32Array.from(text, (each) => each.charCodeAt(0)).buffer);
  const keystore = (): Buffer => Buffer.from(`feedfeed00000002${'00'.repeat(90)}`, 'hex');
  const sealed = 'ENC[AES256_GCM,data:QUJD,iv:eHl6,tag:YWJj,type:str]';
  const sops = `sops:\n  age:\n  - enc: |\n      -----BEGIN AGE ENCRYPTED FILE-----\n      YWdl\n      -----END AGE ENCRYPTED FILE-----\n  mac: ${sealed}\n`;
  const entries = (data: Readonly<Record<string, string>>): string =>
    Object.entries(data)
      .map(([name, pem]) => `  ${name}: ${base64(pem)}\n`)
      .join('');
  const secret = (data: string): string => `kind: Secret\nmetadata:\n  name: shop-tls\ndata:\n${data}`;

  /** The certificates, keys and sealed stores that come out, and the names of the values that they are in. */
  const readings: readonly (readonly [
    title: string,
    name: string,
    content: () => string | Uint8Array,
    counts: readonly [number, number, number],
    names?: readonly string[],
  ])[] = [
    ['an indented block', 'a.pem', () => indented(leaf.pem, '    '), [1, 0, 0]],
    ['spaces for line breaks', 'a.pem', () => `${spaced(leaf.pem)}\n${spaced(leaf.keyPem)}\n`, [1, 1, 0]],
    ['no line breaks at all', 'a.pem', () => pair().replaceAll('\n', ''), [1, 1, 0]],
    ['END and BEGIN on one line', 'a.pem', () => leaf.chainPem.replace('-----\n-----', '----------'), [2, 0, 0]],
    ['\\\\n for line breaks', 'a.pem', () => pair().replaceAll('\n', '\\\\n'), [1, 1, 0]],
    ['no space behind BEGIN', 'a.pem', () => leaf.pem.replace('BEGIN ', 'BEGIN').replace('END ', 'END'), [1, 0, 0]],
    ['another space behind BEGIN', 'a.pem', () => leaf.pem.replace('BEGIN ', 'BEGIN\u00a0'), [1, 0, 0]],
    ['carriage returns alone', 'a.pem', () => pair().replaceAll('\n', '\r'), [1, 1, 0]],
    ['two carriage returns a line', 'a.pem', () => pair().replaceAll('\n', '\r\r\n'), [1, 1, 0]],
    ['UTF-16 with its mark', 'a.pem', () => Buffer.from(`\ufeff${pair()}`, 'utf16le'), [1, 1, 0]],
    ['UTF-16 without its mark', 'a.pem', () => Buffer.from(pair(), 'utf16le'), [1, 1, 0]],
    [
      'UTF-16 with names of other scripts',
      'a.pem',
      () => Buffer.from(`Bag: Müller 会社\n${pair()}`, 'utf16le'),
      [1, 1, 0],
    ],
    ['UTF-32 with its mark', 'a.pem', () => utf32(`\ufeff${pair()}`), [1, 1, 0]],
    ['UTF-32, big end first', 'a.pem', () => utf32(pair()).swap32(), [1, 1, 0]],
    ['base64 of UTF-16', 'a.txt', () => base64(Buffer.from(`\ufeff${pair()}`, 'utf16le')), [1, 1, 0]],
    ['NULs behind each block', 'a.pem', () => `${leaf.pem}\0${leaf.keyPem}\0\n`, [1, 1, 0]],
    ['base64 of PEM without its padding', 'a.txt', () => base64(`${pair()}\n\n`).replace(/=+$/, ''), [1, 1, 0]],
    [
      'base64 of PEM over lines, without padding',
      'a.txt',
      () => overLines(base64(`${pair()}\n`).replace(/=+$/, '')),
      [1, 1, 0],
    ],
    ['base64 of PEM in letters of URLs', 'a.txt', () => Buffer.from(pair()).toString('base64url'), [1, 1, 0]],
    ['base64 of a PKCS#12 file without its padding', 'a.txt', () => base64(store()).replace(/=+$/, ''), [0, 0, 1]],
    ['base64 of a PKCS#12 file over lines', 'a.pfx', () => overLines(base64(store())), [0, 0, 1]],
    ['base64 three times', 'a.txt', () => base64(base64(base64(pair()))), [1, 1, 0]],
    ['base64 of \\n for line breaks', 'a.txt', () => base64(pair().replaceAll('\n', '\\n')), [1, 1, 0]],
    ['base64 of a PKCS#7 message', 'a.p7b', () => overLines(base64(bundle())), [2, 0, 0]],
    [
      'PEM encoded twice more',
      'a.crt',
      () => toPem(Buffer.from(toPem(Buffer.from(pair()), 'CERTIFICATE')), 'CERTIFICATE'),
      [1, 1, 0],
    ],
    ['base64 encoded once more', 'a.crt', () => toPem(Buffer.from(base64(leaf.der)), 'CERTIFICATE'), [1, 0, 0]],
    ['\\n and a backslash at the end of the line', 'a.pem', () => pair().replaceAll('\n', '\\n\\\n'), [1, 1, 0]],
    ['a backslash at the end of each line', 'a.pem', () => pair().replaceAll('\n', '\\\n'), [1, 1, 0]],
    ['\\r\\n for line breaks', 'a.pem', () => pair().replaceAll('\n', '\\r\\n'), [1, 1, 0]],
    ['tabs for line breaks', 'a.pem', () => pair().replaceAll('\n', '\t'), [1, 1, 0]],
    ['a blank line after each', 'a.pem', () => pair().replaceAll('\n', '\n\n'), [1, 1, 0]],
    [
      'line ends of three kinds',
      'a.pem',
      () => leaf.pem.replaceAll('\n', '\r') + leaf.keyPem.replaceAll('\n', '\r\n'),
      [1, 1, 0],
    ],
    ['a PKCS#7 message in PEM, in UTF-16', 'a.p7b', () => Buffer.from(toPem(bundle(), 'PKCS7'), 'utf16le'), [2, 0, 0]],
    ['a PKCS#7 message in PEM, in one line', 'a.p7b', () => spaced(toPem(bundle(), 'PKCS7')), [2, 0, 0]],
    ['a PKCS#7 message beside its key', 'a.pem', () => toPem(bundle(), 'PKCS7') + leaf.keyPem, [2, 1, 0]],
    [
      'a PKCS#7 message in a Secret',
      'a.yaml',
      () => secret(`  tls.crt: ${base64(toPem(bundle(), 'PKCS7'))}\n`),
      [2, 0, 0],
    ],
    ['UTF-16, big end first', 'a.pem', () => Buffer.from(pair(), 'utf16le').swap16(), [1, 1, 0]],
    ['a NUL behind the last line', 'a.pem', () => `${pair()}\0`, [1, 1, 0]],
    ['dashes of a word processor', 'a.pem', () => pair().replaceAll('-----', '–––––'), [1, 1, 0]],
    ['four dashes', 'a.pem', () => pair().replaceAll('-----', '----'), [1, 1, 0]],
    ['small letters', 'a.pem', () => pair().replace(/-----(BEGIN|END)/g, (side) => side.toLowerCase()), [1, 1, 0]],
    ['a space before the dashes', 'a.pem', () => pair().replaceAll(/(BEGIN|END) ([A-Z ]+)-/g, '$1 $2 -'), [1, 1, 0]],
    [
      'a no-break space of Latin 1',
      'a.pem',
      () => Buffer.from(pair().replaceAll('BEGIN ', 'BEGIN\u00a0'), 'latin1'),
      [1, 1, 0],
    ],
    ['a quoted mail', 'a.pem', () => indented(pair(), '> '), [1, 1, 0]],
    ['a diff', 'a.pem', () => indented(pair(), '+'), [1, 1, 0]],
    ['a comment', 'a.pem', () => indented(pair(), '# '), [1, 1, 0]],
    ['lines numbered by cat', 'a.pem', () => numbered(pair(), (line) => `${String(line).padStart(6)}\t`), [1, 1, 0]],
    ['lines numbered by grep', 'a.pem', () => numbered(pair(), (line) => `etc/a.pem:${line}:`), [1, 1, 0]],
    ['a log', 'a.log', () => numbered(pair(), (line) => `2026-11-28T12:00:0${line % 10}Z app[12]: `), [1, 1, 0]],
    ['a mail quoted twice', 'a.pem', () => indented(pair(), '> > '), [1, 1, 0]],
    ['what a diff takes out', 'a.diff', () => indented(pair(), '-'), [1, 1, 0]],
    ['comments of batch files', 'a.bat', () => indented(pair(), 'REM '), [1, 1, 0]],
    ['comments of SQL', 'a.sql', () => indented(pair(), '-- '), [1, 1, 0]],
    ['a block comment', 'a.txt', () => `/*\n${indented(pair(), ' * ')}\n */\n`, [1, 1, 0]],
    ['commas for line breaks', 'a.pem', () => pair().replaceAll('\n', ','), [1, 1, 0]],
    ['bars for line breaks', 'a.pem', () => pair().replaceAll('\n', '|'), [1, 1, 0]],
    ['\\x0a for line breaks', 'a.pem', () => pair().replaceAll('\n', '\\x0a'), [1, 1, 0]],
    ['\\012 for line breaks', 'a.pem', () => pair().replaceAll('\n', '\\012'), [1, 1, 0]],
    ['%0A for line breaks', 'a.pem', () => pair().replaceAll('\n', '%0A'), [1, 1, 0]],
    ['n for line breaks', 'a.pem', () => leaf.pem.replaceAll('\n', 'n'), [1, 0, 0]],
    ['a caret at the end of each line', 'a.bat', () => pair().replaceAll('\n', '^\n'), [1, 1, 0]],
    ['paragraphs of RTF', 'a.rtf', () => `{\\rtf1 ${pair().replaceAll('\n', '\\par\n')}}`, [1, 1, 0]],
    ['quoted-printable', 'a.eml', () => pair().replaceAll('=', '=3D'), [1, 1, 0]],
    ['numeric entities', 'a.html', () => pair().replaceAll('+', '&#43;').replaceAll('/', '&#x2F;'), [1, 1, 0]],
    ['a block in letters of URLs', 'a.pem', () => inLettersOfUrls(leaf.chainPem), [2, 0, 0]],
    ['a block without its padding', 'a.pem', () => pair().replaceAll('=', ''), [1, 1, 0]],
    ['quoted-printable with lines cut in two', 'a.eml', () => softLines(pair().replaceAll('=', '=3D')), [1, 1, 0]],
    ['/n for line breaks', 'a.pem', () => pair().replaceAll('\n', '/n'), [1, 1, 0]],
    ['soft hyphens in its lines', 'a.pem', () => pair().replace(/^[A-Za-z0-9+/]{20}(?=.)/gm, '$&\u00ad'), [1, 1, 0]],
    ['marks of direction in its lines', 'a.pem', () => pair().replace(/^M/gm, '\u202aM\u2060'), [1, 1, 0]],
    ['a byte order mark before each block', 'a.pem', () => `\ufeff${leaf.pem}\ufeff${leaf.keyPem}`, [1, 1, 0]],
    [
      'bytes of a buffer of Node',
      'a.json',
      () => JSON.stringify({ cert: Buffer.from(leaf.pem) }, undefined, 1),
      [1, 0, 0],
    ],
    ['bytes that Go prints', 'a.log', () => `cert: [${[...leaf.der].join(' ')}]\n`, [1, 0, 0]],
    ['bytes of Java', 'A.java', () => `byte[] cert = {${signed(leaf.der)}};\n`, [1, 0, 0]],
    ['bytes of Erlang', 'a.erl', () => `<<${[...leaf.der].join(',')}>>.\n`, [1, 0, 0]],
    ['escaped bytes of C', 'a.c', () => `char c[] = "${escaped(leaf.der).replace(/.{64}/g, '$&"\n"')}";\n`, [1, 0, 0]],
    ['escaped bytes of PEM', 'a.py', () => `c = b"${escaped(Buffer.from(pair()))}"\n`, [1, 1, 0]],
    ['octal bytes', 'a.sql', () => `SELECT E'${octal(leaf.der)}';\n`, [1, 0, 0]],
    ['a list of roots of Mozilla', 'certdata.txt', () => certdata(leaf.der), [1, 0, 0]],
    [
      'JSON as .NET and Gson escape it, without armour',
      'a.json',
      () => `{"x5c":["${base64(odd()).replaceAll('+', '\\u002B').replaceAll('=', '\\u003d')}"]}`,
      [1, 0, 0],
      ['x5c[0]'],
    ],
    [
      'UTF-16 in a Secret',
      'a.yaml',
      () => secret(`  tls.crt: ${base64(Buffer.from(`\ufeff${leaf.pem}`, 'utf16le'))}\n`),
      [1, 0, 0],
      ['shop-tls/tls.crt'],
    ],
    [
      'JSON with comments before its keys',
      'a.jsonc',
      () =>
        `{\n // ours\n "cert": ${JSON.stringify(leaf.pem)}, /* its key */ "key": ${JSON.stringify(leaf.keyPem)},\n}\n`,
      [1, 1, 0],
      ['cert', 'key'],
    ],
    [
      'the template of a SealedSecret',
      'a.yaml',
      () =>
        `kind: SealedSecret\nspec:\n  encryptedData: {tls.key: AgBy}\n  template:\n    data:\n      tls.crt: |\n${indented(leaf.pem, '        ')}\n`,
      [1, 0, 0],
      ['spec.template.data.tls.crt'],
    ],
    ['what a patch puts in', 'a.patch', () => patch(other.pem, pair()), [1, 1, 0]],
    [
      'what a patch of a Secret puts in',
      'a.diff',
      () => patch(secret(`  tls.crt: ${base64(other.pem)}`), secret(`  tls.crt: ${base64(leaf.pem)}`)),
      [1, 0, 0],
    ],
    ['line breaks of HTML', 'a.html', () => pair().replaceAll('\n', '<br/>\n'), [1, 1, 0]],
    ['escapes of URLs', 'a.txt', () => encodeURIComponent(pair()), [1, 1, 0]],
    ['the header of Envoy', 'a.txt', () => `By=x;Cert="${encodeURIComponent(leaf.pem)}";Subject=""`, [1, 0, 0]],
    ['a certificate under a misspelt label', 'a.pem', () => leaf.pem.replaceAll('FICATE', 'FCATE'), [1, 0, 0]],
    [
      'a certificate under CERTIFICATE REQUEST',
      'a.csr',
      () => leaf.pem.replaceAll('CATE-', 'CATE REQUEST-'),
      [1, 0, 0],
    ],
    ['a certificate under PRIVATE KEY', 'a.key', () => toPem(leaf.der, 'PRIVATE KEY'), [1, 0, 0]],
    ['a certificate under PKCS7', 'a.p7b', () => toPem(leaf.der, 'PKCS7'), [1, 0, 0]],
    ['a key under PUBLIC KEY', 'a.pem', () => leaf.pem + leaf.keyPem.replaceAll('PRIVATE', 'PUBLIC'), [1, 1, 0]],
    ['a PKCS#12 file in PEM', 'a.pem', () => toPem(store(), 'PKCS12'), [0, 0, 1]],
    [
      'two certificates in a block',
      'a.pem',
      () => toPem(Buffer.concat([leaf.der, authority.intermediate.der]), 'CERTIFICATE'),
      [2, 0, 0],
    ],
    ['two certificates in DER', 'a.der', () => Buffer.concat([leaf.der, authority.intermediate.der]), [2, 0, 0]],
    ['a PKCS#7 message in PEM', 'a.p7b', () => toPem(bundle(), 'PKCS7'), [2, 0, 0]],
    ['a PKCS#7 message under CERTIFICATE', 'a.crt', () => toPem(bundle(), 'CERTIFICATE'), [2, 0, 0]],
    ['PEM encoded once more', 'a.crt', () => toPem(Buffer.from(pair()), 'CERTIFICATE'), [1, 1, 0]],
    ['a request under CERTIFICATE', 'a.crt', () => request.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE'), [0, 0, 0]],
    ['a PKCS#12 file under CERTIFICATE', 'a.crt', () => toPem(store(), 'CERTIFICATE'), [0, 0, 1]],
    ['a key under CERTIFICATE', 'a.crt', () => leaf.keyPem.replaceAll('PRIVATE KEY', 'CERTIFICATE'), [0, 1, 0]],
    ['base64 of PEM behind other text', 'a.txt', () => base64(`Bag Attributes\n  x: 1\n${pair()}`), [1, 1, 0]],
    ['base64 twice', 'a.txt', () => base64(base64(pair())), [1, 1, 0]],
    ['base64 of a PKCS#12 file', 'a.txt', () => base64(store()), [0, 0, 1]],
    [
      'JSON without armour',
      'a.json',
      () => JSON.stringify({ cert: base64(leaf.der), key: bodyOf(leaf.keyPem) }).replaceAll('/', '\\/'),
      [1, 1, 0],
      ['cert', 'key'],
    ],
    [
      'the chain of a token',
      'a.txt',
      () => `${token({ x5c: [base64(leaf.der), base64(authority.intermediate.der)] })}\n`,
      [2, 0, 0],
    ],
    [
      'the same in JSON',
      'a.json',
      () => JSON.stringify({ id_token: token({ x5c: [base64(leaf.der)] }) }),
      [1, 0, 0],
      ['id_token'],
    ],
    [
      'the same in YAML',
      'a.yaml',
      () => `auth:\n  token: ${token({ x5c: [base64(leaf.der)] })}\n`,
      [1, 0, 0],
      ['auth.token'],
    ],
    ['the same in .env', '.env', () => `TOKEN=${token({ x5c: [base64(leaf.der)] })}\n`, [1, 0, 0], ['TOKEN']],
    ['a token without a chain', 'a.txt', () => `${token({ kid: 'x5c' })}\n`, [0, 0, 0]],
    ['a token whose x5c is no list', 'a.txt', () => `${token({ x5c: base64(leaf.der) })}\n`, [0, 0, 0]],
    ['JWKS', 'a.json', () => JSON.stringify({ keys: [{ x5c: [base64(leaf.der)] }] }), [1, 0, 0], ['keys[0].x5c[0]']],
    [
      'JSON without armour, in letters of URLs',
      'a.json',
      () => JSON.stringify({ cert: odd().toString('base64url'), note: 'a-b_c' }),
      [1, 0, 0],
      ['cert'],
    ],
    ['hexadecimal of DER', 'a.txt', () => hex(leaf.der), [1, 0, 0]],
    [
      'hexadecimal with colons',
      'a.txt',
      () =>
        hex(leaf.der)
          .toUpperCase()
          .replace(/..(?=.)/g, '$&:'),
      [1, 0, 0],
    ],
    ['hexadecimal over lines', 'a.txt', () => hex(leaf.der).replace(/.{60}/g, '$&\n'), [1, 0, 0]],
    ['hexadecimal of PEM', 'a.txt', () => `0x${hex(Buffer.from(pair()))}\n`, [1, 1, 0]],
    ['hexadecimal in JSON', 'a.json', () => JSON.stringify({ cert: hex(leaf.der) }), [1, 0, 0], ['cert']],
    ['hexadecimal in SQL', 'a.sql', () => `INSERT INTO certificates VALUES (1, 0x${hex(leaf.der)});\n`, [1, 0, 0]],
    [
      'SAML metadata',
      'a.xml',
      () => `<ds:X509Data><ds:X509Certificate>\n${bodyOf(leaf.pem).replace(/.{64}/g, '$&\n')}\n</ds:X509Certificate>`,
      [1, 0, 0],
      ['X509Certificate'],
    ],
    [
      'base64 twice in a Secret',
      'a.yaml',
      () => secret(`  tls.crt: ${base64(base64(leaf.pem))}\n`),
      [1, 0, 0],
      ['shop-tls/tls.crt'],
    ],
    ['DER in a Secret', 'a.yaml', () => secret(`  tls.crt: ${base64(leaf.der)}\n`), [1, 0, 0], ['shop-tls/tls.crt']],
    [
      'a PKCS#12 file in a Secret',
      'a.yaml',
      () => secret(`  a.pfx: ${base64(store())}\n`),
      [0, 0, 1],
      ['shop-tls/a.pfx'],
    ],
    [
      'a Secret with anchors and CRLF',
      'a.yaml',
      () => `a: &a hello\nb: *a\n${secret(`  tls.crt: ${base64(pair())}\n`)}`.replaceAll('\n', '\r\n'),
      [1, 1, 0],
      ['shop-tls/tls.crt'],
    ],
    [
      'stringData',
      'a.yaml',
      () => `kind: Secret\nmetadata: {name: s}\nstringData:\n  tls.crt: |\n${indented(leaf.pem, '    ')}\n`,
      [1, 0, 0],
      ['s/tls.crt'],
    ],
    [
      'a ConfigMap',
      'a.yaml',
      () => `kind: ConfigMap\nmetadata: {name: c}\ndata:\n  app.pem: |\n${indented(leaf.pem, '    ')}\n`,
      [1, 0, 0],
      ['c/app.pem'],
    ],
    [
      'a template of Helm',
      'a.yaml',
      () => `{{- if .Values.tls }}\nkind: Secret\ndata:\n  tls.crt: ${base64(leaf.pem)}\n{{- end }}\n`,
      [1, 0, 0],
      ['tls.crt'],
    ],
    [
      'a manifest of more than a megabyte',
      'a.yaml',
      () => `kind: Secret\ndata:\n  x: ${'eHl6'.repeat(300_000)}\n  tls.crt: ${base64(leaf.pem)}\n`,
      [1, 0, 0],
      ['tls.crt'],
    ],
    [
      'a kubeconfig',
      'config.yaml',
      () =>
        `kind: Config\nusers:\n- name: u\n  user:\n    client-certificate-data: ${base64(leaf.pem)}\n    client-key-data: ${base64(leaf.keyPem)}\n`,
      [1, 1, 0],
      ['users[0].user.client-certificate-data', 'users[0].user.client-key-data'],
    ],
    [
      'double quotes folded with backslashes',
      'apisix.yaml',
      () => `ssls:\n  - cert: ${folded(leaf.pem)}\n    key: ${folded(leaf.keyPem)}\n`,
      [1, 1, 0],
      ['ssls[0].cert', 'ssls[0].key'],
    ],
    [
      'single quotes as PyYAML writes them',
      'adc.yaml',
      () => `ssls:\n- certificate: ${singleQuoted(leaf.pem)}\n  key: ${singleQuoted(leaf.keyPem)}\n`,
      [1, 1, 0],
      ['ssls[0].certificate', 'ssls[0].key'],
    ],
    [
      'TOML',
      'a.toml',
      () => `[[tls.certificates]]\n  certFile = """${leaf.chainPem}"""\n  keyFile = """${leaf.keyPem}"""\n`,
      [2, 1, 0],
      ['certFile', 'keyFile'],
    ],
    [
      'variables of an environment',
      '.env',
      () => `TLS_CERT="${leaf.pem.replaceAll('\n', '\\n')}"\nTLS_KEY='${leaf.keyPem.replaceAll('\n', '\\n')}'\n`,
      [1, 1, 0],
      ['TLS_CERT', 'TLS_KEY'],
    ],
    [
      'base64 in strings of a program, joined',
      'a.py',
      () => `CERT = (\n  "${base64(pair()).replace(/.{64}(?=.)/g, '$&"\n  "')}"\n)\n`,
      [1, 1, 0],
      ['CERT'],
    ],
    [
      'base64 in double quotes folded with backslashes',
      'a.yaml',
      () => secret(`  tls.crt: "${base64(pair()).replace(/.{64}(?=.)/g, '$&\\\n    ')}"\n`),
      [1, 1, 0],
      ['shop-tls/tls.crt'],
    ],
    [
      'strings of a program, joined',
      'a.java',
      () => `String cert = "${leaf.pem.trimEnd().replaceAll('\n', '\\n" +\n    "')}";\n`,
      [1, 0, 0],
      ['cert'],
    ],
    [
      'bytes of Python, joined',
      'a.py',
      () => `CERT = (\n    b'${leaf.pem.trimEnd().replaceAll('\n', "\\n'\n    b'")}\\n'\n)\n`,
      [1, 0, 0],
    ],
    [
      'strings with named line ends, joined',
      'a.php',
      () => `$cert = '${leaf.pem.trimEnd().replaceAll('\n', "' . PHP_EOL .\n    '")}';\n`,
      [1, 0, 0],
      ['cert'],
    ],
    [
      'lines of a notebook',
      'a.ipynb',
      () => JSON.stringify({ source: leaf.pem.split('\n').map((line) => `${line}\n`) }, undefined, 1),
      [1, 0, 0],
    ],
    [
      'a Secret of which SOPS encrypted the key alone',
      'a.yaml',
      () => secret(`  tls.crt: ${base64(leaf.pem)}\n  tls.key: ${sealed}\n  password: ${sealed}\n${sops}`),
      [1, 0, 0],
      ['shop-tls/tls.crt', 'shop-tls/tls.key'],
    ],
    [
      'variables of which SOPS encrypted the key alone',
      'a.env',
      () => `TLS_CERT="${leaf.pem.replaceAll('\n', '\\n')}"\nTLS_KEY=${sealed}\nsops_version=3.8\n`,
      [1, 0, 0],
      ['TLS_CERT', 'TLS_KEY'],
    ],
    [
      'variables of which ansible-vault encrypted the key alone',
      'a.yml',
      () =>
        `tls_cert: |\n${indented(leaf.pem, '  ')}\ntls_key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3162\n  3163\n`,
      [1, 0, 0],
      ['tls_cert', 'tls_key'],
    ],
    ['a Java keystore', 'a.jks', () => Buffer.from('feedfeed00000002', 'hex'), [0, 0, 0]],
    ['ansible-vault', 'a.key', () => '$ANSIBLE_VAULT;1.1;AES256\n3162\n', [0, 0, 0]],
    ['other text', 'a.txt', () => 'internationalization and certificateAuthorityData\n', [0, 0, 0]],
  ];
  for (const [title, name, content, counts, names] of readings)
    it(`reads ${title}`, async () => {
      const { upload, holds } = await check(name, content());
      const certificates = new Set(upload.drafts.flatMap(({ serials }) => serials)).size;
      assert.deepEqual([certificates, upload.keys.length, upload.stores], counts);
      const values = 'values' in holds && Array.isArray(holds.values) ? holds.values : [];
      if (names)
        assert.deepEqual(
          values.map((value: { name: string }) => value.name),
          names,
        );
      for (const { key } of upload.drafts) if (upload.keys.length > 0) assert.equal(key?.fit, 'fits');
    });

  /** The sentences on it: by a finding, by the upload, or on what the file is. */
  const sentences: readonly (readonly [
    title: string,
    name: string,
    content: () => string | Uint8Array,
    said: RegExp,
  ])[] = [
    [
      'a PKCS#7 message',
      'a.crt',
      () => toPem(bundle(), 'CERTIFICATE'),
      /It is a PKCS#7 message; its label should be PKCS7/,
    ],
    ['PEM encoded again', 'a.crt', () => toPem(Buffer.from(leaf.pem), 'CERTIFICATE'), /PEM that was encoded twice/],
    ['a request', 'a.crt', () => request.replaceAll(' REQUEST', ''), /It is a certificate request; its label/],
    ['a PKCS#12 file', 'a.crt', () => toPem(store(), 'CERTIFICATE'), /It is a PKCS#12 file, which has no PEM form/],
    ['a key', 'a.crt', () => leaf.keyPem.replaceAll('PRIVATE KEY', 'CERTIFICATE'), /This key is in the PKCS#8 form/],
    ['a request left out', 'a.pem', () => pair() + request, /Left out of a\.pem, line \d+: a certificate request/],
    [
      'a broken intermediate left out',
      'a.pem',
      () => pair() + authority.intermediate.pem.replace(/\n.*\n(?=-----END)/, '\n'),
      /A certificate in a\.pem, line \d+ cannot be read and was left out/,
    ],
    [
      'what stringData overrides',
      'a.yaml',
      () => `${secret(`  tls.crt: ${base64(leaf.pem)}\n`)}stringData:\n  tls.crt: |\n${indented(leaf.pem, '    ')}\n`,
      /\(shop-tls\/tls\.crt\) was left out: stringData has the same key/,
    ],
    ['UTF-16', 'a.pem', () => Buffer.from(pair(), 'utf16le'), /a\.pem is written in UTF-16/],
    [
      'UTF-32',
      'a.pem',
      () => utf32(pair()),
      /saved as UTF-32 LE, with two bytes or more per character[\s\S]*a\.pem is written in UTF-32/,
    ],
    ['restored line breaks', 'a.pem', () => spaced(leaf.pem), /Line breaks that are missing or wrong in a\.pem/],
    ['a Java keystore', 'a.jks', () => Buffer.from('feedfeed00000002', 'hex'), /keytool -importkeystore/],
    ['ansible-vault', 'a.key', () => '$ANSIBLE_VAULT;1.1;AES256\n3162\n', /ansible-vault view/],
    ['SOPS', 'a.yaml', () => 'key: ENC[AES256_GCM,data:x]\nsops:\n  version: 3\n', /sops decrypt/],
    ['age', 'a.age', () => 'age-encryption.org/v1\n-> X25519 abc\nxyz\n', /age --decrypt/],
    [
      'OpenPGP',
      'a.asc',
      () => '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----\n',
      /gpg --decrypt/,
    ],
    ['openssl enc', 'a.key', () => Buffer.from('Salted__\0\u0001abcdefgh', 'latin1'), /openssl enc -d/],
    [
      'a web page',
      'a.pem',
      () => '\n<!DOCTYPE html>\n<html lang="en"><title>Sign in</title></html>\n',
      /^It is a web page.*curl --fail/,
    ],
    [
      'an error of a server in JSON',
      'a.crt',
      () => '{"errors":["permission denied"]}\n',
      /error message of a server \(JSON\)/,
    ],
    [
      'an error of Kubernetes in JSON',
      'a.crt',
      () => '{"kind":"Status","status":"Failure","message":"Forbidden"}',
      /\(JSON\)/,
    ],
    ['an error of S3', 'a.pem', () => '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>', /\(XML\)/],
    [
      'the message of kubectl',
      'a.pem',
      () => 'Error from server (NotFound): secrets "a" not found\n',
      /error message of a program/,
    ],
    [
      'what openssl x509 -text prints',
      'a.pem',
      () => 'Certificate:\n    Data:\n        Version: 3 (0x2)\n',
      /does not hold it/,
    ],
    ['JSON that is no error', 'a.json', () => '{"kind":"ConfigMap","data":{}}', /no PEM block|Secret/],
    ['gzip', 'a.pem.gz', () => Buffer.from('1f8b08000000000000030300', 'hex'), /gunzip FILE/],
    ['bzip2', 'a.pem.bz2', () => Buffer.from('425a68393141592653590102', 'hex'), /bunzip2 FILE/],
    ['xz', 'a.pem.xz', () => Buffer.from('fd377a585a000004e6d6b446', 'hex'), /unxz FILE/],
    ['Zstandard', 'a.pem.zst', () => Buffer.from('28b52ffd0458a10c', 'hex'), /unzstd FILE/],
    ['7-Zip', 'a.7z', () => Buffer.from('377abcaf271c00041122', 'hex'), /7z x FILE/],
    ['a keystore of Bouncy Castle', 'a.bks', () => Buffer.from(`0000000200000014${'07'.repeat(40)}`, 'hex'), /BKS/],
    [
      'a database of NSS',
      'cert9.db',
      () => Buffer.from(`SQLite format 3\0${'\0'.repeat(99)}CREATE TABLE nssPublic`),
      /pk12util -o/,
    ],
    [
      'UTF-16 in a Secret',
      'a.yaml',
      () => secret(`  tls.crt: ${base64(Buffer.from(leaf.pem, 'utf16le'))}\n`),
      /This value decodes to UTF-16 LE, with two bytes/,
    ],
    [
      'a byte order mark in a Secret',
      'a.yaml',
      () => secret(`  tls.crt: ${base64(`\ufeff${leaf.pem}`)}\n`),
      /^shop-tls\/tls\.crt: There is a byte order mark before this block/m,
    ],
    ['a byte order mark', 'a.pem', () => `\ufeff${leaf.pem}`, /There is a byte order mark before this block/],
    [
      'what a patch takes out',
      'a.patch',
      () => patch(other.pem, leaf.pem),
      /Left out of a\.patch, line 4: the patch removes this value/,
    ],
    [
      'a certificate of two algorithms, and not of its issuer',
      'a.pem',
      () => toPem(ofTwoAlgorithms(leaf.der), 'CERTIFICATE') + authority.intermediate.pem,
      /names one signature algorithm inside and another beside its signature: OpenSSL/,
    ],
    ['PuTTY', 'a.ppk', () => 'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n', /puttygen/],
    [
      'a SealedSecret',
      'a.yaml',
      () => 'kind: SealedSecret\nspec:\n  encryptedData: {tls.crt: AgBy}\n',
      /kubectl get secret/,
    ],
    [
      'a value of ansible-vault',
      'a.yaml',
      () => 'key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3162\n',
      /^key: It is encrypted with ansible-vault\..* \| ansible-vault decrypt$/m,
    ],
    [
      'bytes behind a certificate',
      'a.der',
      () => Buffer.concat([leaf.der, Buffer.from('abcd')]),
      /4 bytes after the cert/,
    ],
    [
      'an END without BEGIN',
      'a.pem',
      () => `-----END CERTIFICATE-----\n${pair()}`,
      /Left out of a\.pem, line \d+: what ends there/,
    ],
    [
      'a wrong label',
      'a.p7b',
      () => toPem(leaf.der, 'PKCS7'),
      /The label “PKCS7” of this block is wrong: It is a cert/,
    ],
    [
      'a Java keystore in a Secret',
      'a.yaml',
      () => secret(`  keystore.jks: ${base64(keystore())}\n`),
      /shop-tls\/keystore\.jks\): It is a Java keystore \(JKS\)/,
    ],
    [
      'the key that SOPS encrypted beside a certificate in the clear',
      'a.yaml',
      () => secret(`  tls.crt: ${base64(leaf.pem)}\n  tls.key: ${sealed}\n${sops}`),
      /^a\.yaml \(shop-tls\/tls\.key\): It is encrypted with SOPS/m,
    ],
    [
      'a YAML that is of ansible-vault as a whole',
      'a.yaml',
      () => '$ANSIBLE_VAULT;1.1;AES256\n3162\n',
      /ansible-vault view/,
    ],
    ['base64 of a Java keystore', 'a.txt', () => overLines(base64(keystore())), /base64 -d FILE > STORE && keytool/],
    ['base64 of gzip', 'a.txt', () => base64(gzipSync(leaf.pem)), /base64 -d FILE \| gunzip/],
    [
      'gzip in a Secret',
      'a.yaml',
      () => secret(`  tls.crt: ${base64(gzipSync(leaf.pem))}\n`),
      /shop-tls\/tls\.crt.*gunzip/,
    ],
    ['variables of SOPS', 'a.env', () => 'KEY=ENC[AES256_GCM,data:x]\nsops_version=3.8\n', /sops decrypt/],
    ['a PKCS#12 file under PRIVATE KEY', 'a.key', () => toPem(store(), 'PRIVATE KEY'), /It is a PKCS#12 file/],
    ['numbered lines', 'a.pem', () => numbered(pair(), (line) => `${line}:`), /other text on the BEGIN or END line/],
    ['commas for line breaks', 'a.pem', () => pair().replaceAll('\n', ','), /A line break is missing here/],
    [
      'a request in DER',
      'a.csr',
      () => derOf(request),
      /^It is a certificate request in DER form, for shop\.example\.com/m,
    ],
    ['base64 of a request', 'a.txt', () => base64(derOf(request)), /^It is a certificate request in DER form/m],
    ['hexadecimal', 'a.txt', () => hex(leaf.der), /a\.txt is hexadecimal as a whole and was read decoded/],
    ['git-crypt', 'a.key', () => Buffer.from('\0GITCRYPT\0abcdef'), /git-crypt unlock/],
    ['a quoted mail', 'a.pem', () => leaf.pem.replaceAll(/^(?=.)/gm, '> '), /other text on the BEGIN or END line/],
    ['a Secret', 'a.yaml', () => secret(`  tls.crt: ${base64(leaf.pem)}\n`), /^This file holds a certificate\.$/m],
    [
      'a PKCS#12 file without a password',
      'a.p12',
      () => openStore(),
      /^This file holds a certificate and a private key/m,
    ],
    [
      'a PKCS#12 file without a password in a Secret',
      'a.yaml',
      () => secret(`  a.pfx: ${base64(openStore())}\n`),
      /^This file holds a certificate and a private key/m,
    ],
    ['a certificate that comes again', 'a.pem', () => leaf.pem + leaf.pem, /line \d+: .* again, which is sent once/],
    ['git LFS', 'a.pem', () => 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n', /git lfs pull/],
    ['BEGIN without its space', 'a.pem', () => leaf.pem.replace('BEGIN ', 'BEGIN'), /five hyphens, BEGIN or END/],
  ];
  for (const [title, name, content, said] of sentences)
    it(`says of ${title} what it is`, async () => {
      const { findings, upload, contents } = await check(name, content());
      assert.match(
        [...findings.map(({ sentence }) => sentence), ...upload.notes, upload.contents, contents].join('\n'),
        said,
      );
    });

  it('holds the CAs of two webhooks for two, and chains of values to be in order', async () => {
    const hook = (pem: string): string => `- clientConfig:\n    caBundle: ${base64(pem)}\n`;
    const { findings } = await check(
      'a.yaml',
      `kind: ValidatingWebhookConfiguration\nmetadata: {name: w}\nwebhooks:\n${hook(authority.intermediate.pem)}${hook(leaf.pem)}`,
    );
    assert.deepEqual(
      findings.map(({ code }) => code),
      [],
    );
    const { upload } = await check('a.json', JSON.stringify({ ca: authority.intermediate.pem, cert: leaf.pem }));
    assert.deepEqual(
      upload.drafts.flatMap(({ checks }) => checks.filter(({ sentence }) => /out of order/.test(sentence))),
      [],
    );
  });

  /** The values that findings stand on, and what they are. */
  const pairs: readonly (readonly [title: string, name: string, content: () => string, found: readonly string[]])[] = [
    [
      'two pairs of one Secret',
      'a.yaml',
      () =>
        secret(entries({ 'a.crt': leaf.chainPem, 'a.key': leaf.keyPem, 'b.crt': other.pem, 'b.key': other.keyPem })),
      [],
    ],
    [
      'two certificates of one ConfigMap',
      'a.json',
      () =>
        JSON.stringify({ kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'a.pem': leaf.pem, 'b.pem': other.pem } }),
      [],
    ],
    [
      'two pairs of one Secret, one with the key of the other',
      'a.yaml',
      () => secret(entries({ 'a.crt': leaf.pem, 'a.key': other.keyPem, 'b.crt': other.pem, 'b.key': other.keyPem })),
      ['keyDoesNotMatch shop-tls/a.key'],
    ],
    [
      'one pair of a Secret that does not fit, with its issuer',
      'a.yaml',
      () =>
        secret(
          entries({ 'tls.crt': leaf.pem, 'intermediate.crt': authority.intermediate.pem, 'tls.key': other.keyPem }),
        ),
      ['keyDoesNotMatch shop-tls/tls.key'],
    ],
    [
      'a key that is called otherwise than its certificate',
      'a.yaml',
      () =>
        secret(
          entries({
            'a.crt': leaf.pem,
            'b.crt': other.pem,
            'shop.key': leaf.keyPem,
            'issuer.crt': authority.intermediate.pem,
          }),
        ),
      [],
    ],
    [
      'a second pair of an SSL object',
      'a.json',
      () => JSON.stringify({ cert: leaf.pem, key: leaf.keyPem, certs: [other.pem], keys: [other.keyPem] }),
      [],
    ],
    [
      'a second pair of an SSL object that does not fit',
      'a.json',
      () =>
        JSON.stringify({
          cert: leaf.pem,
          key: leaf.keyPem,
          certs: [other.pem, leaf.pem],
          keys: [leaf.keyPem, leaf.keyPem],
        }),
      ['keyDoesNotMatch keys[0]'],
    ],
    [
      'certificates of an adc.yaml, of which the second does not fit',
      'adc.yaml',
      () =>
        JSON.stringify({
          ssls: [
            {
              certificates: [
                { certificate: leaf.pem, key: leaf.keyPem },
                { certificate: other.pem, key: authority.root.keyPem },
              ],
            },
          ],
        }),
      ['keyDoesNotMatch ssls[0].certificates[1].key'],
    ],
    [
      'a value that hiera-eyaml encrypted',
      'a.yaml',
      () => `shop::tls::key: ENC[PKCS7,${base64(leaf.der)}]\nshop::tls::cert: |\n${indented(leaf.chainPem, '  ')}\n`,
      ['foreignValue key'],
    ],
    [
      'blocks of YAML that are not indented below their keys',
      'a.yaml',
      () => `kind: Secret\nstringData:\n  tls.crt: |\n${leaf.chainPem}  tls.key: |-\n${leaf.keyPem}`,
      ['unindentedBlock tls.crt, block 1', 'unindentedBlock tls.key'],
    ],
    [
      'a block of YAML that is not indented, beside what SOPS encrypted',
      'a.yaml',
      () => `tls_key: ${sealed}\ntls_cert: |\n${leaf.pem}${sops}`,
      ['foreignValue tls_key', 'unindentedBlock tls_cert'],
    ],
    [
      'blocks of YAML that are indented, by one space',
      'a.yaml',
      () => `cert: | # mine\n${indented(leaf.chainPem, ' ')}\nkey: |\n${indented(leaf.keyPem, '  ')}\n`,
      [],
    ],
    [
      'a form feed before a block, behind which OpenSSL finds none',
      'a.pem',
      () => `${leaf.pem}\f${authority.intermediate.pem}`,
      ['indentedBlock There is white space before this line'],
    ],
    [
      'the same certificates in two values, as cert-manager writes its further formats',
      'a.yaml',
      () =>
        secret(
          entries({
            'tls.crt': leaf.chainPem,
            'tls.key': leaf.keyPem,
            'tls-combined.pem': leaf.keyPem + leaf.chainPem,
          }),
        ),
      [],
    ],
    [
      'the same certificate twice in one value',
      'a.yaml',
      () => secret(entries({ 'tls.crt': leaf.chainPem + leaf.pem })),
      ['duplicateCertificate shop-tls/tls.crt, block 3'],
    ],
    [
      'what a patch takes out and what it puts in',
      'a.patch',
      () =>
        `--- a\n+++ b\n@@ -1 +1 @@\n${indented(authority.intermediate.pem, '-')}\n${indented(leaf.chainPem, '+')}\n`,
      [],
    ],
    ['what a patch takes out, which has expired', 'a.patch', () => patch(expired.pem, leaf.pem), []],
    [
      'a certificate of two algorithms and its issuer',
      'a.pem',
      () => toPem(ofTwoAlgorithms(leaf.der), 'CERTIFICATE') + authority.intermediate.pem,
      [
        'signatureAlgorithmsDiffer shop.example.com names one signature algorithm inside and another beside its signature',
      ],
    ],
    [
      'a root that a program has elsewhere',
      'a.sh',
      () => `CERT="${leaf.pem}"\necho '${other.pem}' > /a\necho '${authority.root.pem}' > /ca.crt\n`,
      [],
    ],
    [
      'certificates of LDIF',
      'a.ldif',
      () =>
        `dn: cn=x\nuserCertificate;binary:: ${base64(leaf.der)}\ncACertificate:: ${base64(authority.intermediate.der)}\n`,
      [],
    ],
    [
      'base64 of lines that end with carriage returns alone',
      'a.yaml',
      () => secret(entries({ 'tls.crt': leaf.chainPem, 'tls.key': leaf.keyPem.replaceAll('\n', '\r') })),
      ['bareCarriageReturns shop-tls/tls.key'],
    ],
    [
      'base64 of a label that nobody reads',
      'a.yaml',
      () => secret(entries({ 'tls.crt': labelled(leaf.pem, 'CERTIFICATES') + authority.intermediate.pem })),
      ['misspeltLabel shop-tls/tls.crt, block 1'],
    ],
    [
      'base64 of dashes as word processors write them',
      'a.yaml',
      () => secret(entries({ 'tls.crt': `${leaf.pem.replaceAll('-----', '—--—')}${authority.intermediate.pem}` })),
      ['misspeltBoundary shop-tls/tls.crt, block 1', 'misspeltBoundary shop-tls/tls.crt, block 1'],
    ],
    [
      'dashes as word processors write them, in a block scalar',
      'a.yaml',
      () => `kind: Secret\nstringData:\n  tls.crt: |\n${indented(leaf.chainPem.replaceAll('-----', '—--—'), '    ')}\n`,
      ['misspeltBoundary tls.crt, block 1'],
    ],
    [
      'a folded scalar, in which line breaks are spaces',
      'a.yaml',
      () => `kind: Secret\nstringData:\n  tls.crt: >-\n${indented(leaf.chainPem, '    ')}\n`,
      ['missingLineBreak tls.crt, block 1'],
    ],
    [
      'scalars of other forms, which YAML reads as they are meant',
      'a.yaml',
      () =>
        `a:\n  cert: ${singleQuoted(leaf.chainPem)}\nb:\n  cert: ${folded(leaf.chainPem)}\nc:\n  cert: ${JSON.stringify(leaf.chainPem)}\nd:\n  - 'TLS_CERT=${leaf.chainPem.replaceAll('\n', '\\n')}'\n`,
      [],
    ],
    [
      'spaces without a width in place of a blank, and behind a line',
      'a.pem',
      () => leaf.chainPem.replaceAll('\n', '\u00a0\n').replace('BEGIN ', 'BEGIN\u00a0'),
      Array<string>(4).fill(
        'misspeltBoundary This line has to be five hyphens, BEGIN or END in capital letters, one space, the label, and five hyphens.',
      ),
    ],
  ];
  for (const [title, name, content, found] of pairs)
    it(`holds ${title} against one another`, async () => {
      const { findings } = await check(name, content());
      assert.deepEqual(
        findings.map(({ code, sentence }) => `${code} ${/^[^:]+/.exec(sentence)?.[0]}`),
        found,
      );
    });

  it('misses nothing in a chain that has a CA of another branch beside it, or one of the same name with another key', async () => {
    for (const commonName of ['Another Issuing CA', String(authority.intermediate.subject[0]?.['CN'])]) {
      const keys = await makeKeyPair('EC P-256', `beside ${commonName}`);
      const beside = await makeCertificate({ now, commonName, isCa: true, issuer: authority.root, keys });
      const { findings } = await check('a.pem', leaf.chainPem + beside.pem);
      assert.deepEqual(
        findings.map(({ code }) => code),
        ['strangerInChain'],
      );
    }
  });

  it('says of a key of another pair that it does not belong to the certificate beside it', async () => {
    const text = secret(
      entries({ 'a.crt': leaf.pem, 'a.key': other.keyPem, 'b.crt': other.pem, 'b.key': other.keyPem }),
    );
    const { findings } = await check('a.yaml', text);
    assert.match(findings[0]?.sentence ?? '', /^shop-tls\/a\.key: .* does not belong to the certificate beside it\.$/);
  });

  it('leaves an issuer of a certificate that is replaced out without calling it one of another chain', async () => {
    const old = await makeCertificate({ now, commonName: 'Old Root', isCa: true });
    const { root } = authority;
    const cross = await makeCertificate({ now, subject: root.subject, keys: root.keys, isCa: true, issuer: old });
    const { upload } = await check('a.pem', leaf.chainPem + cross.pem + old.pem + root.pem);
    assert.deepEqual(
      upload.drafts[0]?.omitted.map(({ certificate, why }) => `${certificate}: ${why}`),
      ['Example Root CA: replaced', 'Old Root: unused'],
    );
    const sentences = upload.drafts[0]?.checks.map(({ sentence }) => sentence) ?? [];
    assert.ok(sentences.includes('Not sent, because the chain does not need it: Old Root'));
  });

  it('gives the command for a keystore in a value, and not for the file that it is in', async () => {
    const { findings } = await check('a.yaml', secret(`  keystore.jks: ${base64(keystore())}\n`));
    assert.match(findings[0]?.sentence ?? '', /yq -r \.NAME FILE \| base64 -d > STORE && keytool /);
  });

  it('shows the key that is of nobody where a certificate has none that fits', async () => {
    const { upload } = await check(
      'a.json',
      JSON.stringify({ cert: leaf.pem, key: leaf.keyPem, certs: [other.pem], keys: [authority.root.keyPem] }),
    );
    assert.deepEqual(
      upload.drafts.map(({ key }) => key),
      [
        { place: 'a.json (key)', fit: 'fits' },
        { place: 'a.json (keys[0])', fit: 'doesNotFit' },
      ],
    );
  });

  const documents: readonly (readonly [title: string, name: string, content: () => string])[] = [
    ['Markdown', 'a.md', () => `# How to\n\nPut this in:\n\n\`\`\`\n${authority.intermediate.pem}\`\`\`\n`],
    ['a table', 'a.csv', () => `name,certificate\nshop,"${authority.intermediate.pem}"\n`],
    ['a page', 'a.html', () => `<pre>\n${authority.intermediate.pem}</pre>\n`],
    ['a patch', 'a.patch', () => `--- a\n+++ b\n@@ -0,0 +1 @@\n${indented(authority.intermediate.pem, '+')}\n`],
    ['a log', 'a.log', () => `${indented(authority.intermediate.pem, '2026-11-28T12:00:00Z app: ')}\n`],
  ];
  for (const [title, name, content] of documents)
    it(`looks inside of ${title} as the editor does: nothing about the text around is said`, async () => {
      const { findings, contents } = await check(name, content());
      assert.deepEqual([findings, contents], [[], 'This file holds a certificate.']);
    });

  it('takes a text of any name for PEM that begins as one, as VS Code does', async () => {
    const { findings } = await check('a.txt', leaf.chainPem.replace('-----\n-----', '----------'));
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['missingLineBreak'],
    );
  });

  const dumps: readonly (readonly [title: string, name: string, content: () => string])[] = [
    ['xxd', 'a.txt', () => dumped('-g2', leaf.der)],
    ['xxd, of PEM', 'a.txt', () => dumped('-g2', Buffer.from(leaf.pem))],
    ['hexdump -C', 'a.txt', () => dumped('-C', leaf.der)],
    ['xxd -i', 'a.h', () => `unsigned char a_der[] = {\n  ${bytesOf(leaf.der, '0x', ', ')}\n};\n`],
    [
      'the registry of Windows',
      'a.reg',
      () => `"Blob"=hex:${bytesOf(leaf.der, '', ',').replace(/.{75}/g, '$&\\\n  ')}\n`,
    ],
    ['xxd, under .crt', 'a.crt', () => dumped('-g2', leaf.der)],
    ['a router', 'a.txt', () => ` certificate 1B8B\n${inWords(hex(leaf.der).toUpperCase())}\n  \tquit\n`],
    ['a program, in base64 with blanks', 'a.conf', () => `cert: ${base64(leaf.pem).replace(/.{64}/g, '$& ')}\n`],
    ['a script, a line at a time', 'a.bat', () => leaf.pem.replace(/^.+$/gm, 'echo $&>>a.crt')],
  ];
  for (const [title, name, content] of dumps)
    it(`reads what ${title} writes, in the editor and for an upload`, async () => {
      const file = join(folder, name);
      await writeFile(file, content());
      const [checked] = await checkFiles([file], { now, hosts: ['other.example.com'] });
      assert.ok(checked && 'upload' in checked);
      assert.deepEqual(
        checked.upload.drafts.map(({ certificates }) => certificates),
        [['shop.example.com']],
      );
      assert.ok(checked.findings.some(({ code }) => code === 'hostNotCovered'));
    });

  it('finds nothing wrong with two carriage returns a line, which OpenSSL reads', async () => {
    const { findings } = await check('a.pem', leaf.pem.replaceAll('\n', '\r\r\n'));
    assert.deepEqual(findings, []);
  });

  it('finds in a value what the rules find in a file, and stands on the very value', async () => {
    const old = await makeCertificate({ now, commonName: 'old.example.com', dns: ['old.example.com'], toDays: -1 });
    const text = secret(`  tls.crt: ${base64(old.pem)}\n`);
    const { findings } = await check('old.yaml', text);
    const expired = findings.find(({ code }) => code === 'expired');
    assert.ok(expired?.range);
    assert.deepEqual(expired.range.start, { line: 5, column: 12, offset: text.indexOf('LS0t') });
    assert.equal(text.slice(expired.range.start.offset, expired.range.end.offset), base64(old.pem));
  });

  it('marks the first line of a value over several lines, as in a PEM file', async () => {
    const text = `kind: Secret\nstringData:\n  tls.crt: |\n${indented(leaf.pem.replaceAll('-----', '—--—'), '    ')}\n`;
    const { findings } = await check('a.yaml', text);
    assert.deepEqual(
      findings.map(({ code, range }) => [code, text.slice(range?.start.offset, range?.end.offset)]),
      [['misspeltBoundary', '—--—BEGIN CERTIFICATE—--—']],
    );
  });

  it('holds the values of each object against one another, not those of others', async () => {
    const { findings } = await check(
      'all.yaml',
      `${secret(`  tls.crt: ${base64(leaf.pem)}\n`)}---\nkind: Secret\nmetadata: {name: b}\ndata:\n  tls.key: ${base64(authority.root.keyPem)}\n`,
    );
    assert.deepEqual(findings, []);
  });

  it('prints no key', async () => {
    const checked = await check('a.json', JSON.stringify({ cert: leaf.pem, key: leaf.keyPem }));
    assert.ok(!JSON.stringify(checked).includes(bodyOf(leaf.keyPem).slice(40, 80)));
  });
});
