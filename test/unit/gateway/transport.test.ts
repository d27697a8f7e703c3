import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayError } from '../../../src/gateway/gateway';
import type { Exchange, RawAnswer, TransportOptions } from '../../../src/gateway/transport';
import { openTransport } from '../../../src/gateway/transport';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeCertificate } from '../../fixtures/certificates';

const maxBytes = 1024 * 1024;
const closing: (() => unknown)[] = [];

/** The error's kind and code, and between them whether a write may have taken effect. */
type Failure = readonly [kind: string, mayHaveTakenEffect: boolean, code?: string | undefined];

async function listen(server: net.Server, scheme = 'http'): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(
    () => server.close(),
    () => 'closeAllConnections' in server && (server as http.Server).closeAllConnections(),
  );
  return `${scheme}://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** A server that does with a raw connection what `onConnection` does. */
const raw = (onConnection: (socket: net.Socket) => void) =>
  listen(
    net.createServer((socket) => {
      closing.push(() => socket.destroy());
      socket.on('error', () => undefined);
      onConnection(socket);
    }),
  );

/** A server that answers with these bytes once something has come, and closes unless told. */
const says = (bytes: string, end = true) =>
  raw((socket) => socket.once('data', () => (end ? socket.end(bytes) : socket.write(bytes))));

async function exchange(
  origin: string,
  more: Partial<Exchange> = {},
  options: Partial<TransportOptions> = {},
): Promise<RawAnswer> {
  const transport = openTransport({ timeout: 5_000, ...options });
  closing.push(() => transport.dispose());
  const { signal } = new AbortController();
  return transport.exchange({ method: 'GET', url: new URL('/path', origin), headers: {}, maxBytes, signal, ...more });
}

async function failure(answer: Promise<unknown>): Promise<Failure> {
  try {
    await answer;
  } catch (error) {
    assert.ok(error instanceof GatewayError);
    return [error.kind, error.mayHaveTakenEffect, error.code];
  }
  return assert.fail('There was an answer.');
}

const post = { method: 'POST', body: '{"a":1}' } as const;

describe('transport', () => {
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  it('brings the whole answer of any status, and says when the request was sent', async () => {
    let sent = 0;
    const origin = await listen(
      http.createServer((request, response) => {
        request
          .setEncoding('utf8')
          .on('data', (body: string) =>
            response.writeHead(418, { 'x-a': 'b' }).end(`${String(request.method)} ${body} €`),
          );
      }),
    );
    const answer = await exchange(origin, { ...post, onSent: () => (sent += 1) });
    assert.deepEqual(
      [answer.status, answer.headers['x-a'], String(answer.body), sent],
      [418, 'b', 'POST {"a":1} €', 1],
    );
  });

  it('follows no redirect', async () => {
    const origin = await listen(
      http.createServer((_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()),
    );
    assert.equal((await exchange(origin)).status, 307);
  });

  describe('a streamed answer', () => {
    const drain = async (answer: RawAnswer): Promise<string> => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer.chunks ?? assert.fail('It is not streamed.')) chunks.push(chunk);
      return String(Buffer.concat(chunks));
    };
    const streamed = async (origin: string, more: Partial<Exchange> = {}, options: Partial<TransportOptions> = {}) =>
      drain(await exchange(origin, { isStreamed: true, ...more }, options));
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n';

    it('comes as it arrives', async () => {
      const answer = await exchange(await says(`${head}0123456789`), { isStreamed: true });
      assert.deepEqual([answer.status, answer.body.length], [200, 0]);
      assert.equal(await drain(answer), '0123456789');
    });
    it('is whole at once where it is no success', async () => {
      const answer = await exchange(await says('HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}'), {
        isStreamed: true,
      });
      assert.deepEqual([answer.status, String(answer.body), answer.chunks], [404, '{}', undefined]);
    });
    it('may be as large as is allowed, and no larger', async () => {
      assert.equal(await streamed(await says(`${head}0123456789`), { maxBytes: 10 }), '0123456789');
      assert.deepEqual(await failure(streamed(await says(`${head}0123456789`), { maxBytes: 9 })), [
        'unexpected',
        false,
        undefined,
      ]);
    });
    it('fails where it breaks off', async () => {
      assert.deepEqual(await failure(streamed(await says(`${head}01234`))), ['unexpected', false, 'ECONNRESET']);
    });
    it('fails where nothing more comes', async () => {
      const [kind, effect] = await failure(streamed(await says(`${head}01234`, false), {}, { timeout: 200 }));
      assert.deepEqual([kind, effect], ['timeout', false]);
    });
    it('fails where it goes on and does not end', async () => {
      const origin = await raw((socket) =>
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
          const timer = setInterval(() => socket.write('1\r\na\r\n'), 5);
          socket.on('close', () => clearInterval(timer));
        }),
      );
      const [kind, effect] = await failure(streamed(origin, {}, { timeout: 50 }));
      assert.deepEqual([kind, effect], ['timeout', false]);
    });
    it('ends at once where it is cancelled', async () => {
      const abort = new AbortController();
      const origin = await says(`${head}01234`, false);
      const answer = await exchange(origin, { isStreamed: true, signal: abort.signal }, { timeout: 60_000 });
      const end = failure(drain(answer));
      setImmediate(() => abort.abort());
      assert.deepEqual(await end, ['cancelled', false, undefined]);
    });
    it('is not read on where the reader leaves', async () => {
      let closed: Promise<unknown> = Promise.resolve();
      const origin = await raw((socket) => {
        closed = once(socket, 'close');
        socket.once('data', () => socket.write(`${head}01234`));
      });
      const { chunks } = await exchange(origin, { isStreamed: true }, { timeout: 60_000 });
      for await (const chunk of chunks ?? assert.fail()) {
        assert.equal(String(chunk), '01234');
        break;
      }
      await closed;
    });
  });

  it('leaves nothing that listens for a cancellation', async () => {
    const { signal } = new AbortController();
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
    await exchange(await says(whole), { signal });
    await failure(exchange(await says(''), { signal }));
    await failure(exchange(await says(whole, false), { signal, maxBytes: 1 }));
    const { chunks } = await exchange(await says(whole), { signal, isStreamed: true });
    for await (const chunk of chunks ?? assert.fail()) assert.equal(chunk.length, 2);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('leaves no clock running', async () => {
    const clocks = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const origin = await says('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
    const silent = await raw(() => undefined);
    const abort = new AbortController();
    const before = clocks();
    await exchange(origin, {}, { timeout: 60_000 });
    assert.equal(clocks(), before, 'of a whole answer');
    const { chunks } = await exchange(origin, { isStreamed: true }, { timeout: 60_000 });
    for await (const chunk of chunks ?? assert.fail()) assert.deepEqual([chunk.length, clocks()], [2, before + 1]);
    assert.equal(clocks(), before, 'of one that is streamed');
    const { signal } = abort;
    await failure(exchange(silent, { signal, onSent: () => abort.abort() }, { timeout: 60_000 }));
    assert.equal(clocks(), before, 'of one that is cancelled');
  });

  describe('half answers and none', () => {
    const cases: readonly (readonly [name: string, bytes: string, failure: Failure])[] = [
      ['closed without a word', '', ['unreachable', true, 'ECONNRESET']],
      ['not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', ['unexpected', true, 'HPE_INVALID_CONSTANT']],
      ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le', ['unreachable', true, 'ECONNRESET']],
      ['less than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"a":', ['unexpected', true, 'ECONNRESET']],
      [
        'chunks without an end',
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
        ['unexpected', true, 'ECONNRESET'],
      ],
    ];
    for (const [name, bytes, expected] of cases) {
      it(name, async () => assert.deepEqual(await failure(exchange(await says(bytes), post)), expected));
    }

    it('a read never has an effect', async () =>
      assert.deepEqual(await failure(exchange(await says(''))), ['unreachable', false, 'ECONNRESET']));
  });

  it('takes another protocol for an answer as well, at once', async () => {
    const origin = await says('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n', false);
    assert.equal((await exchange(origin, post, { timeout: 60_000 })).status, 101);
  });

  it('closes the connection of another protocol', async () => {
    let closed: Promise<unknown> | undefined;
    const origin = await raw((socket) => {
      closed = once(socket, 'close');
      const head = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
      socket.once('data', () => socket.write(head));
    });
    await exchange(origin, post, { timeout: 60_000 });
    await closed;
  });

  describe('no connection', () => {
    it('refused', async () => {
      const server = net.createServer();
      const origin = await listen(server);
      server.close();
      await once(server, 'close');
      assert.deepEqual(await failure(exchange(origin, post)), ['unreachable', false, 'ECONNREFUSED']);
    });

    it('a name that nobody knows', async () => {
      const [kind, effect, code] = await failure(exchange('http://nowhere.invalid', post));
      assert.deepEqual([kind, effect, ['ENOTFOUND', 'EAI_AGAIN'].includes(code ?? '')], ['unreachable', false, true]);
    });
  });

  describe('time and patience', () => {
    const silent = () => raw(() => undefined);

    it('a server that never answers', async () => {
      assert.deepEqual(await failure(exchange(await silent(), post, { timeout: 50 })), ['timeout', true, undefined]);
    });

    it('an answer that never ends', async () => {
      const origin = await says('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{', false);
      assert.deepEqual(await failure(exchange(origin, {}, { timeout: 50 })), ['timeout', false, undefined]);
    });

    it('aborted: said in a word', async () => {
      const aborted = exchange(await silent(), { signal: AbortSignal.abort() });
      await assert.rejects(aborted, { kind: 'cancelled', message: 'Cancelled.' });
    });

    it('aborted before: nothing is sent', async () => {
      let connections = 0;
      const origin = await raw(() => (connections += 1));
      assert.deepEqual(await failure(exchange(origin, { ...post, signal: AbortSignal.abort() })), [
        'cancelled',
        false,
        undefined,
      ]);
      assert.equal(connections, 0);
    });

    it('aborted while the connection is being made', async () => {
      const abort = new AbortController();
      const answer = failure(exchange(await silent(), { ...post, signal: abort.signal }));
      abort.abort();
      assert.deepEqual(await answer, ['cancelled', false, undefined]);
    });

    it('aborted after sending', async () => {
      const abort = new AbortController();
      const answer = failure(exchange(await silent(), { ...post, signal: abort.signal, onSent: () => abort.abort() }));
      assert.deepEqual(await answer, ['cancelled', true, undefined]);
    });

    it('aborted in the middle of an answer', async () => {
      const abort = new AbortController();
      const origin = await raw((socket) =>
        socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{', () => abort.abort())),
      );
      assert.deepEqual(await failure(exchange(origin, { signal: abort.signal })), ['cancelled', false, undefined]);
    });

    it('disposed while waiting', async () => {
      const transport = openTransport({ timeout: 5_000 });
      const { signal } = new AbortController();
      const url = new URL(await silent());
      const answer = failure(
        transport.exchange({ ...post, url, headers: {}, maxBytes, signal, onSent: () => transport.dispose() }),
      );
      assert.deepEqual(await answer, ['cancelled', true, undefined]);
      assert.deepEqual(await failure(transport.exchange({ ...post, url, headers: {}, maxBytes, signal })), [
        'cancelled',
        false,
        undefined,
      ]);
    });
  });

  it('takes an answer as large as is allowed', async () => {
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
    assert.equal(String((await exchange(await says(whole), { maxBytes: 2 })).body), '{}');
  });

  it('stops reading what is larger than any answer', async () => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const origin = await listen(
      http.createServer((_, response) => {
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      }),
    );
    assert.deepEqual(await failure(exchange(origin)), ['unexpected', false, undefined]);
  });

  describe('kept connections', () => {
    it('reads share one, writes have their own', async () => {
      const sockets = new Set<net.Socket>();
      const origin = await listen(
        http.createServer((request, response) => {
          sockets.add(request.socket);
          response.end('{}');
        }),
      );
      const transport = openTransport({ timeout: 5_000 });
      closing.push(() => transport.dispose());
      const { signal } = new AbortController();
      const send = (method: Exchange['method']) =>
        transport.exchange({ method, url: new URL(origin), headers: {}, maxBytes, signal });
      for (const method of ['GET', 'GET', 'HEAD'] as const) await send(method);
      assert.equal(sockets.size, 1);
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) await send(method);
      assert.equal(sockets.size, 5);
    });

    it('are closed when it is disposed', async () => {
      let closed: Promise<unknown> | undefined;
      const origin = await listen(
        http.createServer((request, response) => {
          closed = once(request.socket, 'close');
          response.end('{}');
        }),
      );
      const transport = openTransport({ timeout: 5_000 });
      const { signal } = new AbortController();
      await transport.exchange({ method: 'GET', url: new URL(origin), headers: {}, maxBytes, signal });
      transport.dispose();
      await closed;
    });

    it('a read that fails on a fresh connection is sent once', async () => {
      let connections = 0;
      const origin = await raw((socket) => {
        connections += 1;
        socket.once('data', () => socket.destroy());
      });
      assert.deepEqual([await failure(exchange(origin)), connections], [['unreachable', false, 'ECONNRESET'], 1]);
    });

    describe('a request that ends early closes its connection', () => {
      const ends: readonly (readonly [
        name: string,
        bytes: string,
        more: Partial<Exchange>,
        options: Partial<TransportOptions>,
        kind: string,
      ])[] = [
        ['at the time limit', '', {}, { timeout: 50 }, 'timeout'],
        [
          'in the middle of an answer',
          'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{',
          {},
          { timeout: 50 },
          'timeout',
        ],
        [
          'too large',
          `HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n${'x'.repeat(2_000)}`,
          { maxBytes: 1_000 },
          {},
          'unexpected',
        ],
      ];
      for (const [name, bytes, more, options, kind] of ends) {
        it(name, async () => {
          let close: (() => void) | undefined;
          const closed = new Promise<void>((resolve) => (close = resolve));
          const origin = await raw((socket) => {
            socket.on('close', () => close?.());
            socket.once('data', () => socket.write(bytes));
          });
          assert.equal((await failure(exchange(origin, more, options)))[0], kind);
          await closed;
        });
      }

      it('cancelled', async () => {
        const abort = new AbortController();
        let close: (() => void) | undefined;
        const closed = new Promise<void>((resolve) => (close = resolve));
        const origin = await raw((socket) => {
          socket.on('close', () => close?.());
          socket.once('data', () => abort.abort());
        });
        assert.equal((await failure(exchange(origin, { signal: abort.signal })))[0], 'cancelled');
        await closed;
      });
    });

    it('a read is tried again where a kept connection turns out closed', async () => {
      let requests = 0;
      const origin = await listen(
        http.createServer((request, response) => {
          requests += 1;
          if (requests === 2) request.socket.destroy();
          else response.end(String(requests));
        }),
      );
      const transport = openTransport({ timeout: 5_000 });
      closing.push(() => transport.dispose());
      const { signal } = new AbortController();
      const send = async () =>
        String((await transport.exchange({ method: 'GET', url: new URL(origin), headers: {}, maxBytes, signal })).body);
      assert.deepEqual([await send(), await send()], ['1', '3']);
    });
  });

  describe('TLS', () => {
    let ca: MadeCertificate;
    let requests = 0;
    const serve = (identity: MadeCertificate) =>
      listen(
        https.createServer({ key: identity.keyPem, cert: identity.chainPem }, (_, response) => {
          requests += 1;
          response.end('{}');
        }),
        'https',
      );

    before(async () => {
      ca = await makeCertificate({ now: Date.now(), commonName: 'Transport CA', isCa: true });
    });
    beforeEach(() => (requests = 0));

    const leaf = (more: object = {}) => makeCertificate({ now: Date.now(), ips: ['127.0.0.1'], issuer: ca, ...more });

    it('reads share one connection, which is closed with the transport', async () => {
      const { keyPem: key, chainPem: cert } = await leaf();
      const ports = new Set<number | undefined>();
      let closed: Promise<unknown> | undefined;
      const server = https.createServer({ key, cert }, ({ socket }, response) => {
        ports.add(socket.remotePort);
        closed ??= once(socket, 'close');
        response.end();
      });
      const url = new URL(await listen(server, 'https'));
      const transport = openTransport({ timeout: 60_000, trustedCa: ca.pem });
      closing.push(() => transport.dispose());
      const { signal } = new AbortController();
      for (let count = 0; count < 3; count += 1)
        await transport.exchange({ method: 'GET', url, headers: {}, maxBytes, signal });
      assert.equal(ports.size, 1);
      transport.dispose();
      await closed;
    });

    it('a trusted CA beside the built-in ones', async () => {
      assert.equal((await exchange(await serve(await leaf()), {}, { trustedCa: ca.pem })).status, 200);
    });

    const distrusted: readonly (readonly [
      name: string,
      certificate: () => Promise<MadeCertificate>,
      trusted: boolean,
      codes: readonly string[],
    ])[] = [
      [
        'an authority that is not trusted',
        () => leaf(),
        false,
        ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
      ],
      ['a self-signed certificate', () => leaf({ issuer: undefined }), true, ['DEPTH_ZERO_SELF_SIGNED_CERT']],
      ['another name', () => leaf({ ips: ['127.0.0.2'] }), true, ['ERR_TLS_CERT_ALTNAME_INVALID']],
      ['an expired certificate', () => leaf({ fromDays: -9, toDays: -1 }), true, ['CERT_HAS_EXPIRED']],
      ['a certificate of tomorrow', () => leaf({ fromDays: 1, toDays: 2 }), true, ['CERT_NOT_YET_VALID']],
    ];
    for (const [name, certificate, isTrusted, codes] of distrusted) {
      it(`${name}: nothing reaches the server`, async () => {
        const origin = await serve(await certificate());
        const [kind, effect, code] = await failure(exchange(origin, post, isTrusted ? { trustedCa: ca.pem } : {}));
        assert.deepEqual([kind, effect, codes.includes(code ?? ''), requests], ['untrusted', false, true, 0], code);
      });
    }

    describe('whatever the environment says', () => {
      const set = (name: string, value: string) => {
        const before = process.env[name];
        process.env[name] = value;
        closing.push(() =>
          before === undefined ? Reflect.deleteProperty(process.env, name) : (process.env[name] = before),
        );
      };

      for (const isTrusted of [false, true]) {
        it(`verification stays on${isTrusted ? ', with a CA file too' : ''}`, async () => {
          set('NODE_TLS_REJECT_UNAUTHORIZED', '0');
          const stranger = await serve(await leaf({ issuer: undefined }));
          assert.equal(
            (await failure(exchange(stranger, post, isTrusted ? { trustedCa: ca.pem } : {})))[0],
            'untrusted',
          );
          const [kind, , code] = await failure(
            exchange(await serve(await leaf({ ips: ['127.0.0.2'] })), {}, { trustedCa: ca.pem }),
          );
          assert.deepEqual([kind, code, requests], ['untrusted', 'ERR_TLS_CERT_ALTNAME_INVALID', 0]);
        });
      }

      it('no weaker signature is believed', async () => {
        const { keyPem: key, chainPem: cert } = await leaf({ hash: 'SHA-1' });
        const server = https.createServer({ key, cert, ciphers: 'DEFAULT@SECLEVEL=0' }, (_, response) =>
          response.end(),
        );
        const origin = await listen(server, 'https');
        // As `NODE_OPTIONS=--tls-cipher-list=…` does before the start.
        const { default: patched } = await import('node:tls');
        const before = patched.DEFAULT_CIPHERS;
        closing.push(() => (patched.DEFAULT_CIPHERS = before));
        patched.DEFAULT_CIPHERS = 'DEFAULT@SECLEVEL=0';
        assert.equal((await failure(exchange(origin, {}, { trustedCa: ca.pem })))[0], 'untrusted');
      });

      it('a CA file adds to NODE_EXTRA_CA_CERTS, or stands alone', async () => {
        const folder = await mkdtemp(join(tmpdir(), 'extra-ca-'));
        closing.push(() => rm(folder, { recursive: true }));
        await writeFile(join(folder, 'ca.pem'), ca.pem);
        set('NODE_EXTRA_CA_CERTS', join(folder, 'ca.pem'));
        const other = await makeCertificate({ now: Date.now(), commonName: 'Another CA', isCa: true });
        const origin = await serve(await leaf());
        assert.equal((await exchange(origin, {}, { trustedCa: other.pem })).status, 200);
        assert.equal(
          (await failure(exchange(origin, {}, { trustedCa: other.pem, trustsOnlyCa: true })))[0],
          'untrusted',
        );
        assert.equal((await exchange(origin, {}, { trustedCa: ca.pem, trustsOnlyCa: true })).status, 200);
      });
    });

    describe('a proxy that makes no tunnel', () => {
      /** Does as VS Code's proxy agent: hands on what the proxy said, over a socket that nothing can be written to. */
      class Replaying extends https.Agent {
        constructor(private readonly answer: string) {
          super();
        }
        createConnection(): net.Socket {
          const socket = new net.Socket({ writable: false } as net.SocketConstructorOpts);
          setImmediate(() => {
            socket.push(this.answer);
            socket.push(null);
          });
          return socket;
        }
      }
      const behind = async (answer: string) => {
        const { default: patched } = await import('node:https');
        const original = patched.request;
        closing.push(() => (patched.request = original));
        patched.request = ((url: URL, options: https.RequestOptions) =>
          original(url, { ...options, agent: new Replaying(answer) })) as typeof https.request;
      };
      const answers: readonly (readonly [name: string, answer: string])[] = [
        ['204', 'HTTP/1.1 204 No Content\r\n\r\n'],
        ['201 with an object', 'HTTP/1.1 201 Created\r\nContent-Length: 20\r\n\r\n{"value":{"id":"1"}}'],
        ['404', 'HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}'],
        ['407', 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'],
        ['101', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
      ];
      for (const [name, answer] of answers)
        for (const more of [post, {}, { isStreamed: true }])
          it(`${name} is none of the gateway, to ${JSON.stringify(more)}`, async () => {
            await behind(answer);
            assert.deepEqual(await failure(exchange('https://gateway.example', more)), [
              'unreachable',
              false,
              'ERR_PROXY_TUNNEL',
            ]);
          });

      it('what is no HTTP', async () => {
        await behind('<html>\r\n\r\n');
        assert.equal((await failure(exchange('https://gateway.example', post)))[1], false);
      });
    });

    it('HTTPS at a plain HTTP port', async () => {
      const origin = await listen(http.createServer());
      const [kind, effect] = await failure(exchange(origin.replace('http:', 'https:'), post));
      assert.deepEqual([kind, effect], ['unreachable', false]);
    });

    it('plain HTTP at an HTTPS port', async () => {
      const origin = await serve(await leaf());
      const [kind] = await failure(exchange(origin.replace('https:', 'http:')));
      assert.ok(['unreachable', 'unexpected'].includes(kind), kind);
      assert.equal(requests, 0);
    });
  });
});
