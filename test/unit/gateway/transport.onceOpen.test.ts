import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { onceOpen } from '../../../src/gateway/transport';
import { makeLocalIdentity } from '../../gateway/tls';

describe('onceOpen', () => {
  const cases = [
    [
      'plain',
      () =>
        Promise.resolve({
          server: net.createServer(),
          connect: (port: number) => net.connect(port, '127.0.0.1'),
          event: 'connect',
        }),
    ],
    [
      'TLS',
      async () => {
        const { key, cert, ca } = await makeLocalIdentity(Date.now());
        return {
          server: tls.createServer({ key, cert }),
          connect: (port: number) => tls.connect({ port, host: '127.0.0.1', ca }),
          event: 'secureConnect',
        };
      },
    ],
  ] as const;
  for (const [name, make] of cases) {
    it(name, async () => {
      const { server, connect, event } = await make();
      const peers: net.Socket[] = [];
      server.on('connection', (peer: net.Socket) => peers.push(peer)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const socket = connect((server.address() as AddressInfo).port);
      const open: string[] = [];
      onceOpen(socket, () => open.push('waited'));
      assert.deepEqual([...open], []);
      await once(socket, event);
      assert.deepEqual([...open], ['waited']);
      onceOpen(socket, () => open.push('at once'));
      assert.deepEqual([...open], ['waited', 'at once']);
      socket.destroy();
      for (const peer of peers) peer.destroy();
      server.close();
    });
  }

  it('never, where the certificate is not accepted', async () => {
    const { key, cert } = await makeLocalIdentity(Date.now());
    const server = tls
      .createServer({ key, cert })
      .on('tlsClientError', () => undefined)
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = tls.connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
    onceOpen(socket, () => assert.fail('It was taken for open.'));
    await once(socket, 'error');
    await once(socket, 'close');
    server.close();
  });
});
