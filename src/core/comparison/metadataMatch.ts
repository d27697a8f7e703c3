/**
 * Tells whether a certificate of which a gateway gives only the metadata, in its own spelling, is one that is at hand.
 * RFC 5280 §4.1.2.2: issuer and serial number identify a certificate. The dates are compared too, for issuers that
 * number from 1.
 */
import type { Certificate, CertificateMetadata, Name, Validity } from '../model';
import { partsOfName, partsOfText } from '../x509/parseDistinguishedName';

/** The part of a certificate at hand that is compared. */
export type ComparedCertificate = Pick<Certificate, 'serial' | 'validity'> & { readonly issuer: Pick<Name, 'rdns'> };

export type Sameness = 'same' | 'different' | 'cannotTell';

/**
 * Compares a certificate with metadata. `cannotTell`: nothing speaks against it, and too little is known to be sure.
 */
export function metadataSameness(
  { serial, issuer, validity }: ComparedCertificate,
  metadata: CertificateMetadata,
): Sameness {
  const answers = [
    metadata.serial === undefined ? 'cannotTell' : serialSameness(serial, metadata.serial),
    metadata.issuer === undefined ? 'cannotTell' : nameSameness(issuer, metadata.issuer),
    metadata.validity === undefined ? 'cannotTell' : isSameValidity(validity, metadata.validity) ? 'same' : 'different',
  ] as const;
  if (answers.includes('different')) return 'different';
  return answers.includes('cannotTell') ? 'cannotTell' : 'same';
}

/** Serial numbers have at most 20 octets (RFC 5280 §4.1.2.2); longer ones exist, much longer ones do not. */
const maxSerialLength = 200;

/**
 * Compares serial numbers: hex or decimal, in any case, with colons, spaces, `0x` and leading zeros. Gateways do not
 * say which of the two it is: either counts.
 */
export function serialSameness(serial: string, metadata: string): Sameness {
  const digits = serialKey(metadata);
  if (digits === undefined) return 'cannotTell';
  const [own, toDecimal] = serialForms(serial);
  if (digits === own) return 'same';
  if (/[a-f]/.test(digits)) return 'different';
  return digits === toDecimal() ? 'same' : 'different';
}

/** Returns one form of a serial number, however it is spelled, to look it up by. Undefined for what is none. */
export function serialKey(spelled: string): string | undefined {
  if (spelled.length <= maxSerialLength && plainDigits.test(spelled)) return spelled.toLowerCase();
  const digits = spelled
    .toLowerCase()
    .replace(/[\s:]/g, '')
    .replace(/^(-?)0x/, '$1')
    .replace(/^(-?)0+(?=.)/, '$1');
  return /^-?[0-9a-f]+$/.test(digits) && digits.length <= maxSerialLength ? digits : undefined;
}

const plainDigits = /^[1-9A-Fa-f][0-9A-Fa-f]*$/;

/** Returns the keys under which a certificate's serial number, in hex, may be filed: see {@link serialKey}. */
export function serialKeys(serial: string): readonly string[] {
  const [hex, toDecimal] = serialForms(serial);
  return [hex, toDecimal()];
}

function serialForms(serial: string): readonly [hex: string, decimal: () => string] {
  const own = serial.toLowerCase().replace(/^(-?)0+(?=.)/, '$1');
  // A gateway's text of this length is not taken for a number.
  if (own.length > maxSerialLength) return [own, () => own];
  return [own, () => (own.startsWith('-') ? `-${BigInt(`0x${own.slice(1)}`)}` : BigInt(`0x${own}`).toString())];
}

/** Compares names by the types that both have; some programs leave out types that they do not know. */
export function nameSameness(name: Pick<Name, 'rdns'>, metadata: string): Sameness {
  const [own, other] = [toValues(partsOfName(name)), toValues(partsOfText(metadata))];
  const common = [...own.keys()].filter((type) => other.has(type));
  if (common.length === 0) return 'cannotTell';
  return common.every((type) => own.get(type) === other.get(type)) ? 'same' : 'different';
}

function toValues(parts: readonly (readonly [type: string, value: string])[]): ReadonlyMap<string, string> {
  const values = new Map<string, string[]>();
  for (const [type, value] of parts) values.set(type, [...(values.get(type) ?? []), value]);
  return new Map([...values].map(([type, all]) => [type, all.sort().join('\n')]));
}

export const isSameValidity = (one: Validity, other: Validity): boolean =>
  isSameTime(one.notBefore, other.notBefore) && isSameTime(one.notAfter, other.notAfter);

/** Compares times by whole seconds: certificates mean no more, and gateways may give fractions. */
export const isSameTime = (one: number, other: number): boolean => toSecond(one) === toSecond(other);

const toSecond = (time: number): number => Math.floor(time / 1000);
