import { GatewayError } from '../../gateway/gateway';
import type { UnreadyReason } from './access';

/** A part of a connection that a person can change by itself. */
export type ConnectionField = (typeof connectionFields)[number];

export const connectionFields = [
  'dialect',
  'address',
  'caFile',
  'clientCertificate',
  'token',
  'organization',
  'cluster',
  'gatewayGroup',
  'name',
  'protection',
] as const;

/** Fields that no request to the gateway depends on. */
export const untestedFields: readonly ConnectionField[] = ['name', 'protection'];

/** Returns the fields of which one is probably wrong when a gateway could not be asked, the likeliest first. */
export function fieldsToCorrect(error: unknown): readonly ConnectionField[] {
  if (!(error instanceof GatewayError)) return [];
  switch (error.kind) {
    case 'unauthorized':
    case 'forbidden':
      return ['token'];
    case 'untrusted':
      return ['caFile', 'address'];
    case 'clientCertificate':
      return ['clientCertificate'];
    case 'unreachable':
    case 'notFound':
    case 'unexpected':
    case 'timeout':
      return ['address'];
    case 'blocked':
      return ['protection'];
    case 'cancelled':
    case 'conflict':
    case 'rejected':
    case 'throttled':
    case 'unavailable':
      return [];
  }
}

/** Returns the fields of which one keeps a connection from being used. */
export function fieldsToComplete(reason: UnreadyReason): readonly ConnectionField[] {
  switch (reason) {
    case 'noToken':
    case 'tokenForOtherAddress':
    case 'secretsUnreadable':
      return ['token'];
    case 'badAddress':
      return ['address'];
    case 'caUnreadable':
      return ['caFile'];
    case 'clientCertificateUnusable':
      return ['clientCertificate'];
    case 'scopeMissing':
      return ['organization', 'cluster', 'gatewayGroup'];
    case 'unknownConnection':
    case 'broken':
      return [];
  }
}
