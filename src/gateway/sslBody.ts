/** Shared by the gateways that take APISIX's ssl objects. */
import type { CertificateType } from '../core/model';
import { GatewayError, isSecretReference } from './gateway';

export const refused = (sentence: string) => new GatewayError('rejected', sentence);

export const withLineBreak = (pem: string): string => (pem.endsWith('\n') ? pem : `${pem}\n`);

/** A key that does not begin with its armour is taken for an encrypted one. */
export function toKey(pem: string): string {
  const start = pem.indexOf('-----BEGIN ');
  if (start < 0) throw refused('The private key is not PEM.');
  return withLineBreak(pem.slice(start));
}

export const toClient = ({ pem, depth }: { readonly pem: string; readonly depth?: number | undefined }) => ({
  ca: withLineBreak(pem),
  ...(depth === undefined ? {} : { depth }),
});

/** Absent is `server`. */
export function toType(type: string | undefined, notes: string[]): CertificateType | undefined {
  if (type === undefined || type === 'server') return 'server';
  if (type === 'client') return 'client';
  notes.push('The type is neither server nor client.');
  return undefined;
}

/** Absent is 1. */
export function toEnabled(status: number | undefined, notes: string[]): boolean | undefined {
  if (status === undefined || status === 1) return true;
  if (status === 0) return false;
  notes.push('The status is neither 0 nor 1.');
  return undefined;
}

/** `$secret://` and `$env://` are resolved in the data plane; what they stand for is not known here. */
export function noteReference(text: string | undefined, what: string, notes: string[]): void {
  if (text !== undefined && isSecretReference(text)) notes.push(`${what} is a secret reference, not PEM.`);
}
