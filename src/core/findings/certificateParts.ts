import type { PemDocument, PemPart } from '../document/document';
import type { Certificate, KeyUsage, SanEntry } from '../model';
import { commonNameOf, isSelfIssued } from '../x509/certificateName';
import { nameKey } from '../x509/nameSubtrees';
import { purposeOf } from '../x509/purpose';
import type { RuleContext } from './ruleContext';

export interface CertificatePart {
  readonly part: PemPart;
  readonly certificate: Certificate;
}

/** Returns every certificate that could be read, in the order of the text. */
export const certificateParts = (document: PemDocument): readonly CertificatePart[] =>
  document.parts.flatMap((part) => (part.certificate?.ok ? [{ part, certificate: part.certificate.value }] : []));

/** Keeps the first of each. */
export function distinctParts(certificates: readonly CertificatePart[]): readonly CertificatePart[] {
  const seen = new Set<string>();
  return certificates.filter(({ certificate: { fingerprints } }) => {
    const isNew = !seen.has(fingerprints.sha256);
    seen.add(fingerprints.sha256);
    return isNew;
  });
}

/**
 * Returns whether it is a self-signed certificate of a server that is marked as a CA, as `openssl req -x509` makes it:
 * with the name of a host, and with a key usage, if any, that allows handshakes.
 */
const isSelfSignedServer = (certificate: Certificate): boolean =>
  certificate.isCa &&
  isSelfIssued(certificate) &&
  (!certificate.keyUsage || certificate.keyUsage.some((usage) => handshakeUsages.has(usage))) &&
  (certificate.sans?.some(({ kind }) => kind === 'dns' || kind === 'ip') === true ||
    hostOfCommonName(certificate) !== undefined);

const handshakeUsages: ReadonlySet<KeyUsage> = new Set(['digitalSignature', 'keyEncipherment', 'keyAgreement']);

/** Returns the Common Name where it looks like a host: `example.com`, `*.example.com`, `192.0.2.1`, `localhost`. */
export function hostOfCommonName({ subject }: Pick<Certificate, 'subject'>): string | undefined {
  const name = commonNameOf(subject)?.trim();
  return name !== undefined && /^(\*\.)?([a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}$|^localhost$/i.test(name)
    ? name
    : undefined;
}

/**
 * Returns what may be presented to clients: certificates of no CA, or self-signed ones of a server that issued none of
 * the others.
 */
export function presentedParts(distinct: readonly CertificatePart[]): readonly CertificatePart[] {
  const servers = distinct.filter(({ certificate }) => isSelfSignedServer(certificate));
  if (servers.length === 0) return distinct.filter(({ certificate }) => isEnd(certificate));
  const issued = new Map<string, number>();
  for (const { certificate } of distinct) {
    const issuer = nameKey(certificate.issuer);
    issued.set(issuer, (issued.get(issuer) ?? 0) + 1);
  }
  // It issued itself, and nothing else.
  const lone = new Set(servers.filter(({ certificate }) => issued.get(nameKey(certificate.subject)) === 1));
  return distinct.filter((each) => isEnd(each.certificate) || lone.has(each));
}

/** Returns whether it is not a CA. Roots of version 1 cannot say that they are one. */
export const isEnd = (certificate: Certificate): boolean =>
  !certificate.isCa && !(isSelfIssued(certificate) && certificate.version < 3);

/** Returns whether a gateway may present it to its clients: its names and dates are then looked at by them. */
export const mayServe = ({ extendedKeyUsage }: Pick<Certificate, 'extendedKeyUsage'>): boolean =>
  !['client', 'neither'].includes(purposeOf(extendedKeyUsage));

/** Returns the certificates that a gateway may present to clients. */
export const servers = ({ ends }: RuleContext): readonly CertificatePart[] =>
  ends.filter(({ certificate }) => mayServe(certificate));

/** Returns whether clients look for it among the names of a server. */
export const isServerName = ({ kind }: SanEntry): boolean => kind === 'dns' || kind === 'ip';

/** Most names of one certificate that findings are on; more are of the same kind. */
const maxNames = 10;

/** Returns the DNS names of servers that `isWanted`, the first few of each certificate, each once. */
export const namesOf = (
  subject: RuleContext,
  isWanted: (name: string) => boolean,
): readonly { readonly part: PemPart; readonly name: string }[] =>
  servers(subject).flatMap(({ part, certificate }) => {
    const meant = (certificate.sans ?? []).flatMap(({ kind, value }) =>
      kind === 'dns' && isWanted(value) ? [value] : [],
    );
    return [...new Set(meant)].slice(0, maxNames).map((name) => ({ part, name }));
  });
