import assert from 'node:assert/strict';
import { readAnswer, toAnswerError, toListAnswer, withoutByteOrderMark } from '../../../src/gateway/answer';
import { answerLimits } from '../../../src/gateway/answerLimits';
import type { GatewayErrorKind } from '../../../src/gateway/gateway';
import { runSync } from '../../../src/shared/cooperative';

const reading = {
  toWords: (json: unknown) => (json as { error_msg?: string }).error_msg,
  secrets: ['S3cretT0ken'],
};
const answer = (status: number, body: string | Buffer, headers: Record<string, string> = {}) =>
  runSync(readAnswer({ status, headers, body: Buffer.from(body) }, reading));
const error = (status: number, body: string | Buffer = '{}', headers: Record<string, string> = {}) =>
  toAnswerError(answer(status, body, headers), { isWrite: false });

const html = '<html><head><title>Hello</title></head></html>';
const certificatePage = html.replace('Hello', '400 No required SSL certificate was sent');

describe('toAnswerError', () => {
  const kinds: readonly (readonly [status: number, body: string, kind: GatewayErrorKind])[] = [
    [401, '{}', 'unauthorized'],
    [401, html, 'unauthorized'],
    [403, '{}', 'forbidden'],
    [403, html, 'forbidden'],
    [404, '{}', 'notFound'],
    [404, html, 'unexpected'],
    [408, '', 'timeout'],
    [409, '{}', 'conflict'],
    [412, '{}', 'conflict'],
    [429, 'slow down', 'throttled'],
    [400, '{}', 'rejected'],
    [400, 'page_size must be', 'rejected'],
    [413, html, 'unexpected'],
    [422, '{}', 'rejected'],
    [500, '{}', 'unexpected'],
    [502, html, 'unexpected'],
    [503, '', 'unexpected'],
    [503, '{"error_msg":"no etcd"}', 'unavailable'],
    [503, '"down"', 'unexpected'],
    [200, '{}', 'unexpected'],
    [200, html, 'unexpected'],
    [204, '', 'unexpected'],
    [302, '', 'unexpected'],
    [500, '{"error_msg":"no etcd"}', 'unavailable'],
    [400, certificatePage, 'clientCertificate'],
    [400, html, 'unexpected'],
    [400, '{"error_msg":"No required SSL certificate was sent"}', 'rejected'],
    [403, certificatePage, 'forbidden'],
  ];
  for (const [status, body, kind] of kinds) {
    it(`${String(status)} ${body.slice(0, 20)}: ${kind}`, () =>
      assert.deepEqual([error(status, body).kind, error(status, body).status], [kind, status]));
  }

  const words: readonly (readonly [name: string, body: string | Buffer, text: string | undefined])[] = [
    ['JSON', '{"error_msg":"no\\nway S3cretT0ken"}', 'no way [redacted]'],
    ['plain text labelled JSON', 'page_size must be between 10 and 500\n', 'page_size must be between 10 and 500'],
    ['HTML', html, 'Hello'],
    ['half a JSON text is not quoted', '{"error_msg":"no","req_body":"MIIE', undefined],
    ['nothing', '', undefined],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe]), undefined],
    ['JSON without words', '{"other":1}', undefined],
  ];
  for (const [name, body, text] of words)
    it(`words of ${name}`, () => assert.equal(error(400, body).gatewayText, text));

  it('has words of no success alone', () => {
    const body = '{"error_msg":"no way"}';
    assert.deepEqual([error(299, body).gatewayText, error(300, body).gatewayText], [undefined, 'no way']);
  });

  const sentences: readonly (readonly [status: number, body: string | Buffer, sentence: string])[] = [
    [200, '', 'The answer is empty.'],
    [200, html, 'The answer is a web page.'],
    [200, 'hello', 'The answer is not JSON.'],
    [200, '{"a":', 'The answer is not JSON, or not all of it.'],
    [200, Buffer.from([0x80]), 'The answer is not UTF-8 text.'],
    [200, '[]', 'The answer is not one of this kind of gateway.'],
    [300, '', 'The address redirects; redirects are not followed.'],
    [302, '', 'The address redirects; redirects are not followed.'],
    [400, '{}', 'The gateway answered with status 400.'],
    [400, '{"error_msg":"no way"}', 'The gateway answered with status 400: no way'],
  ];
  for (const [status, body, sentence] of sentences)
    it(`says to the log: ${sentence}`, () => assert.equal(error(status, body).message, sentence));

  it('says of a redirect where it points, without query, fragment and user', () => {
    const { message } = error(302, '', {
      location: 'https://user:CANARY@other.example/S3cretT0ken/login?token=CANARY#CANARY',
    });
    assert.equal(
      message,
      'The address redirects to https://other.example/[redacted]/login; redirects are not followed.',
    );
  });

  const waits: readonly (readonly [retryAfter: string, seconds: number | undefined])[] = [
    ['7', 7],
    ['Mon, 23 Nov 2026 10:00:30 GMT', 30],
    ['Mon, 23 Nov 2026 10:00:00 GMT', 0],
    ['soon', undefined],
    ['-1', undefined],
    ['99999999999', undefined],
    ['Mon, 23 Nov 2026 09:00:00 GMT', undefined],
  ];
  for (const [retryAfter, seconds] of waits) {
    it(`Retry-After: ${retryAfter}`, () => {
      assert.equal(
        error(429, '', { 'retry-after': retryAfter, date: 'Mon, 23 Nov 2026 10:00:00 GMT' }).retryAfter,
        seconds,
      );
    });
  }

  const effects: readonly (readonly [status: number, may: boolean])[] = [
    [400, false],
    [401, false],
    [409, false],
    [200, true],
    [302, true],
    [500, true],
    [503, true],
  ];
  for (const [status, may] of effects) {
    it(`a write answered with ${String(status)} ${may ? 'may' : 'cannot'} have taken effect; a read never`, () => {
      assert.equal(toAnswerError(answer(status, '{}'), { isWrite: true }).mayHaveTakenEffect, may);
      assert.equal(error(status).mayHaveTakenEffect, false);
    });
  }
});

