import assert from 'node:assert/strict';
import fc from 'fast-check';
import { listedPemText } from '../../../src/app/writes/verifyWrite';
import { toPem } from '../../../src/core/pem/scan';
import { PemReader } from '../../../src/gateway/listedPem';

/** Reads a text as it stands in JSON, with other bytes around it. */
function read(text: string, reader = new PemReader()) {
  const json = JSON.stringify(text);
  const bytes = Buffer.from(`xx${json}yy`);
  return reader.read(bytes, 3, bytes.length - 3);
}

const one = toPem('CERTIFICATE', Buffer.alloc(200, 1));
const other = toPem('CERTIFICATE', Buffer.alloc(96, 2));

describe('PemReader', () => {
  it('takes out what toPem wrote, and the text can be written again', () => {
    const reader = new PemReader();
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 3 }),
        fc.boolean(),
        (der, chain, isOpen) => {
          const whole = [der, ...chain].map((each) => toPem('CERTIFICATE', each)).join('');
          const text = isOpen ? whole.slice(0, -1) : whole;
          const found = read(text, reader);
          assert.ok(found);
          assert.deepEqual([...found.der], [...der]);
          assert.equal(listedPemText(found), text);
        },
      ),
    );
  });

  it('gives the same text of a chain to all that have it', () => {
    const reader = new PemReader();
    const [first, second] = [read(one + other, reader), read(other + other, reader)];
    assert.equal(first?.rest, `\n${other}`);
    assert.equal(second?.rest, first?.rest);
  });

  const left: readonly (readonly [what: string, text: string])[] = [
    ['a key behind it', `${one}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`],
    ['a key before it', `-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n${one}`],
    ['text behind it', `${one}# a comment\n`],
    ['text before it', `# a comment\n${one}`],
    ['CRLF', one.replaceAll('\n', '\r\n')],
    ['lines of 76', one.replace(/\n(?=[A-Za-z0-9+/]{2})/g, '')],
    ['a blank line in it', one.replace('\n', '\n\n')],
    ['a letter that is none', one.replace('AQEB', 'AQ*B')],
    ['bits that nobody reads', toPem('CERTIFICATE', Buffer.from([1])).replace('AQ==', 'AR==')],
    ['no data', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['another label', one.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
    ['no end', one.slice(0, -10)],
    ['a secret reference', '$secret://vault/1/cert'],
    ['nothing', ''],
  ];
  for (const [what, text] of left) it(`leaves to others: ${what}`, () => assert.equal(read(text), undefined));

  it('agrees with what it takes, whatever is changed in the text', () => {
    const text = one + other;
    fc.assert(
      fc.property(
        fc.nat({ max: text.length - 1 }),
        fc.constantFrom('A', '=', '\n', '-', ' ', '\\', 'n', '"', '*', '\u00e9', ''),
        (at, put) => {
          const changed = text.slice(0, at) + put + text.slice(at + 1);
          const found = read(changed);
          if (found) assert.equal(listedPemText(found), changed);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
