import { sha256 } from '../../core/crypto';
import type { GmFault } from '../../core/gmPair';
import { gmFault } from '../../core/gmPair';
import { dnsNameText } from '../../core/hosts/dnsNameFault';
import type {
  Certificate,
  CertificateType,
  Label,
  ListedCertificate,
  Name,
  SanEntry,
  StoredCertificate,
  Validity,
} from '../../core/model';
import { scanPem } from '../../core/pem/scan';
import { parseCertificate } from '../../core/x509/certificate';
import { attributeOf } from '../../core/x509/certificateName';
import { parseSummary } from '../../core/x509/certificateSummary';
import { isSecretReference } from '../../gateway/gateway';
import type { Sentence } from '../../shared/translate';
import type { Connection } from '../connections/connection';
import { toSortKey } from './sortKey';

/**
 * The facts of an object that stay in memory. Its PEM does not: code that needs it reads the object from the gateway
 * again.
 */
export type KeptFacts = Omit<ListedCertificate, 'certificatePem' | 'ca' | 'extraCertificates' | 'protocols' | 'isGm'>;

/** The fields of the leaf that hosts and renewals are judged by. */
export type LeafFacts = Pick<Certificate, 'sans' | 'subject' | 'issuer'>;

/**
 * One certificate object of a gateway, with what rows, search, sorting, lenses and impact need read out of it once.
 * Texts are chosen by strangers: make them visible before showing them.
 */
export interface CertificateEntry {
  readonly connection: Connection;
  readonly stored: KeptFacts;
  /** First name, or the subject's common name, the subject, the id. Never empty. */
  readonly title: string;
  readonly sortKey: string;
  /** The names the gateway serves it for; if it does not say, the certificate's own DNS names and addresses. */
  readonly names: readonly string[];
  readonly type: CertificateType | undefined;
  /** The leaf's. Undefined where neither PEM nor metadata tell. */
  readonly validity: Validity | undefined;
  readonly subject: string | undefined;
  /** The subject's. */
  readonly commonName: string | undefined;
  readonly issuer: string | undefined;
  /** Short form of the issuer: its common name, or organisation. */
  readonly issuerName: string | undefined;
  readonly serial: string | undefined;
  /**
   * SHA-256 of the leaf and of each certificate behind it, as stored. Empty where the gateway does not return them, or
   * they cannot be read.
   */
  readonly fingerprints: readonly string[];
  /** `RSA 2048`, `EC P-256`. */
  readonly keyName: string | undefined;
  /** Peers are verified with a CA. */
  readonly hasCa: boolean;
  /**
   * SHA-256 of the leaf of each further pair of the object; undefined where it is kept elsewhere, or cannot be read.
   */
  readonly extraFingerprints: readonly (string | undefined)[];
  /** The fault of the pairs of an object with `gm`. */
  readonly gmFault: GmFault | undefined;
  /** The kind of content in the certificate's place. `notReturned`: the gateway sends metadata of it, or nothing. */
  readonly content: 'read' | 'unreadable' | 'secretReference' | 'notReturned';
  /** Lower case: everything a filter looks in, one thing a line. */
  readonly searchText: string;
  /** Explains in English why the certificate's content is not known. */
  readonly note: Sentence | undefined;
  /** Undefined where the certificate is not returned, or cannot be read. Made each time. */
  readonly leaf: LeafFacts | undefined;
}

/** An object as it was read by itself, with all of it: what is shown whole, compared or changed. */
export interface FullEntry extends CertificateEntry {
  readonly stored: StoredCertificate;
  /** Leaf first, as stored. Empty where the gateway returns metadata only. */
  readonly chain: readonly Certificate[];
}

/** Returns whether it may be changed from here: nothing is written to a connection or gateway that is only read. */
export const isChangeable = ({ connection, stored }: Pick<CertificateEntry, 'connection' | 'stored'>): boolean =>
  !connection.readOnly && !stored.isReadOnly;

/** Returns true for an object that was read by itself: a row of a list has no chain. */
export const isFullEntry = (entry: CertificateEntry | FullEntry): entry is FullEntry => 'chain' in entry;

/** Makes the entry of an object, with everything that was read of it. */
export function toEntry(connection: Connection, stored: StoredCertificate): FullEntry {
  const pem = stored.certificatePem;
  const isReference = pem !== undefined && isSecretReference(pem);
  const readings = pem === undefined || isReference ? [] : toDers(pem).map((der) => parseCertificate(der));
  const [first] = readings;
  const leaf = first?.ok === true ? first.value : undefined;
  const chain = readings.flatMap((reading) => (reading.ok ? [reading.value] : []));
  const content: CertificateEntry['content'] =
    pem === undefined ? 'notReturned' : isReference ? 'secretReference' : leaf ? 'read' : 'unreadable';
  const facts = {
    ...toFacts(stored, leaf),
    connection,
    stored,
    content,
    leaf,
    chain,
    extraFingerprints: stored.extraCertificates.map(leafFingerprint),
    gmFault: gmFaultOf(stored, leaf),
    fingerprints: leaf ? chain.map(({ fingerprints }) => fingerprints.sha256) : [],
    note: first?.ok === false ? unreadableNote(first.reason) : contentNotes[content],
  };
  return { ...facts, sortKey: toSortKey(facts.title), searchText: toSearchText(facts) };
}

/** @param leaf of the first pair; undefined where it cannot be read */
export function gmFaultOf(
  { isGm, extraCertificates }: ListedCertificate,
  leaf: Pick<Certificate, 'keyUsage'> | undefined,
): GmFault | undefined {
  return isGm ? gmFault(leaf, extraCertificates.map(firstCertificate)) : undefined;
}

