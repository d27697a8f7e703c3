import assert from 'node:assert/strict';
import fc from 'fast-check';
import { limits } from '../../../../src/core/limits';
import { blockPem, scanPem, toPem } from '../../../../src/core/pem/scan';

/** 48 bytes that are no secret and no certificate: the scanner does not care. */
const bytes = Uint8Array.from({ length: 48 }, (_, index) => index);
const data = Buffer.from(bytes).toString('base64');
const block = (label = 'CERTIFICATE', body = `${data}\n`) =>
  `-----BEGIN ${label}-----\n${body}-----END ${label}-----\n`;
const whole = block();
const derOf = (text: string) =>
  scanPem(text).blocks.map((each) => ('der' in each && each.der ? Buffer.from(each.der).toString('hex') : undefined));
const hex = Buffer.from(bytes).toString('hex');

describe('scanPem', () => {
  describe('finds intact blocks', () => {
    const cases: readonly [name: string, text: string, count?: number][] = [
      ['one', whole],
      ['two', whole + whole, 2],
      ['without a line end at the end', whole.trimEnd()],
      ['CRLF', whole.replaceAll('\n', '\r\n')],
      ['CR alone', whole.replaceAll('\n', '\r')],
      ['a byte order mark', `\u{FEFF}${whole}`],
      ['white space behind lines', whole.replaceAll('\n', ' \t\n')],
      ['an indent, as in YAML', whole.replaceAll(/^/gm, '    ')],
      ['one long line of base64', block('CERTIFICATE', `${data}${data}\n`.repeat(1))],
      ['lines of any length', block('CERTIFICATE', `${data.slice(0, 7)}\n${data.slice(7, 50)}\n${data.slice(50)}\n`)],
      ['one blank line behind BEGIN, which ends no headers', block('CERTIFICATE', `\n${data}\n`)],
      ['text before, between and behind', `Certificate:\n    Data:\n${whole}subject=CN = a\n\n${whole}bye\n`, 2],
      ['bag attributes', `Bag Attributes\n    friendlyName: x\nKey Attributes: <No Attributes>\n${whole}`],
      ['headers', block('CERTIFICATE', `X-Note: one\n two\n\n${data}\n`)],
      [
        'a sentence that mentions the boundaries',
        `Paste all from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE----- here:\n${whole}`,
      ],
      ['dashes of other things', `---\n- a: b\n-----\n# -- end --\n${whole}`],
      [
        'an OpenPGP block before it',
        `-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: 1\n\nmQ\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n${whole}`,
        2,
      ],
      [
        'an SSH2 public key before it',
        `---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----\n${whole}`,
      ],
    ];
    for (const [name, text, count = 1] of cases) {
      it(name, () => {
        const scan = scanPem(text);
        assert.deepEqual(scan.errors, []);
        assert.equal(scan.blocks.length, count);
        const last = scan.blocks.at(-1);
        assert.ok(last?.kind === 'certificate' && last.isIntact && last.der);
        assert.ok(Buffer.from(last.der).toString('hex').startsWith(hex));
      });
    }
  });

  describe('gives exact places', () => {
    const text = `intro\n\u{1F512} \n  ${whole.trimEnd()}  \nrest`;
    const [found] = scanPem(text).blocks;
    const at = (span: { start: number; end: number } | undefined) => text.slice(span?.start, span?.end);
    it('of the block', () => assert.equal(at(found?.span), whole.trimEnd()));
    it('of BEGIN', () => assert.equal(at(found?.begin), '-----BEGIN CERTIFICATE-----'));
    it('of the body', () => assert.equal(at(found?.body), `${data}\n`));
  });

  describe('names kinds by label', () => {
    const cases: readonly [label: string, kind: string][] = [
      ['CERTIFICATE', 'certificate'],
      ['X509 CERTIFICATE', 'certificate'],
      ['TRUSTED CERTIFICATE', 'certificate'],
      ['PRIVATE KEY', 'privateKey'],
      ['RSA PRIVATE KEY', 'privateKey'],
      ['EC PRIVATE KEY', 'privateKey'],
      ['OPENSSH PRIVATE KEY', 'privateKey'],
      ['TSS2 PRIVATE KEY', 'privateKey'],
      ['ENCRYPTED PRIVATE KEY', 'encryptedPrivateKey'],
      ['NEW CERTIFICATE REQUEST', 'certificateRequest'],
      ['X509 CRL', 'crl'],
      ['RSA PUBLIC KEY', 'publicKey'],
      ['CMS', 'pkcs7'],
      ['EC PARAMETERS', 'parameters'],
      ['OpenVPN Static key V1', 'other'],
    ];
    for (const [label, kind] of cases)
      it(label, () =>
        assert.deepEqual(
          scanPem(block(label)).blocks.map((each) => each.kind),
          [kind],
        ),
      );

    it('calls a key with RFC 1421 headers encrypted', () => {
      const [found] = scanPem(
        block('RSA PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${data}\n`),
      ).blocks;
      assert.equal(found?.kind, 'encryptedPrivateKey');
      assert.deepEqual(
        found?.headers.map(({ name }) => name),
        ['Proc-Type', 'DEK-Info'],
      );
    });
  });

  it('tells BEGIN in place of END once, and takes the next block', () => {
    const begin = '-----BEGIN CERTIFICATE-----';
    const text = `${begin}\n${data}\n${begin}\n\n${whole}`;
    const { blocks, errors } = scanPem(text);
    assert.deepEqual(
      errors.map(({ code, span, facts }) => [code, span.start, facts]),
      [['misspeltBoundary', text.indexOf(begin, 1), { meant: 'END' }]],
    );
    assert.deepEqual(
      blocks.map(({ isIntact }) => isIntact),
      [false, true],
    );
  });

  it('takes no END that data comes before for BEGIN, whatever follows', () => {
    const end = '-----END CERTIFICATE-----';
    const { blocks, errors } = scanPem(`${data}\n${end}\n${data}\n${end}\n`);
    assert.deepEqual([blocks.length, errors.map(({ code }) => code)], [0, ['strayEnd', 'strayEnd']]);
  });

  it('takes no BEGIN that data follows for END', () => {
    const begin = '-----BEGIN CERTIFICATE-----';
    const { errors } = scanPem(`${begin}\n${data}\n${begin}\n\n${data}\n-----END CERTIFICATE-----\n`);
    assert.deepEqual(errors.map(({ code }) => code).slice(0, 1), ['missingEnd']);
  });

  describe('tells what is broken, and where', () => {
    const begin = '-----BEGIN CERTIFICATE-----';
    const end = '-----END CERTIFICATE-----';
    const cases: readonly [name: string, text: string, code: string, at: string][] = [
      ['a missing END', `${begin}\n${data}\n`, 'missingEnd', begin],
      ['a missing END before the next block', `${begin}\n${data}\n${block('X509 CRL')}`, 'missingEnd', begin],
      [
        'an END of another label',
        `${begin}\n${data}\n-----END PRIVATE KEY-----\n`,
        'mismatchedEnd',
        '-----END PRIVATE KEY-----',
      ],
      ['an END alone', `text\n${end}\n`, 'strayEnd', end],
      [
        'a BEGIN with too few dashes',
        `----BEGIN CERTIFICATE-----\n${data}\n${end}\n`,
        'misspeltBoundary',
        '----BEGIN CERTIFICATE-----',
      ],
      [
        'a BEGIN with too many dashes',
        `------BEGIN CERTIFICATE------\n${data}\n${end}\n`,
        'misspeltBoundary',
        '------BEGIN CERTIFICATE------',
      ],
      [
        'small letters',
        `-----begin certificate-----\n${data}\n${end}\n`,
        'misspeltBoundary',
        '-----begin certificate-----',
      ],
      [
        'dashes of a word processor',
        `\u2014\u2014BEGIN CERTIFICATE\u2014\u2014\n${data}\n${end}\n`,
        'misspeltBoundary',
        '\u2014\u2014BEGIN CERTIFICATE\u2014\u2014',
      ],
      [
        'spaces inside the dashes',
        `${begin}\n${data}\n----- END CERTIFICATE -----\n`,
        'misspeltBoundary',
        '----- END CERTIFICATE -----',
      ],
      ['a BEGIN without dashes', `BEGIN CERTIFICATE\n${data}\n${end}\n`, 'misspeltBoundary', 'BEGIN CERTIFICATE'],
      ['an END without dashes', `${begin}\n${data}\nEND CERTIFICATE\n`, 'misspeltBoundary', 'END CERTIFICATE'],
      [
        'an END between stars',
        `${begin}\r\n${data}\r\n**END CERTIFICATE**\r\n`,
        'misspeltBoundary',
        '**END CERTIFICATE**',
      ],
      ['words that mention an END', `${begin}\n${data}\n\n\nEND CERTIFICATE\n`, 'missingEnd', begin],
      ['BEGIN in place of END', `${begin}\n${data}\n${begin}  \n`, 'misspeltBoundary', begin],
      ['END in place of BEGIN', `${end}\n${data}\n${end}\n`, 'misspeltBoundary', end],
      ['all on one line', `${begin}${data}${end}`, 'missingLineBreak', begin],
      ['spaces for line breaks', `${begin} ${data} ${end}`, 'missingLineBreak', begin],
      ['END on the line of the data', `${begin}\n${data}${end}\n`, 'missingLineBreak', end],
      ['END and BEGIN on one line', `${begin}\n${data}\n${end}${whole}`, 'missingLineBreak', end],
      ['text behind BEGIN', `${begin} # mine\n${data}\n${end}\n`, 'textBesideBoundary', '# mine'],
      ['a mark of quotation', `${begin}\n${data}\n${end}\n`.replaceAll(/^(?=.)/gm, '> '), 'textBesideBoundary', '>'],
      ['text before BEGIN', `cert: ${begin}\n${data}\n${end}\n`, 'textBesideBoundary', 'cert:'],
      ['text behind END', `${begin}\n${data}\n${end};\n`, 'textBesideBoundary', ';'],
      [
        'line breaks written as \\n',
        `{"cert":"${whole.replaceAll('\n', '\\n')}"}`,
        'escapedLineBreaks',
        whole.trimEnd().replaceAll('\n', '\\n'),
      ],
      [
        'line breaks written as \\r\\n',
        whole.replaceAll('\n', '\\r\\n'),
        'escapedLineBreaks',
        whole.trimEnd().replaceAll('\n', '\\r\\n'),
      ],
      [
        'a character that base64 lacks',
        block('CERTIFICATE', `${data.slice(0, 9)}!${data.slice(10)}\n`),
        'badCharacter',
        '!',
      ],
      ['a character of two units', block('CERTIFICATE', `${data}\n\u{1F512}\n`), 'badCharacter', '\u{1F512}'],
      ['data behind the padding', block('CERTIFICATE', `AA==\nQUJD\n`), 'dataAfterPadding', 'Q'],
      ['a lost character', block('CERTIFICATE', `${data.slice(0, -1)}\n`), 'incompleteBase64', data.at(-2) ?? ''],
      ['nothing inside', block('CERTIFICATE', ''), 'emptyBody', ''],
      ['one behind a carriage return alone', block('CERTIFICATE', `${data}\r\r${data}\n`), 'blankLine', '\r'],
      ['a blank line between lines', block('CERTIFICATE', `${data}\n\n${data}\n`), 'blankLine', '\n'],
      ['a blank line before END', block('CERTIFICATE', `${data}\n\n`), 'blankLine', '\n'],
      [
        'headers without a blank line',
        block('RSA PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\n${data}\n`),
        'missingBlankLine',
        data,
      ],
    ];
    for (const [name, text, code, at] of cases) {
      it(name, () => {
        const { errors, blocks } = scanPem(text);
        assert.deepEqual(
          errors.map((each) => [each.code, text.slice(each.span.start, each.span.end)]),
          [[code, at]],
        );
        const [first] = blocks;
        if (code !== 'strayEnd') assert.ok(first && !first.isIntact && !('der' in first && first.der));
      });
    }

    for (const text of [`see ${begin}`, `see ${begin}\n`, `see ${begin}\nabove\n`])
      it(`nothing where a sentence ends with a boundary: ${JSON.stringify(text)}`, () =>
        assert.deepEqual([scanPem(text).blocks, scanPem(text).errors], [[], []]));

    it('only the outer block, where one stands inside another', () => {
      const { errors, blocks } = scanPem(`${begin}\n${data}\n${block('X509 CRL')}${end}\n`);
      assert.deepEqual(
        errors.map(({ code }) => code),
        ['missingEnd', 'strayEnd'],
      );
      assert.deepEqual(
        blocks.map(({ isIntact }) => isIntact),
        [false, true],
      );
    });

    it('names a hidden character by its number', () => {
      const [error] = scanPem(block('CERTIFICATE', `${data.slice(0, 8)}\u200b${data.slice(8)}\n`)).errors;
      assert.deepEqual(error?.facts, { character: 'U+200B' });
    });

    it('nothing in blocks that are no PEM', () => {
      assert.deepEqual(
        scanPem('-----BEGIN OpenVPN Static key V1-----\n00!!\n-----END OpenVPN Static key V1-----\n').errors,
        [],
      );
    });
  });

  describe('keeps to its limits', () => {
    it('of the text', () => {
      const scan = scanPem(whole + ' '.repeat(limits.fileBytes) + whole);
      assert.equal(scan.isTruncated, true);
      assert.equal(scan.blocks.length, 1);
    });
    it('without calling broken what they cut off', () => {
      const { errors, isTruncated } = scanPem(`-----BEGIN CERTIFICATE-----\n${'A'.repeat(limits.fileBytes)}`);
      assert.deepEqual({ errors, isTruncated }, { errors: [], isTruncated: true });
    });
    it('of blocks', () => {
      const scan = scanPem(whole.repeat(limits.blocks + 5));
      assert.deepEqual([scan.blocks.length, scan.isTruncated], [limits.blocks, true]);
    });
    it('of one block', () => {
      const [error] = scanPem(block('CERTIFICATE', `${'A'.repeat(limits.objectBytes * 2)}\n`)).errors;
      assert.equal(error?.code, 'tooLarge');
    });
  });

  it('takes linear time on what is made to cost it', () => {
    const units = [
      '-----BEGIN ',
      '-----BEGIN A-----',
      '-----BEGIN CERTIFICATE-----\n',
      '-',
      '\n',
      '\r',
      'A',
      ' ',
      'a: b\n',
      '--begin x',
      '-----BEGIN A-----\\nAAAA',
    ];
    // Quadratic time would be hours.
    for (const unit of units)
      assert.ok(
        scanPem(`-----BEGIN CERTIFICATE-----\n${unit.repeat(2_000_000 / unit.length)}`).errors.length > 0,
        unit,
      );
  });

  it('finds the same after every harmless change', () => {
    const changes: readonly ((text: string) => string)[] = [
      (text) => `\u{FEFF}${text}`,
      (text) => `some text\n${text}`,
      (text) => text.replaceAll(/^/gm, '\t'),
      (text) => text.replaceAll('\n', ' \n'),
      (text) => `${text}\nmore text\n`,
      (text) => text.replaceAll('\n', '\r\n'),
    ];
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 4 }),
        fc.subarray([...changes]),
        (ders, chosen) => {
          const text = chosen.reduce(
            (before, change) => change(before),
            ders.map((der) => toPem('CERTIFICATE', der)).join(''),
          );
          assert.deepEqual(
            derOf(text),
            ders.map((der) => Buffer.from(der).toString('hex')),
          );
          assert.deepEqual(scanPem(text).errors, []);
        },
      ),
    );
  });

  it('never throws, and keeps places inside the text and in order', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '-----BEGIN CERTIFICATE-----',
        '-----END CERTIFICATE-----',
        '-----BEGIN PRIVATE KEY-----',
        '\n',
        '\r\n',
        '\\n',
        '-----',
        data,
        'Proc-Type: 4,ENCRYPTED\n',
        ' ',
      ),
      fc.string({ unit: 'binary', maxLength: 10 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const { blocks, errors } = scanPem(text);
        let last = 0;
        for (const each of blocks) {
          assert.ok(each.span.start >= last && each.begin.end <= each.span.end && each.span.end <= text.length);
          assert.ok(each.body.start <= each.body.end);
          last = each.span.end;
        }
        for (const { span } of errors) assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length);
        const broken = blocks.filter((each) => !each.isIntact).length;
        assert.ok(broken === 0 || errors.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps nothing of a private key', () => {
    for (const label of [
      'PRIVATE KEY',
      'RSA PRIVATE KEY',
      'ENCRYPTED PRIVATE KEY',
      'OPENSSH PRIVATE KEY',
      'SOMETHING ELSE',
    ]) {
      const scan = JSON.stringify(scanPem(block(label)));
      assert.ok(!scan.includes(data.slice(0, 20)) && !scan.includes('"5":5'), label);
    }
  });
});

describe('blockPem', () => {
  it('is the block as every reader takes it', () => {
    const text = `\u{FEFF}text\r\n${whole.replaceAll(/^/gm, '  ').replaceAll('\n', '\r\n')}`;
    const [found] = scanPem(text).blocks;
    assert.ok(found);
    assert.equal(blockPem(text, found), whole);
  });
  it('is nothing for a broken block', () => {
    const [found] = scanPem('-----BEGIN CERTIFICATE-----\nAAAA\n').blocks;
    assert.ok(found);
    assert.equal(blockPem('', found), undefined);
  });
});
