/**
 * The one file of core that knows `node:crypto`. On desktop VS Code that is BoringSSL, elsewhere OpenSSL: what one of them
 * refuses the other may take.
 */
import { createHash } from 'node:crypto';

/** Lower-case hex. */
export function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** Lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