function firstCertificate(pem: string): Pick<Certificate, 'keyUsage'> | undefined {
  const [der] = isSecretReference(pem) ? [] : toDers(pem);
  const reading = der && parseSummary(der);
  return reading?.ok ? reading.value : undefined;
}

/** Undefined where there is none that can be read. */
export function leafFingerprint(pem: string): string | undefined {
  const [der] = isSecretReference(pem) ? [] : toDers(pem);
  return der && parseSummary(der).ok ? sha256(der) : undefined;
}

/** Notes on certificates that are not known, by their content, where there is no better reason. */
export const contentNotes: Readonly<Record<CertificateEntry['content'], string | undefined>> = {
  read: undefined,
  unreadable: 'The gateway holds no readable PEM here.',
  secretReference:
    'The gateway reads this certificate from a secret store or its environment at each handshake. Until the reference resolves, handshakes fail.',
  notReturned: undefined,
};

/** Says why a certificate is not known that the gateway returns. */
export const unreadableNote = (reason: Sentence): Sentence => ({
  text: 'The certificate could not be read: {reason}',
  words: { reason },
});

/** The fields that an entry needs of a parsed certificate. */
interface ReadLeaf {
  readonly subject: Name;
  readonly issuer: Name;
  readonly serial: string;
  readonly validity: Validity;
  readonly sans: readonly SanEntry[] | undefined;
  readonly key: { readonly name: string };
}

/** Returns the facts of an entry: the leaf's own where it was read, else those of the gateway's metadata. */
function toFacts(stored: ListedCertificate, leaf: ReadLeaf | undefined) {
  const { metadata } = stored;
  const subject = nonBlank(leaf?.subject.text) ?? nonBlank(metadata?.subject);
  const issuer = leaf ? toIssuer(leaf.issuer, nonBlank(metadata?.issuer)) : toIssuer(nonBlank(metadata?.issuer));
  const commonName = leaf ? attributeOf(leaf.subject, 'CN') : attributeOfText(subject, 'CN');
  const names = servedNamesOf(stored, leaf);
  return {
    names,
    title: objectTitle({ names, commonName, subject, id: stored.id }),
    type: stored.type,
    validity: leaf?.validity ?? metadata?.validity,
    subject,
    commonName,
    issuer: issuer.text,
    issuerName: issuer.short,
    serial: leaf?.serial ?? nonBlank(metadata?.serial),
    keyName: leaf?.key.name,
    hasCa: stored.ca !== undefined,
  };
}

/**
 * Names an object of a gateway, in its row and on its page: by its first name, else by the subject of its certificate,
 * else by its ID. A certificate by itself is named by `certificateName`.
 */
export const objectTitle = ({
  names,
  commonName,
  subject,
  id,
}: Pick<CertificateEntry, 'names' | 'commonName' | 'subject'> & { readonly id: string }): string =>
  nonBlank(dnsNameText(names[0] ?? '')) ?? nonBlank(commonName) ?? nonBlank(subject) ?? nonBlank(id) ?? '?';

/**
 * Returns what is said of an issuer: all of it, and its common name or organisation.
 * @param said the gateway's own words, for a name that is empty
 */
export function toIssuer(issuer: Name | string | undefined, said?: string) {
  const name = typeof issuer === 'string' ? undefined : issuer;
  const text = name ? (nonBlank(name.text) ?? said) : typeof issuer === 'string' ? issuer : undefined;
  const short = name ? attributeOf(name, 'CN', 'O') : (attributeOfText(text, 'CN') ?? attributeOfText(text, 'O'));
  return { text, short: short ?? text, name };
}

export function servedNamesOf(
  { names, metadata }: ListedCertificate,
  leaf: Pick<ReadLeaf, 'sans'> | undefined,
): readonly string[] {
  if (names.length > 0) return names;
  const own = (leaf?.sans ?? []).filter((san) => san.kind === 'dns' || san.kind === 'ip').map((san) => san.value);
  return own.length > 0 ? own : (metadata?.names ?? []);
}

export function toSearchText({
  names,
  subject,
  issuer,
  serial,
  stored,
}: Pick<CertificateEntry, 'names' | 'subject' | 'issuer' | 'serial' | 'stored'>): string {
  let text = '';
  for (const name of names) text += `${name}\n`;
  text += `${subject ?? ''}\n${issuer ?? ''}\n${stored.id}\n${serial ?? ''}`;
  for (const label of stored.labels) text += `\n${toLabelText(label)}`;
  if (stored.description !== undefined) text += `\n${stored.description}`;
  return text.toLowerCase();
}

export const nonBlank = (text: string | undefined): string | undefined => (text?.trim() ? text : undefined);

const toDers = (pem: string): readonly Uint8Array[] =>
  scanPem(pem).blocks.flatMap((block) => (block.kind === 'certificate' && block.der ? [block.der] : []));

/** The gateway's own spelling of a name: `CN=R3,O=Let's Encrypt`, `C = US, O = …, CN = …`, or `/C=US/CN=…`. */
export function attributeOfText(text: string | undefined, type: 'CN' | 'O'): string | undefined {
  const match = attributePatterns[type].exec(text ?? '');
  return nonBlank(match?.[1]?.replace(/\\(.)/g, '$1').trim());
}

/** Take the beginning of a longer value: an expression has no room for one of many megabytes. */
const attributePatterns = {
  CN: /(?:^|[,/+;])\s*CN\s*=\s*((?:\\.|[^,/+;\\]){0,1000})/i,
  O: /(?:^|[,/+;])\s*O\s*=\s*((?:\\.|[^,/+;\\]){0,1000})/i,
} as const;

/** Writes a label: `env=prod`, or just `prod` where labels are plain words. */
export function toLabelText(label: Label): string {
  return label.value === undefined || label.value === '' ? label.key : `${label.key}=${label.value}`;
}
