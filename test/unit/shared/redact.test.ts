import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { redact } from '../../../src/shared/redact';

const secret = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiI0MiJ9.${secret}`;
const body = `${secret}\n${secret}\n${secret}=`;
const pem = (label: string) => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;

describe('redact', () => {
  // Each of these, twice in one line: none of them alone.
  const twice: readonly string[] = [
    `{"key":"${secret}"} {"key":"${secret}"}`,
    `{\\"key\\":\\"${secret}\\"} {\\"key\\":\\"${secret}\\"}`,
    `key: '${secret}', token: '${secret}'`,
    `X-API-KEY: ${secret}\nX-API-KEY: ${secret}`,
    `api_key=${secret}&access_token=${secret}`,
    `Bearer ${secret} then Bearer ${secret}`,
    `${jwt} and ${jwt}`,
  ];
  for (const text of twice)
    it(`takes both out of ${text.replaceAll(secret, '…')}`, () => assert.ok(!redact(text).includes(secret)));

  it('takes several known secrets out of one line, each wherever it stands', () => {
    const known = ['first-secret', 'second/secret'];
    assert.equal(
      redact(`${known.join(' ')} ${known.join(' ')} second%2Fsecret`, known),
      Array.from({ length: 5 }, () => '[redacted]').join(' '),
    );
  });

  const hides: readonly [what: string, text: string][] = [
    ['Authorization header', `Authorization: Bearer ${secret}`],
    ['Authorization header, basic', `authorization: Basic ${secret} and more`],
    ['Authorization, inspected', inspect({ headers: { authorization: `Bearer ${secret}` } })],
    ['Authorization as JSON', JSON.stringify({ authorization: `Bearer ${secret}` })],
    ['X-API-KEY header', `GET /apisix/admin/ssls\nX-API-KEY: ${secret}\nAccept: */*`],
    ['X-API-KEY, inspected', inspect({ 'X-API-KEY': secret })],
    ['X-API-KEY as JSON', JSON.stringify({ 'X-API-KEY': secret })],
    ['x_api_key cookie', `Cookie: x_api_key=${secret}`],
    ['api_key query', `GET /apisix/admin/ssls?page=1&api_key=${secret}&page_size=10`],
    ['a bearer token in a sentence', `sent Bearer ${secret} to the gateway`],
    ['a JWT in a sentence', `the token ${jwt} is expired`],
    ['a JWT cut short', `the token eyJhbGciOiJSUzI1NiJ9.${secret}`],
    ['PKCS#8', pem('PRIVATE KEY')],
    ['PKCS#1', pem('RSA PRIVATE KEY')],
    ['SEC1', pem('EC PRIVATE KEY')],
    ['encrypted', pem('ENCRYPTED PRIVATE KEY')],
    ['OpenSSH', pem('OPENSSH PRIVATE KEY')],
    ['PGP', pem('PGP PRIVATE KEY BLOCK')],
    ['CRLF', pem('PRIVATE KEY').replaceAll('\n', '\r\n')],
    ['escaped line breaks', JSON.stringify(pem('PRIVATE KEY'))],
    ['twice escaped line breaks', JSON.stringify(JSON.stringify(pem('PRIVATE KEY')))],
    ['URL spelling', encodeURIComponent(pem('PRIVATE KEY'))],
    ['form spelling', new URLSearchParams({ a: pem('PRIVATE KEY') }).toString()],
    ['no END', `bad key: -----BEGIN PRIVATE KEY-----\n${body}`],
    ['no BEGIN', `${body}\n-----END RSA PRIVATE KEY-----`],
    ['escaped, no BEGIN', `..."${JSON.stringify(`${body}\n-----END PRIVATE KEY-----`).slice(1)}`],
    ['BEGIN twice', `-----BEGIN PRIVATE KEY-----\n${body}\n${pem('PRIVATE KEY')}`],
    ['two keys', `${pem('PRIVATE KEY')}\nthen\n${pem('EC PRIVATE KEY')}`],
    [
      'a key block with headers',
      `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n${body}\n-----END RSA PRIVATE KEY-----`,
    ],
    ['APISIX key', JSON.stringify({ value: { cert: 'x', key: secret } })],
    ['APISIX keys', JSON.stringify({ keys: [secret, secret] })],
    ['keys, cut short', `{"keys": ["${secret}", "${secret}`],
    ['API7 Cloud private_key', JSON.stringify({ private_key: secret })],
    ['token member', `{ "token" : "${secret}" }`],
    ['member of JSON in JSON', JSON.stringify({ error: JSON.stringify({ key: secret, keys: [secret] }) })],
    ['member cut short', `{"private_key":"${secret}`],
    ['member with escapes', `{"key":"abc\\"${secret}"}`],
    ['req_body member', JSON.stringify({ req_body: JSON.stringify({ key: secret }) })],
    ['req_body in a line', `failed, req_body: {"a":"${secret}"}`],
    ['inspected member', inspect({ privateKey: secret, token: secret })],
    ['YAML', `user:\n  access_token: ${secret}`],
    ['private_key as a form', `private_key=${secret}`],
    ['admin_key as YAML', `admin_key: ${secret}`],
    ['a quoted shell variable', `api_key="${secret}"`],
    ['a token right behind another word', `bearer ${secret.slice(0, 5)}`],
    ['the beginning of a JWT', `the token ${jwt.slice(0, 12)}`],
    ['environment', `ADC_TOKEN=${secret}`],
  ];
  for (const [what, text] of hides)
    it(`hides ${what}`, () => {
      const result = redact(text);
      assert.ok(!result.includes(secret) && /\[redacted\]/.test(result), result);
      assert.equal(redact(result), result, 'not stable');
    });

  const keeps: readonly string[] = [
    'GET /apisix/admin/ssls?page=1&page_size=100 200 12 ms 4,096 bytes',
    '{"error_msg":"failed to check token","description":"missing apikey"}',
    'failed to check token: wrong apikey',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'certificate and private key do not match',
    'The key fits the certificate.',
    '{"message":"Key not found"}',
    'ECONNREFUSED 127.0.0.1:9180',
    '',
  ];
  for (const text of keeps) it(`keeps ${JSON.stringify(text.slice(0, 50))}`, () => assert.equal(redact(text), text));

  it('keeps what stands around a key', () => {
    assert.equal(
      redact(`before\n${pem('PRIVATE KEY')}\nafter`),
      'before\n-----BEGIN PRIVATE KEY[redacted]END PRIVATE KEY-----\nafter',
    );
  });

  it('hides a known secret in every spelling', () => {
    const odd = 'pa"ss\\w ö+/=rd';
    for (const text of [odd, JSON.stringify({ x: odd }), `?x=${encodeURIComponent(odd)}`]) {
      const result = redact(`a ${text} b`, [odd]);
      assert.match(result, /\[redacted\]/);
      assert.doesNotMatch(result, /rd(\W|$)/);
    }
  });

  it('does not look for what is too short to be a secret', () =>
    assert.equal(redact('an apple', ['a', '']), 'an apple'));

  it('takes half a surrogate pair for a secret', () =>
    assert.equal(redact('x\ud800abcy', ['\ud800abc']), 'x[redacted]y'));
});

describe('redact, on anything', () => {
  const filler = fc
    .array(
      fc.constantFrom(
        'a',
        'key',
        '"',
        '\\',
        '\n',
        ' ',
        ':',
        '{',
        '}',
        '[',
        ']',
        'BEGIN ',
        'END ',
        'PRIVATE KEY',
        '-----',
        'token',
        'eyJ',
        '.',
        '=',
        "'",
        'é',
        '[redacted]',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));
  const secrets = fc
    .stringMatching(/^[A-Za-z0-9+/]{12,40}$/)
    .filter((text) => !'BEGIN END PRIVATE KEY redacted'.includes(text));

  it('never lets a known secret through', () => {
    fc.assert(
      fc.property(
        filler,
        secrets,
        filler,
        (before, known, after) => !redact(before + known + after, [known]).includes(known),
      ),
    );
  });

  it('never lets the body of a key block through', () => {
    fc.assert(
      fc.property(filler, secrets, filler, fc.boolean(), (before, known, after, hasEnd) => {
        const block = `-----BEGIN PRIVATE KEY-----\n${known}\n${hasEnd ? '-----END PRIVATE KEY-----' : ''}`;
        return !redact(before + block + after).includes(known);
      }),
    );
  });

  it('never lets a member through, in whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.json(),
        secrets,
        fc.constantFrom('key', 'private_key', 'token', 'req_body'),
        (around, known, name) => {
          const text = `{"a":${around},"${name}":"${known}","b":${around}}`;
          return !redact(text).includes(known);
        },
      ),
    );
  });

  it('is stable', () => {
    fc.assert(fc.property(filler, filler, (one, other) => redact(redact(one + other)) === redact(one + other)));
  });

  it('does linear work over what is hardest for its patterns', () => {
    const units = [
      'BEGIN ',
      'BEGIN PRIVATE KEY',
      'END PRIVATE KEY',
      'eyJ',
      '-eyJ',
      'eyJaaaaa.',
      '"key":"',
      '"keys":[',
      '"keys":["\\',
      '\\"key\\":\\"',
      "key: '",
      'bearer ',
      'authorization',
      'api_key=',
      'a',
      '\\',
      '-',
    ];
    const slow = units.filter((unit) => {
      // Processor time of this process, in milliseconds, which does not pass while others have the processor.
      const work = (length: number) => {
        const text = unit.repeat(Math.ceil(length / unit.length));
        const before = process.cpuUsage();
        redact(text);
        return process.cpuUsage(before).user / 1_000;
      };
      // A quadratic pattern needs many seconds for this; a linear one some tens of milliseconds.
      return work(400_000) > 2_000;
    });
    assert.deepEqual(slow, []);
  });
});
