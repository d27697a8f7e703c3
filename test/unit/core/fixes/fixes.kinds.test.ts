/** Every kind of fault that can be repaired: what is found, what the fix makes of it, and what is left to say then. */
import assert from 'node:assert/strict';
import { readPemDocument } from '../../../../src/core/document/document';
import type { FindingCode } from '../../../../src/core/findings/findings';
import { findFindings, rules } from '../../../../src/core/findings/findings';
import type { FileBytes } from '../../../../src/core/findings/ruleContext';
import { armourRules, layoutRules, textRules } from '../../../../src/core/findings/textRules';
import { fixes, toFixEdit } from '../../../../src/core/fixes/fixes';
import { withEdits } from '../../../../src/core/fixes/lines';
import { runSync } from '../../../../src/shared/cooperative';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { sequence } from '../../../fixtures/der';
import { keyPemAs, toPem } from '../../../fixtures/keyPairs';
import { makePkcs12 } from '../../../fixtures/pkcs12';
import { makeRequest } from '../../../fixtures/requests';

const now = Date.UTC(2026, 10, 28);

/** Codes on how a file is written that no fix of a text is for, and why. */
const withoutFix: Readonly<Partial<Record<FindingCode, string>>> = {
  emptyBody: 'there is nothing',
  tooLarge: 'it is not read',
  notAllRead: 'it is not read',
  contentOutside: 'what it is for is not known',
  keyOfOtherFormat: 'ssh-keygen and the like convert it',
  wideEncoding: 'the text is right, its bytes are not: `toPlainPem`',
  derNamedPem: 'there is no text: `toPlainPem`',
  unindentedBlock: 'the lines of YAML around it decide: `editIndentSteps`',
};

