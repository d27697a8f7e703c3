/** Shared by the gateways that take APISIX's ssl objects. */
import type { CertificateType, Label, ListedCertificate, ListedPem } from '../core/model';
import type { CertificateBundle } from './gateway';
import { GatewayError, isSecretReference } from './gateway';
import type { JsonRecord, Notes } from './read';

export const refused = (sentence: string) => new GatewayError('rejected', sentence);

export const withLineBreak = (pem: string): string => (pem.endsWith('\n') ? pem : `${pem}\n`);

/** Returns the key. One that does not begin with its armour would be taken for an encrypted one. */
export function toKey(pem: string): string {
  const start = pem.indexOf('-----BEGIN ');
  if (start < 0) throw refused('The private key is not PEM.');
  return withLineBreak(pem.slice(start));
}

export const toClient = ({ pem, depth }: { readonly pem: string; readonly depth?: number | undefined }) => ({
  ca: withLineBreak(pem),
  ...(depth === undefined ? {} : { depth }),
});

/** Orders the labels: their order differs from answer to answer. */
export function toPairs(labels: ReadonlyMap<string, string>): readonly Label[] {
  if (labels.size === 0) return [];
  return [...labels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value }));
}

/** A gateway's limits for the values of labels. `maxLength`: most characters. */
export interface LabelLimits {
  readonly maxLength: number;
  readonly allowsSpace: boolean;
}

/** Fails for labels that the gateway would refuse. */
export function toLabels(
  labels: readonly Label[],
  { maxLength, allowsSpace }: LabelLimits,
): Readonly<Record<string, string>> {
  const pairs = new Map<string, string>();
  for (const { key, value } of labels) {
    if (value === undefined || value === '') throw refused(`The label ${key} has no value.`);
    if (!allowsSpace && /\s/.test(value)) throw refused(`The value of the label ${key} holds white space.`);
    if ([...value].length > maxLength)
      throw refused(`The value of the label ${key} is longer than ${String(maxLength)} characters.`);
    if (pairs.has(key)) throw refused(`The label ${key} is given twice.`);
    pairs.set(key, value);
  }
  return Object.fromEntries(pairs);
}

/**
 * Returns the body of a POST. Type and status are said outright: clients that read them back must not depend on
 * defaults. Nothing that APISIX 3.0 does not know.
 */
export function toBody(bundle: CertificateBundle, limits: LabelLimits): JsonRecord {
  if (bundle.type === 'server' && bundle.names.length === 0)
    throw refused('A certificate of type server needs at least one name.');
  return {
    type: bundle.type,
    status: 1,
    cert: withLineBreak(bundle.certificate),
    key: toKey(bundle.privateKey),
    // Of type client they serve nobody; adc 0.28 refuses to read a gateway that has an object without names.
    ...(bundle.names.length === 0 ? {} : { snis: bundle.names }),
    ...(bundle.caCertificate === undefined
      ? {}
      : { client: toClient({ pem: bundle.caCertificate, depth: bundle.caDepth }) }),
    ...(bundle.labels.length === 0 ? {} : { labels: toLabels(bundle.labels, limits) }),
  };
}

/** Reads a type; absent is `server`. */
export function toType(type: string | undefined, notes: Notes): CertificateType | undefined {
  if (type === undefined || type === 'server') return 'server';
  if (type === 'client') return 'client';
  notes.push('The type is neither server nor client.');
  return undefined;
}

/** Reads a status; absent is 1. */
export function toEnabled(status: number | undefined, notes: Notes): boolean | undefined {
  if (status === undefined || status === 1) return true;
  if (status === 0) return false;
  notes.push('The status is neither 0 nor 1.');
  return undefined;
}

/** Notes a certificate that is not there, and whatever stands in the place of a PEM text. */
export function noteMissingPem(
  {
    cert,
    pem,
    client,
    certs,
  }: {
    readonly cert: string | undefined;
    readonly pem: ListedPem | undefined;
    readonly client: { readonly ca: string | undefined } | undefined;
    readonly certs: readonly string[];
  },
  notes: Notes,
): void {
  if (cert === undefined && !pem) notes.push('There is no certificate in the response.');
  if (isReference(cert)) notes.push('The certificate is a secret reference, not PEM.');
  if (isReference(client?.ca)) notes.push('The CA certificate is a secret reference, not PEM.');
  for (const further of certs)
    if (isReference(further)) notes.push('A further certificate is a secret reference, not PEM.');
}

/**
 * Returns whether a text is `$secret://` or `$env://`, which the data plane resolves: what it stands for is not known
 * here.
 */
const isReference = (text: string | undefined): boolean => text !== undefined && isSecretReference(text);

export type Writable<T> = { -readonly [Member in keyof T]: T[Member] };

/** Facts that an ssl object need not have. */
interface OptionalFacts {
  readonly description: string | undefined;
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  readonly cert: string | undefined;
  readonly pem: ListedPem | undefined;
  readonly client: { readonly ca: string | undefined; readonly depth: number | undefined } | undefined;
  readonly protocols: readonly string[];
}

/**
 * Sets what the object has, one by one: a list has a hundred thousand of them, and spreading costs more than everything
 * else.
 */
export function setOptionalFacts(listed: Writable<ListedCertificate>, record: OptionalFacts): void {
  const { client } = record;
  if (record.cert !== undefined) listed.certificatePem = record.cert;
  if (record.pem) listed.pem = record.pem;
  if (client !== undefined)
    listed.ca = {
      ...(client.ca === undefined ? {} : { pem: client.ca }),
      ...(client.depth === undefined ? {} : { depth: client.depth }),
    };
  if (record.protocols.length > 0) listed.protocols = record.protocols;
  if (record.description !== undefined) listed.description = record.description;
  if (record.createdAt !== undefined) listed.createdAt = record.createdAt;
  if (record.updatedAt !== undefined) listed.updatedAt = record.updatedAt;
}
