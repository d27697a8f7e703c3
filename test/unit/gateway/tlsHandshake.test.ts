import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect as connectTo, createServer } from 'node:net';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import type { HandshakeRequest, HandshakeResult } from '../../../src/gateway/handshake';
import { lookUpHost, openHandshake } from '../../../src/gateway/tlsHandshake';
import type { Authority, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';

const now = Date.now();
const host = 'shop.example.com';

/** Servers of these tests, on loopback, closed with everything that is connected to them. */
class Servers {
  private readonly ends: (() => Promise<void>)[] = [];

  async start(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.ends.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return (server.address() as AddressInfo).port;
  }

  tls(options: TlsOptions): Promise<number> {
    return this.start(createTlsServer(options));
  }

  async close(): Promise<void> {
    await Promise.all(this.ends.splice(0).map((end) => end()));
  }
}

describe('a handshake of the live check', () => {
  const servers = new Servers();
  let authority: Authority;
  let right: MadeCertificate;
  let client: MadeCertificate;

  before(async () => {
    authority = await makeAuthority(now);
    right = await makeCertificate({ now, issuer: authority.intermediate, dns: [host] });
    client = await makeCertificate({ now, issuer: authority.intermediate, commonName: 'client', purpose: 'client' });
  });
  afterEach(() => servers.close());

  const identityOf = ({ chainPem, keyPem }: MadeCertificate): SecureContextOptions => ({ cert: chainPem, key: keyPem });
  const connect = (port: number, more: Partial<HandshakeRequest> = {}): Promise<HandshakeResult> =>
    openHandshake({
      address: '127.0.0.1',
      port,
      serverName: host,
      timeout: 5_000,
      signal: new AbortController().signal,
      ...more,
    });
  const shownBy = async (port: number, more?: Partial<HandshakeRequest>) => {
    const result = await connect(port, more);
    return result.kind === 'shown' ? result : assert.fail(result.reason);
  };
  const failureOf = async (port: number, more?: Partial<HandshakeRequest>) => {
    const result = await connect(port, more);
    return result.kind === 'failed' ? result.reason : assert.fail('A certificate was shown.');
  };
  const ders = (...certificates: readonly MadeCertificate[]) =>
    certificates.map(({ der }) => Buffer.from(der).toString('hex'));
  const hex = (chain: readonly Uint8Array[]) => chain.map((der) => Buffer.from(der).toString('hex'));

  it('shows the chain, the protocol and that this machine does not trust it', async () => {
    const shown = await shownBy(await servers.tls(identityOf(right)));
    assert.deepEqual(hex(shown.chain), ders(right, authority.intermediate));
    assert.deepEqual(
      [shown.protocol, shown.end, shown.trust],
      ['TLSv1.3', 'kept', { isTrusted: false, code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }],
    );
  });

  it('leaves nothing that listens for a cancellation', async () => {
    const { signal } = new AbortController();
    await shownBy(await servers.tls(identityOf(right)), { signal });
    await failureOf(await servers.start(createServer((socket) => socket.end())), { signal });
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('shows a wrong, an expired and a self-signed one, which it does not judge', async () => {
    const made = [
      await makeCertificate({ now, issuer: authority.intermediate, dns: ['other.example.com'] }),
      await makeCertificate({ now, issuer: authority.intermediate, dns: [host], fromDays: -60, toDays: -1 }),
      await makeCertificate({ now, dns: [host] }),
    ];
    for (const each of made) {
      const shown = await shownBy(await servers.tls(identityOf(each)));
      assert.deepEqual(hex(shown.chain).slice(0, 1), ders(each));
      assert.equal(shown.trust?.isTrusted, false);
    }
  });

  it('sends the server name, and none for an address', async () => {
    const asked: unknown[] = [];
    const port = await servers.tls({
      ...identityOf(right),
      SNICallback: (name, done) => {
        asked.push(name);
        done(null, createSecureContext(identityOf(right)));
      },
    });
    await shownBy(port);
    await shownBy(port, { serverName: undefined });
    assert.deepEqual(asked, [host]);
  });

  it('sends nothing but the handshake', async () => {
    let bytes = 0;
    const server = createTlsServer(identityOf(right), (socket) => socket.on('data', ({ length }) => (bytes += length)));
    await shownBy(await servers.start(server));
    await servers.close();
    assert.equal(bytes, 0);
  });

  it('tells TLS 1.2 where the server speaks no more', async () => {
    const shown = await shownBy(await servers.tls({ ...identityOf(right), maxVersion: 'TLSv1.2' }));
    assert.equal(shown.protocol, 'TLSv1.2');
  });

  it('says that there is no version in common', async () => {
    const port = await servers.tls({
      ...identityOf(right),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    assert.equal(await failureOf(port), 'noCommonVersion');
  });

  describe('with a server that wants a client certificate', () => {
    const wanting = (maxVersion: 'TLSv1.2' | 'TLSv1.3') =>
      servers.tls({ ...identityOf(right), maxVersion, ca: [authority.root.pem], requestCert: true });
    const asClient = () => ({ client: { certificate: client.chainPem, key: client.keyPem } });

    it('over TLS 1.3 shows the chain all the same, and says so', async () => {
      const port = await wanting('TLSv1.3');
      const shown = await shownBy(port);
      assert.deepEqual([shown.end, hex(shown.chain).length], ['wantsClient', 2]);
      assert.equal((await shownBy(port, asClient())).end, 'kept');
    });

    it('over TLS 1.2 shows the chain too, which came before the refusal, and says so', async () => {
      const port = await wanting('TLSv1.2');
      const shown = await shownBy(port);
      assert.deepEqual(
        [shown.end, shown.protocol, shown.trust, hex(shown.chain)],
        ['wantsClient', 'TLSv1.2', undefined, ders(right, authority.intermediate)],
      );
      assert.equal((await shownBy(port, asClient())).end, 'kept');
    });

    it('over TLS 1.2 shows the chain where the server does not accept the one it gets', async () => {
      const other = await makeCertificate({ now, commonName: 'stranger', purpose: 'client' });
      const stranger = { client: { certificate: other.pem, key: other.keyPem } };
      const shown = await shownBy(await wanting('TLSv1.2'), stranger);
      // Node's server looks at it after the handshake and sends no alert.
      assert.deepEqual([shown.end, hex(shown.chain).length], ['closed', 2]);
    });

    it('shows the chain where the server closes without a word', async () => {
      const behind = await wanting('TLSv1.2');
      const port = await servers.start(
        createServer((socket) => {
          const server = connectTo(behind, '127.0.0.1');
          server.on('error', () => undefined).pipe(socket);
          let flights = 0;
          // The first is the greeting; the second has the client's answer to the certificate.
          socket.on('data', (bytes) => (++flights === 1 ? server.write(bytes) : socket.destroy()));
          socket.on('close', () => server.destroy());
        }),
      );
      const shown = await shownBy(port);
      assert.deepEqual([shown.end, hex(shown.chain).length], ['closed', 2]);
    });
  });

  it('refuses a client key that does not fit, and connects to nothing', async () => {
    const port = await servers.tls(identityOf(right));
    assert.equal(await failureOf(port, { client: { certificate: client.pem, key: right.keyPem } }), 'badClient');
  });

  it('says that the server broke off where it has no certificate for the name', async () => {
    const port = await servers.tls({ SNICallback: (_name, done) => done(new Error('none')) });
    assert.ok(['alert', 'closed'].includes(await failureOf(port)));
  });

  it('says that nothing listens', async () => {
    const port = await servers.tls(identityOf(right));
    await servers.close();
    assert.equal(await failureOf(port), 'refused');
  });

  it('says that what answers speaks no TLS', async () => {
    assert.equal(await failureOf(await servers.start(createHttpServer())), 'notTls');
  });

  it('says that the connection was closed at once', async () => {
    assert.equal(await failureOf(await servers.start(createServer((socket) => socket.destroy()))), 'closed');
  });

  it('gives a silent server up in time', async () => {
    assert.equal(await failureOf(await servers.start(createServer()), { timeout: 50 }), 'timeout');
  });

  it('stops when it is told to, before and meanwhile', async () => {
    const port = await servers.start(createServer());
    const abort = new AbortController();
    const running = failureOf(port, { signal: abort.signal });
    abort.abort();
    assert.equal(await running, 'cancelled');
    assert.equal(await failureOf(port, { signal: abort.signal }), 'cancelled');
  });

  it('looks names up, and addresses not at all', async () => {
    assert.deepEqual(await lookUpHost('192.0.2.1'), [{ address: '192.0.2.1', family: 4 }]);
    assert.deepEqual(await lookUpHost('::1'), [{ address: '::1', family: 6 }]);
    assert.ok((await lookUpHost('localhost')).some(({ address }) => address === '127.0.0.1' || address === '::1'));
    assert.deepEqual(await lookUpHost('no-such-name.invalid'), []);
  });
});