describe('kinds of repair', () => {
  let leaf: MadeCertificate;
  let issuer: MadeCertificate;
  let root: MadeCertificate;
  let request: string;
  before(async () => {
    const authority = await makeAuthority(now, 'Kinds');
    root = authority.root;
    issuer = authority.intermediate;
    leaf = await makeCertificate({ now, commonName: 'shop.example.com', dns: ['shop.example.com'], issuer });
    request = await makeRequest({ commonName: 'shop.example.com', dns: [] });
  });

  const pair = (): string => leaf.pem + leaf.keyPem;
  const bodyOf = (pem: string): string => pem.replace(/-----.*-----|\s/g, '');
  const inLines = (body: string, width: number): string =>
    (body.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');
  const armoured = (label: string, body: string): string =>
    `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
  const labelled = (pem: string, label: string): string => pem.replaceAll(/(BEGIN|END) [^-]*-/g, `$1 ${label}-`);
  const everyLine = (pem: string, prefix: string): string => pem.replace(/^(?=.)/gm, prefix);
  const twice = (pem: string): string => toPem(Buffer.from(pem), 'CERTIFICATE');
  const behind = (...more: readonly Uint8Array[]): string => toPem(Buffer.concat([leaf.der, ...more]), 'CERTIFICATE');
  const urlSafe = (pem: string): string =>
    pem.replace(/\n[^-][^]*\n/, (body) => body.replaceAll('+', '-').replaceAll('/', '_'));
  /** SEC1 of P-256 has 121 bytes, and two `=`. */
  const unpadded = (): string => keyPemAs(leaf.keys, 'sec1').replace('==\n', '\n');
  const locked = (): string => keyPemAs(leaf.keys, 'legacyEncrypted');

  /** Numbers lines like `cat -n`. */
  const numbered = (pem: string): string => {
    let line = 0;
    return pem.replace(/^(?=.)/gm, () => `${String(++line).padStart(6)}\t`);
  };

  /** `*` as code: a text in which no block is found. `cert`, `key`, `request`, `p12`: what is read, in order. */
  const kinds: readonly (readonly [
    kind: string,
    code: FindingCode | '*',
    before: () => string,
    holds: readonly string[],
  ])[] = [
    ['carriage returns alone', 'bareCarriageReturns', () => pair().replaceAll('\n', '\r'), ['cert', 'key']],
    [
      'two carriage returns a line, as an editor shows them',
      'blankLine',
      () => leaf.pem.replaceAll('\n', '\n\n'),
      ['cert'],
    ],
    ['\\n for line breaks', 'escapedLineBreaks', () => pair().replaceAll('\n', '\\n'), ['cert', 'key']],
    ['\\n in a string of JSON', 'escapedLineBreaks', () => JSON.stringify(pair()), ['cert', 'key']],
    ['\\n\\ and a line break', 'escapedLineBreaks', () => `"${leaf.pem.replaceAll('\n', '\\n\\\n  ')}"`, ['cert']],
    ['a backslash a line', 'escapedLineBreaks', () => leaf.pem.trim().replaceAll('\n', '\\\n'), ['cert']],
    [
      'strings of a program, joined',
      'escapedLineBreaks',
      () => leaf.pem.trim().replace(/^(.*)$/gm, '"$1\\n" +'),
      ['cert'],
    ],
    ['\\\\n for line breaks', 'escapedLineBreaks', () => pair().replaceAll('\n', '\\\\n'), ['cert', 'key']],
    ['\\u000a for line breaks', 'escapedLineBreaks', () => pair().replaceAll('\n', '\\u000a'), ['cert', 'key']],
    ['commas for line breaks', 'missingLineBreak', () => pair().replaceAll('\n', ','), ['cert', 'key']],
    ['%0A for line breaks', 'missingLineBreak', () => pair().replaceAll('\n', '%0A'), ['cert', 'key']],
    ['an n at the beginning of each line', 'missingLineBreak', () => leaf.pem.trim().replaceAll('\n', '\nn'), ['cert']],
    ['wide letters', 'badCharacter', () => leaf.pem.replace(/^M/m, 'Ｍ').replaceAll('/', '／'), ['cert']],
    ['quoted-printable', 'dataAfterPadding', () => keyPemAs(leaf.keys, 'sec1').replaceAll('=', '=3D'), ['key']],
    ['numbered lines', 'textBesideBoundary', () => numbered(leaf.pem), ['cert']],
    ['quoted twice in a mail', 'textBesideBoundary', () => everyLine(leaf.pem, '> > '), ['cert']],
    ['escaped as in a URL', '*', () => encodeURIComponent(leaf.pem), ['cert']],
    ['quoted in a mail', 'textBesideBoundary', () => everyLine(leaf.pem, '> '), ['cert']],
    ['base64 of PEM', '*', () => Buffer.from(pair()).toString('base64'), ['cert', 'key']],
    [
      'base64 of it, twice',
      '*',
      () => Buffer.from(Buffer.from(leaf.pem).toString('base64')).toString('base64'),
      ['cert'],
    ],
    ['base64 of DER', '*', () => Buffer.from(leaf.der).toString('base64'), ['cert']],
    ['four dashes', 'misspeltBoundary', () => leaf.pem.replaceAll('-----', '----'), ['cert']],
    ['dashes of a word processor', 'misspeltBoundary', () => leaf.pem.replaceAll('-----', '–––––'), ['cert']],
    ['a no-break space', 'misspeltBoundary', () => leaf.pem.replace('BEGIN ', 'BEGIN\u00a0'), ['cert']],
    ['no space', 'misspeltBoundary', () => leaf.pem.replaceAll(/(BEGIN|END) /g, '$1'), ['cert']],
    ['small letters', 'misspeltBoundary', () => leaf.pem.replace('BEGIN CERTIFICATE', 'begin certificate'), ['cert']],
    ['BEGIN misspelt', 'misspeltBoundary', () => leaf.pem.replace('BEGIN', 'BEGINN'), ['cert']],
    ['a letter of BEGIN missing', 'misspeltBoundary', () => pair().replaceAll('BEGIN', 'BEGN'), ['cert', 'key']],
    ['BEGIN for END', 'misspeltBoundary', () => leaf.pem.replace('-----END', '-----BEGIN'), ['cert']],
    ['BEGIN for END twice', 'misspeltBoundary', () => pair().replaceAll('-----END', '-----BEGIN'), ['cert', 'key']],
    ['END for BEGIN', 'misspeltBoundary', () => pair().replaceAll('-----BEGIN', '-----END'), ['cert', 'key']],
    ['END misspelt', 'misspeltBoundary', () => pair().replaceAll('-----END', '-----EDN'), ['cert', 'key']],
    ['underscores for spaces', 'misspeltBoundary', () => pair().replaceAll(/(BEGIN|END) /g, '$1_'), ['cert', 'key']],
    ['two spaces', 'misspeltBoundary', () => leaf.pem.replace('BEGIN ', 'BEGIN  '), ['cert']],
    ['another END', 'mismatchedEnd', () => leaf.pem.replace('END CERTIFICATE', 'END X509 CRL'), ['cert']],
    ['no END', 'missingEnd', () => leaf.pem.replace(/-----END.*\n/, '') + issuer.pem, ['cert', 'cert']],
    ['no BEGIN', 'strayEnd', () => issuer.pem + leaf.pem.replace(/-----BEGIN.*\n/, ''), ['cert', 'cert']],
    ['spaces for line breaks', 'missingLineBreak', () => pair().trim().replaceAll('\n', ' '), ['cert', 'key']],
    ['no line breaks', 'missingLineBreak', () => pair().replaceAll('\n', ''), ['cert', 'key']],
    ['END and BEGIN on one line', 'missingLineBreak', () => leaf.chainPem.replace('-\n-', '--'), ['cert', 'cert']],
    ['text before BEGIN', 'textBesideBoundary', () => `certificate: ${leaf.pem}`, ['cert']],
    ['text behind END', 'textBesideBoundary', () => `${leaf.pem.trim()} # leaf\n`, ['cert']],
    ['lines of a patch', 'textBesideBoundary', () => everyLine(leaf.pem, '+'), ['cert']],
    ['line breaks of HTML', 'textBesideBoundary', () => leaf.pem.replaceAll('\n', '<br>\n'), ['cert']],
    ['a space without width', 'badCharacter', () => leaf.pem.replace('-\n', '-\n\u200b'), ['cert']],
    ['a no-break space within', 'badCharacter', () => leaf.pem.replace(/-\n(.{9})/, '-\n$1\u00a0'), ['cert']],
    ['the alphabet of URLs', 'badCharacter', () => urlSafe(leaf.chainPem), ['cert', 'cert']],
    [
      'the alphabet of URLs, in lines that end with CR LF',
      'badCharacter',
      () => urlSafe(leaf.chainPem).replaceAll('\n', '\r\n'),
      ['cert', 'cert'],
    ],
    ['a = too many', 'incompleteBase64', () => leaf.pem.replace('\n-----END', '=\n-----END'), ['cert']],
    ['no =', 'incompleteBase64', unpadded, ['key']],
    ['blank lines', 'blankLine', () => leaf.pem.replace(/([^-])\n/g, '$1\n\n'), ['cert']],
    ['no blank line behind a header', 'missingBlankLine', () => locked().replace('\n\n', '\n'), ['encrypted']],
    ['76 characters a line', 'lineWidth', () => armoured('CERTIFICATE', inLines(bodyOf(leaf.pem), 76)), ['cert']],
    ['one long line', 'lineWidth', () => armoured('CERTIFICATE', bodyOf(leaf.pem)), ['cert']],
    ['a header', 'certificateHeader', () => leaf.pem.replace('-\n', '-\nA: b\n\n'), ['cert']],
    ['a byte order mark', 'byteOrderMark', () => `${leaf.pem}\ufeff${leaf.keyPem}`, ['cert', 'key']],
    ['an indent', 'indentedBlock', () => everyLine(pair(), '    '), ['cert', 'key']],
    ['a misspelt label', 'misspeltLabel', () => labelled(leaf.pem, 'CERTIFCATE'), ['cert']],
    ['a certificate under PRIVATE KEY', 'wrongLabel', () => labelled(leaf.pem, 'PRIVATE KEY'), ['cert']],
    ['a key under PUBLIC KEY', 'keyLabelMismatch', () => labelled(leaf.keyPem, 'PUBLIC KEY'), ['key']],
    ['a key under CERTIFICATE', 'keyLabelMismatch', () => labelled(leaf.keyPem, 'CERTIFICATE'), ['key']],
    ['PKCS#8 under EC PARAMETERS', 'keyLabelMismatch', () => labelled(leaf.keyPem, 'DSA PRIVATE KEY'), ['key']],
    ['a request under CERTIFICATE', 'unreadableCertificate', () => labelled(request, 'CERTIFICATE'), ['request']],
    ['PEM encoded twice', 'unreadableCertificate', () => twice(leaf.chainPem), ['cert', 'cert']],
    ['bytes behind', 'dataBehindCertificate', () => behind(Buffer.from([0, 0, 0])), ['cert']],
    ['a line break behind', 'dataBehindCertificate', () => behind(Buffer.from('\n')), ['cert']],
    ['a second certificate behind', 'dataBehindCertificate', () => behind(issuer.der), ['cert', 'cert']],
    ['a certificate twice', 'duplicateCertificate', () => leaf.chainPem + leaf.pem, ['cert', 'cert']],
    ['the issuer first', 'chainOutOfOrder', () => issuer.pem + pair(), ['cert', 'cert', 'key']],
    ['the root', 'rootIncluded', () => leaf.chainPem + root.pem, ['cert', 'cert']],
  ];

  const holdsOf = (text: string): readonly string[] =>
    readPemDocument(text).parts.map(({ certificate, key, request: requested, block }) =>
      certificate?.ok
        ? 'cert'
        : key
          ? key.status === 'plain'
            ? 'key'
            : key.status
          : requested
            ? 'request'
            : block.label,
    );
  const codesOf = (text: string, bytes: FileBytes = {}): readonly string[] =>
    findFindings(readPemDocument(text), { now, warningDays: null, bytes }).map(({ code }) => code);

  for (const [kind, code, before, holds] of kinds) {
    it(`${kind} (${code})`, () => {
      const text = before();
      const document = readPemDocument(text);
      if (code === '*') assert.deepEqual(document.parts, []);
      else assert.ok(codesOf(text).includes(code), `found: ${codesOf(text).join(' ')}`);
      const edits = fixes
        .filter(({ solves }) => (code === '*' ? solves.length === 0 : solves.includes(code)))
        .flatMap(({ apply }) => runSync(toFixEdit(apply, { text, document, now })) ?? []);
      assert.equal(edits.length, 1);
      const after = withEdits(text, edits);
      assert.deepEqual(holdsOf(after), holds);
      assert.ok(!codesOf(after).includes(code));
      assert.doesNotMatch(after, /BEGIN .*-\r?\n\r?\n/);
      const broken = codesOf(after).filter((each) => formCodes.has(each) && each !== 'lineWidth');
      assert.deepEqual(broken, []);
      // Undone, it is what it was.
      const undone = edits.map(({ span, text: written }) => ({
        span: { start: span.start, end: span.start + written.length },
        text: text.slice(span.start, span.end),
      }));
      assert.equal(withEdits(after, undone), text);
    });
  }

  const formCodes: ReadonlySet<string> = new Set(
    [...armourRules, ...layoutRules, ...textRules].map(({ code }) => code),
  );

  it('has a kind for every code that a fix is for, and a fix or a reason for every code on how a file is written', () => {
    const solved = fixes.flatMap(({ solves }) => solves);
    const tried: ReadonlySet<string> = new Set(kinds.map(([, code]) => code));
    assert.deepEqual(
      solved.filter((code) => !tried.has(code)),
      [],
    );
    assert.deepEqual(
      rules
        .map(({ code }) => code)
        .filter((code) => formCodes.has(code) && !solved.includes(code) && !withoutFix[code]),
      [],
    );
  });

  it('leaves what cannot be repaired', () => {
    const store = makePkcs12({ certificates: [leaf.der], keys: [], password: 'tiger', encryption: '3des' });
    const texts: readonly string[] = [
      leaf.pem.replace(/\n.{64}\n/, '\n'),
      toPem(store, 'CERTIFICATE'),
      toPem(sequence(sequence()), 'CERTIFICATE'),
      leaf.pem.replace(/\n(.{9})./, '\n$1*'),
    ];
    for (const text of texts) {
      const document = readPemDocument(text);
      assert.ok(codesOf(text).length > 0);
      for (const { apply } of fixes) assert.equal(runSync(apply({ text, document, now })), text);
    }
  });
});
