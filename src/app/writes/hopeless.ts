import type { GatewayError, GatewayErrorKind } from '../../gateway/gateway';
import { NotNoted } from '../base/notNoted';

/** Failures that the next write to the same gateway would have as well. */
const hopeless: ReadonlySet<GatewayErrorKind> = new Set([
  'unauthorized',
  'forbidden',
  'unreachable',
  'untrusted',
  'clientCertificate',
  'throttled',
  'unavailable',
  'blocked',
  'cancelled',
]);

/** Returns whether it makes no sense to go on with the next write to the same gateway. */
export const isHopeless = (error: GatewayError | NotNoted): boolean =>
  error instanceof NotNoted || hopeless.has(error.kind);
