import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerLimits } from '../../../src/gateway/answerLimits';
import type { Access } from '../../../src/gateway/gateway';
import { GatewayError } from '../../../src/gateway/gateway';
import type { Call } from '../../../src/gateway/http';
import { collectList, openHttp, readAddress } from '../../../src/gateway/http';

describe('http', () => {
  let server: http.Server;
  let origin: string;
  let answer: { status: number; body: string };
  let seen: http.IncomingMessage[];
  let lines: string[];
  let isSilent: boolean;

  beforeEach(async () => {
    answer = { status: 200, body: '{}' };
    seen = [];
    lines = [];
    isSilent = false;
    server = http.createServer((request, response) => {
      seen.push(request);
      request.resume().on('end', () => {
        if (!isSilent) response.writeHead(answer.status, { 'x-status': answer.status }).end(answer.body);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const open = (access: Partial<Access> = {}, isTokenRequired = true) =>
    openHttp({
      access: { address: origin, token: 'S3cretT0ken', scopes: [], log: (line) => lines.push(line), ...access },
      origin,
      toTokenHeader: (token) => ({ 'x-token': token }),
      isTokenRequired,
      toWords: (json) => (json as { words?: string }).words,
    });
  const send = async (call: Partial<Call> = {}, access: Partial<Access> = {}, isTokenRequired = true) => {
    const door = open(access, isTokenRequired);
    try {
      return await door.send({ method: 'GET', path: '/a', signal: new AbortController().signal, ...call });
    } finally {
      door.dispose();
    }
  };

  const list = async (call: Partial<Call> = {}, access: Partial<Access> = {}, isTokenRequired = true) => {
    const door = open(access, isTokenRequired);
    try {
      const { signal } = new AbortController();
      return await collectList(door.list({ path: '/a', signal, ...call }, ['list']));
    } finally {
      door.dispose();
    }
  };
  const ways = { send, list };

  it('sends token, query and body', async () => {
    await send({ method: 'POST', query: { page: 1, q: 'a b' }, body: { a: '€' }, headers: { 'x-b': 'c' } });
    const [request] = seen;
    const {
      accept,
      'content-type': type,
      'content-length': length,
      'x-token': token,
      'x-b': own,
      'accept-encoding': encoding,
      'user-agent': agent,
    } = request?.headers ?? {};
    assert.equal(request?.url, '/a?page=1&q=a+b');
    assert.deepEqual(
      [accept, type, length, token, own, encoding, agent],
      ['application/json', 'application/json', '11', 'S3cretT0ken', 'c', undefined, 'api7-certificates'],
    );
  });

  const tokens: readonly (readonly [token: string | undefined, isRequired: boolean, sentence: string | undefined])[] = [
    ['a\nb', true, 'The token holds a line break; it cannot be sent.'],
    ['abc\r\n', false, 'The token holds a line break; it cannot be sent.'],
    ['a b', true, 'The token holds a space; it cannot be sent.'],
    ['aäb', true, 'The token holds a character that is not plain ASCII; it cannot be sent.'],
    ['a\u0000b', true, 'The token holds a control character; it cannot be sent.'],
    ['a'.repeat(8_001), true, 'The token is too long; it cannot be sent.'],
    ['Bearer abc', true, 'The token holds more than the token; it cannot be sent.'],
    [undefined, true, 'There is no token.'],
    ['', true, 'There is no token.'],
    [undefined, false, undefined],
    ['', false, undefined],
  ];
  for (const [token, isRequired, sentence] of tokens)
    for (const [way, ask] of Object.entries(ways))
      it(`${way}: token ${JSON.stringify(token?.slice(0, 20)) ?? 'absent'}${isRequired ? '' : ', optional'}: ${sentence ?? 'is sent without'}`, async () => {
        const sending = ask({}, { token }, isRequired);
        if (sentence === undefined) {
          await sending;
          assert.equal(seen[0]?.headers['x-token'], undefined);
        } else {
          await assert.rejects(
            sending,
            (error) => error instanceof GatewayError && error.kind === 'unauthorized' && error.message === sentence,
          );
          assert.equal(seen.length, 0);
        }
      });
  it('sends a token as long as may be', async () => {
    await send({}, { token: 'a'.repeat(8_000) });
    assert.equal(seen[0]?.headers['x-token'], 'a'.repeat(8_000));
  });
  for (const [way, ask] of Object.entries(ways))
    it(`${way}: says that no token was sent, which the gateway may miss`, async () => {
      answer.body = '{"list":[]}';
      const flag = async (token: string | undefined) => {
        const end = await ask({}, { token }, false);
        return ('answer' in end ? end.answer : end).hasNoToken;
      };
      assert.deepEqual([await flag(undefined), await flag('a')], [true, undefined]);
    });
  it('asks whether it may be written, of writes alone and before they leave', async () => {
    const blocked = new GatewayError('blocked', 'Read-only.');
    const access = {
      checkWrite: () => {
        throw blocked;
      },
    };
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const)
      await assert.rejects(send({ method }, access), blocked);
    assert.equal(seen.length, 0);
    await send({}, access);
    await list({}, access);
    assert.equal(seen.length, 2);
  });
  it('takes lists that are larger than any object', async () => {
    answer.body = `{"list":[1]${' '.repeat(answerLimits.objectBytes)}}`;
    await assert.rejects(send(), (error) => error instanceof GatewayError && /larger than/.test(error.message));
    assert.deepEqual((await list()).objects, [1]);
  });
  for (const [what, isUnpaged, expected] of [
    ['as it arrives, where all comes at once', true, [[1], [2]]],
    ['as a whole, where it is a page', false, [[1, 2]]],
  ] as const)
    it(`hands a list over ${what}`, async () => {
      isSilent = true;
      const door = open();
      const { signal } = new AbortController();
      const parts = door.list({ path: '/a', signal, isUnpaged }, ['list']);
      const first = parts.next();
      const [, response] = (await once(server, 'request')) as [unknown, http.ServerResponse];
      response.write('{"list":[1,');
      if (isUnpaged) await first;
      response.end('2]}');
      const got = [(await first).value];
      for await (const part of parts) got.push(part);
      assert.deepEqual(got, expected);
      door.dispose();
    });
  it('tells the headers of a list that is one', async () => {
    const told: unknown[] = [];
    const onHeaders = (header: (name: string) => string | undefined) => void told.push(header('x-status'));
    answer.body = '{"list":[]}';
    await list({ onHeaders });
    answer = { status: 404, body: '{}' };
    await list({ onHeaders });
    assert.deepEqual(told, ['200']);
  });
  for (const [what, silent] of [
    ['a request without an answer', true],
    ['the wait before it asks again', false],
  ] as const)
    it(`gives up what is under way when it is closed: ${what}`, async () => {
      const pace = {
        after: () => {
          setImmediate(() => door.dispose());
          return { dispose: () => undefined };
        },
        random: () => 0,
      };
      const door = open({ pace });
      answer.status = 503;
      isSilent = silent;
      const { signal } = new AbortController();
      const sending = door.send({ method: 'GET', path: '/a', signal });
      await once(server, 'request');
      if (silent) door.dispose();
      await assert.rejects(sending, (error) => error instanceof GatewayError && error.kind === 'cancelled');
    });

  for (const path of ['//other.example/a', 'http://other.example/a', '\\\\other.example'])
    for (const [way, ask] of Object.entries(ways))
      it(`${way}: never sends the token elsewhere: ${path}`, async () => {
        await assert.rejects(ask({ path }), { kind: 'unexpected', message: 'The path would lead to another host.' });
        assert.equal(seen.length, 0);
      });

  describe('the log', () => {
    it('has one line a request: method, path, status, duration, size', async () => {
      for (const ask of Object.values(ways)) {
        lines.length = 0;
        const began = performance.now();
        await ask({ query: { page: 2 } });
        const [, duration] =
          /^GET \/a\?page=2 200, (\d+) ms, 2 bytes$/.exec(lines.join('\n')) ?? assert.fail(lines.join());
        assert.ok(Number(duration) <= Math.ceil(performance.now() - began));
      }
    });

    it('does not quote a fault of ours', async () => {
      answer = { status: 400, body: 'null' };
      await assert.rejects(send(), TypeError);
      assert.match(lines.join('\n'), /^GET \/a failed, \d+ ms: unforeseen$/);
    });

    it('has the gateway’s words, without the token and without a line of the key', async () => {
      answer = { status: 400, body: '{"words":"S3cretT0ken is bad, so is Zm9vYmFyYmF6","key":"CANARY"}' };
      await send({
        method: 'POST',
        body: {},
        privateKey: '-----BEGIN PRIVATE KEY-----\nZm9vYmFyYmF6\n-----END PRIVATE KEY-----\n',
      });
      assert.match(lines.join('\n'), /^POST \/a 400, \d+ ms, \d+ bytes: \[redacted\] is bad, so is \[redacted\]$/);
    });

    it('has failures too', async () => {
      server.close();
      server.closeAllConnections();
      const pace = {
        after: (_: number, action: () => void) => (setImmediate(action), { dispose: () => undefined }),
        random: () => 0,
      };
      for (const ask of Object.values(ways)) {
        lines.length = 0;
        await assert.rejects(ask({}, { pace }));
        assert.match(
          lines[0] ?? '',
          /^GET \/a Nothing listens at this address and port\. \(ECONNREFUSED\) after \d+ ms; tried again in 250 ms$/,
        );
        assert.match(
          lines[2] ?? '',
          /^GET \/a failed, \d+ ms: Nothing listens at this address and port\. \(ECONNREFUSED\)$/,
        );
        assert.equal(lines.length, 3);
      }
    });
  });
});

describe('readAddress', () => {
  const addresses: readonly (readonly [address: string, origin: string, path: string])[] = [
    ['http://127.0.0.1:9180', 'http://127.0.0.1:9180', ''],
    ['https://gateway.example/prefix//', 'https://gateway.example', '/prefix'],
    ['https://[::1]:9180/', 'https://[::1]:9180', ''],
    ['https://user:CANARY@gateway.example?api_key=CANARY#CANARY', 'https://gateway.example', ''],
  ];
  for (const [address, origin, path] of addresses)
    it(address, () => assert.deepEqual(readAddress(address), { origin, path }));

  for (const address of [
    '',
    'gateway.example',
    'localhost:9180',
    'ftp://gateway.example',
    'file:///etc/passwd',
    'http://',
    'CANARY secret',
  ]) {
    it(`${JSON.stringify(address)} is none, and not quoted`, () => {
      assert.throws(
        () => readAddress(address),
        (error) =>
          error instanceof GatewayError &&
          error.kind === 'unreachable' &&
          error.code === 'ERR_INVALID_URL' &&
          error.message === 'The address is not one of http or https.',
      );
    });
  }
});
