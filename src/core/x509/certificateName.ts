import { toShortText } from '../../shared/visibleText';
import { sanText } from '../hosts/dnsNameFault';
import type { Certificate, Name } from '../model';
import { isSameName } from './nameSubtrees';

/**
 * Names a certificate or request wherever it is shown: by its first DNS name or address, else its subject, else the
 * first name of any kind, else its serial number; short and with nothing hidden. `–` where there is none of them.
 */
export function certificateName({
  sans,
  subject,
  serial,
}: Pick<Certificate, 'sans' | 'subject'> & { readonly serial?: string }): string {
  const host = sans?.find(
    (entry) =>
      (entry.kind === 'dns' && entry.value.trim() !== '') || (entry.kind === 'ip' && entry.version !== undefined),
  );
  if (!host && subject.rdns.length > 0) return shortName(subject);
  const name = host ?? sans?.find(({ value }) => value.trim() !== '');
  return toShortText(name ? sanText(name) : serial || '–', 80);
}

/** Returns the common name, organization or unit of a distinguished name, else all of it. */
export const shortName = (name: Name): string =>
  toShortText(attributeOf(name, 'CN', 'O', 'OU') ?? name.text, 80) || '–';

/** Returns the last Common Name as it is written, which may be blank. */
export function commonNameOf({ rdns }: Name): string | undefined {
  for (let at = rdns.length - 1; at >= 0; at--) {
    const commonName = rdns[at]?.findLast(({ type }) => type === 'CN');
    if (commonName) return commonName.value;
  }
  return undefined;
}

/**
 * Returns the value of the first of these types that the name has; the last where it has several, as OpenSSL takes it.
 */
export function attributeOf({ rdns }: Name, ...types: readonly string[]): string | undefined {
  const attributes = rdns.flat();
  return types
    .map((type) => attributes.findLast((attribute) => attribute.type === type)?.value)
    .find((value) => value?.trim());
}

/** Returns whether a certificate names itself as its issuer, as RFC 5280 §7.1 compares names. */
export function isSelfIssued(certificate: Pick<Certificate, 'issuer' | 'subject'>): boolean {
  const known = selfIssued.get(certificate);
  if (known !== undefined) return known;
  const isSame = isSameName(certificate.subject, certificate.issuer);
  selfIssued.set(certificate, isSame);
  return isSame;
}

/** Certificates stay as they are, and are asked about again by every rule. */
const selfIssued = new WeakMap<Pick<Certificate, 'issuer' | 'subject'>, boolean>();
