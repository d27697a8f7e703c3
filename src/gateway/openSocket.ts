import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Calls `then` once what is written to the socket can reach the other side: at once where it is open already (kept from
 * an earlier request, or opened by a proxy agent), else when it is connected and, over TLS, the server's certificate
 * accepted.
 */
export function onceOpen(socket: Socket, then: () => void): void {
  const isSecuring = socket instanceof TLSSocket && 'secureConnecting' in socket && socket.secureConnecting === true;
  if (!socket.connecting && !isSecuring) then();
  else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', then);
}
