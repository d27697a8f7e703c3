import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isHtml, secretLines, toGatewayText } from '../../../src/gateway/answer';

const base64 = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl';

const cases: readonly (readonly [name: string, text: string, shown: string | undefined])[] = [
  [
    'plain words stay',
    'property "snis" validation failed: expect array',
    'property "snis" validation failed: expect array',
  ],
  ['one line', ' a\r\n\tb\u2028c ', 'a b c'],
  ['control characters', 'a\u001b[31mb\u0000', 'a\\u{1B}[31mb\\u{0}'],
  ['direction characters', 'a\u202egnp.exe\u2066', 'a\\u{202E}gnp.exe\\u{2066}'],
  ['nothing', ' \n ', undefined],
  [
    'HTML is its title',
    '<html><head><title>502 Bad Gateway</title></head><body>secret</body></html>',
    '502 Bad Gateway',
  ],
  ['marks in a title', '<html><title>502 &quot;a&quot; &amp; &#39;b&#39;</title>', `502 "a" & 'b'`],
  ['HTML without a title', '<!DOCTYPE html><body>x</body>', undefined],
  ['a PEM block', 'got -----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY----- here', 'got [redacted] here'],
  ['a PEM block cut short', 'got -----BEGIN PRIVATE KEY-----\nabc', 'got [redacted]'],
  ['long base64', `bad value ${base64}==`, 'bad value [redacted]'],
  ['long base64, slashes escaped', `bad value ${base64.replaceAll('9', '\\/')}`, 'bad value [redacted]'],
  ['a JWT', `token ${jwt} expired`, 'token [redacted] expired'],
  ['a bearer header', 'Authorization: Bearer abc.def', 'Authorization: [redacted]'],
  ['a key header', 'X-API-KEY: 12345', 'X-API-KEY: [redacted]'],
  ['several headers in one line', 'X-API-KEY: 12345, authorization: abc; api_key=678', 'X-API-KEY: [redacted]'],
  ['a JSON member', '{"key":"abcd1234"}', '{"key":"[redacted]"}'],
  ['a private key in a form', 'bad private_key=abcd1234', 'bad private_key=[redacted]'],
  ['an admin key in YAML', 'bad admin_key: abcd1234', 'bad admin_key: [redacted]'],
  ['a word about tokens', 'missing bearer token in the request', 'missing bearer token in the request'],
  ['several bearers', 'bearer abc and bearer def', 'bearer [redacted] and bearer [redacted]'],
  ['several JWTs', `${jwt} and ${jwt}`, '[redacted] and [redacted]'],
  ['several long base64', `${base64} and ${base64}`, '[redacted] and [redacted]'],
  [
    'several PEM blocks',
    '-----BEGIN A-----\nabc\n-----END A----- x -----BEGIN B-----\ndef\n-----END B-----',
    '[redacted] x [redacted]',
  ],
  ['a key in a query', '/apisix/admin/ssls?api_key=12345&page=1', '/apisix/admin/ssls?api_key=[redacted]&page=1'],
];

describe('toGatewayText', () => {
  for (const [name, text, shown] of cases) {
    it(name, () => assert.equal(toGatewayText(text), shown));
  }

  it('removes given secrets, also JSON-escaped and URL-encoded', () => {
    const secret = 'to/ken+1';
    assert.equal(
      toGatewayText('a to/ken+1 b to\\/ken+1 c to%2Fken%2B1', [secret]),
      'a [redacted] b [redacted] c [redacted]',
    );
  });

  it('holds 500 characters at most, never half of one', () => {
    const text = toGatewayText('😀 '.repeat(400)) ?? '';
    assert.ok(text.length <= 500 && text.endsWith('…') && Buffer.from(text).toString() === text);
  });

  it('leaves what has 500 characters as it is', () => {
    const words = 'so it is. '.repeat(50).replace(/ $/, '!');
    assert.equal(toGatewayText(words), words);
    assert.equal(toGatewayText(`${words}!`), `${words.slice(0, 499)}…`);
  });

  it('is one short line without the secret, for any text', () => {
    const secret = 'S3cretT0ken';
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        const text = toGatewayText(before + secret + after, [secret]) ?? '';
        assert.ok(text.length <= 500 && !text.includes(secret) && !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text));
      }),
    );
  });
});

describe('secretLines', () => {
  it('are the lines of a key, not its armour', () => {
    const lines = secretLines(`-----BEGIN PRIVATE KEY-----\r\n${base64}\r\nabc=\r\n-----END PRIVATE KEY-----\r\n`);
    assert.deepEqual(lines, [base64]);
    assert.deepEqual(secretLines('12345678\n1234567\n'), ['12345678']);
  });
});

describe('isHtml', () => {
  for (const [text, is] of [
    ['<html>', true],
    ['\n<!DOCTYPE html>', true],
    ['<HTML lang="de">', true],
    ['{"a":"<html>"}', false],
    ['<', false],
  ] as const) {
    it(`${JSON.stringify(text)}: ${String(is)}`, () => assert.equal(isHtml(text), is));
  }
});