describe('readAnswer', () => {
  const problems: readonly (readonly [body: string | Buffer, problem: string | undefined])[] = [
    ['', 'empty'],
    [' \n', 'empty'],
    [html, 'html'],
    ['hello', 'notJson'],
    ['{"a":', 'brokenJson'],
    [Buffer.from([0x80]), 'notUtf8'],
    ['{"a":1}\n', undefined],
    ['\uFEFF{"a":1}', undefined],
    ['null', undefined],
  ];
  for (const [body, problem] of problems)
    it(`${JSON.stringify(String(body))}: ${problem ?? 'JSON'}`, () => assert.equal(answer(200, body).problem, problem));

  it('does not care about the content type', () => {
    assert.deepEqual(answer(200, '{"a":1}', { 'content-type': 'text/html' }).json, { a: 1 });
  });

  for (const encoding of ['', 'identity'])
    it(`takes what is not packed: ${JSON.stringify(encoding)}`, () =>
      assert.deepEqual(answer(200, '{"a":1}', { 'content-encoding': encoding }).json, { a: 1 }));

  it('leaves out a byte order mark, and nothing like one', () => {
    const left = (bytes: readonly number[]) => [...withoutByteOrderMark(Buffer.from(bytes))];
    assert.deepEqual(left([0xef, 0xbb, 0xbf, 0x41]), [0x41]);
    for (const other of [
      [0xef, 0xbb, 0xbe, 0x41],
      [0xef, 0xbc, 0xbf, 0x41],
      [0xee, 0xbb, 0xbf, 0x41],
    ])
      assert.deepEqual(left(other), other);
  });

  it('does not unpack, and says so', () => {
    const packed = answer(200, '{}', { 'content-encoding': 'gzip' });
    assert.equal(packed.problem, 'compressed');
    const { message } = toAnswerError(packed, { isWrite: false });
    assert.equal(message, 'The answer is compressed, which was not asked for.');
  });

  it('strips key material before anything else', () => {
    const body = '{"error_msg":"no","req_body":"CANARY","kvs":[{"value":{"key":"CANARY"}}]}';
    assert.equal(JSON.stringify([answer(400, body), error(400, body)]).includes('CANARY'), false);
  });
});

describe('readAnswer', () => {
  const body = Buffer.from(JSON.stringify({ list: Array.from({ length: answerLimits.objectValues }, () => 1) }));
  for (const [isList, problem] of [
    [true, undefined],
    [false, 'tooManyValues'],
  ] as const)
    it(`${isList ? 'reads' : 'refuses'} many values where the answer is ${isList ? 'a list' : 'one object'}`, () =>
      assert.equal(runSync(readAnswer({ status: 200, headers: {}, body }, { ...reading, isList })).problem, problem));
});

describe('toListAnswer', () => {
  const raw = { status: 200, headers: { 'x-a': 'b' }, body: Buffer.alloc(0) };
  for (const [fault, problem, sentence] of [
    [undefined, undefined, 'The answer is not one of this kind of gateway.'],
    ['broken', 'brokenJson', 'The answer is not JSON, or not all of it.'],
    ['tooDeep', 'tooDeep', 'The answer is nested deeper than any of a gateway.'],
    ['tooManyValues', 'tooManyValues', 'The answer holds more values than any of a gateway.'],
    ['tooLarge', 'tooLarge', 'The answer holds something larger than any object of a gateway.'],
  ] as const)
    it(`${fault ?? 'whole'}: ${problem ?? 'JSON'}, and no error of the gateway's own`, () => {
      const json = { total: 1 };
      const read = toListAnswer(raw, { json, fault, bytes: 7 });
      assert.equal(toAnswerError(read, { isWrite: false }).message, sentence);
      const { header, ...rest } = read;
      assert.deepEqual(rest, {
        status: 200,
        place: undefined,
        json: fault === undefined ? json : undefined,
        problem,
        words: undefined,
        isOwnError: false,
        bytes: 7,
      });
      assert.equal(header('X-A'), 'b');
    });
});
