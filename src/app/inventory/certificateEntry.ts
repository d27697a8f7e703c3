import type { Certificate, CertificateType, StoredCertificate, Validity } from '../../core/model';
import { scanPem } from '../../core/pem/scan';
import { parseCertificate } from '../../core/x509/certificate';
import { attributeOf } from '../../core/x509/certificateName';
import { isSecretReference } from '../../gateway/gateway';
import type { Connection } from '../connections/connection';
import { toLabelText } from './labelText';
import { toSortKey } from './sortKey';

/**
 * One certificate object of a gateway, with what rows, search and sorting need read out of it once.
 * Texts are chosen by strangers: make them visible before showing them.
 */
export interface CertificateEntry {
  readonly connection: Connection;
  readonly stored: StoredCertificate;
  /** First name, or the subject's common name, the subject, the id. Never empty. */
  readonly title: string;
  /** The title as names are sorted by. */
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
  /** SHA-256 of the leaf, where the gateway returns it. */
  readonly fingerprint: string | undefined;
  /** `RSA 2048`, `EC P-256`. */
  readonly keyName: string | undefined;
  /** Lower case: everything a filter looks in, one thing a line. */
  readonly searchText: string;
  /** Explains in English why the certificate's content is not known. */
  readonly note: string | undefined;
  /** Leaf first, as stored. Empty where the gateway returns metadata only. Parsed on first use. */
  readonly chain: readonly Certificate[];
}

type EntryFacts = Omit<CertificateEntry, 'chain' | 'searchText' | 'sortKey' | 'type'>;

/** A class, so that all have one shape in memory. */
class Entry implements CertificateEntry {
  readonly connection: Connection;
  readonly stored: StoredCertificate;
  readonly title: string;
  readonly sortKey: string;
  readonly names: readonly string[];
  readonly type: CertificateType | undefined;
  readonly validity: Validity | undefined;
  readonly subject: string | undefined;
  readonly commonName: string | undefined;
  readonly issuer: string | undefined;
  readonly issuerName: string | undefined;
  readonly serial: string | undefined;
  readonly fingerprint: string | undefined;
  readonly keyName: string | undefined;
  readonly searchText: string;
  readonly note: string | undefined;
  private parsed: readonly Certificate[] | undefined = undefined;

  constructor(facts: EntryFacts) {
    const { stored, names, subject, issuer, serial } = facts;
    this.connection = facts.connection;
    this.stored = stored;
    this.title = facts.title;
    this.sortKey = toSortKey(facts.title);
    this.names = names;
    this.type = stored.type;
    this.validity = facts.validity;
    this.subject = subject;
    this.commonName = facts.commonName;
    this.issuer = issuer;
    this.issuerName = facts.issuerName;
    this.serial = serial;
    this.fingerprint = facts.fingerprint;
    this.keyName = facts.keyName;
    this.searchText = [
      ...names,
      subject,
      issuer,
      stored.id,
      serial,
      ...stored.labels.map(toLabelText),
      stored.description,
    ]
      .filter((text) => text !== undefined)
      .join('\n')
      .toLowerCase();
    this.note = facts.note;
  }

  get chain(): readonly Certificate[] {
    return (this.parsed ??= parseChain(this.stored.certificatePem));
  }
}

export function toEntry(connection: Connection, stored: StoredCertificate): CertificateEntry {
  const { leaf, note } = readLeaf(stored);
  const { metadata } = stored;
  const names = [stored.names, leafNames(leaf), metadata?.names ?? []].find((list) => list.length > 0) ?? [];
  const subject = textOf(leaf?.subject.text) ?? textOf(metadata?.subject);
  const issuer = textOf(leaf?.issuer.text) ?? textOf(metadata?.issuer);
  const commonName = leaf ? attributeOf(leaf.subject, 'CN') : attributeOfText(subject, 'CN');
  const issuerName = leaf
    ? (attributeOf(leaf.issuer, 'CN', 'O') ?? issuer)
    : (attributeOfText(issuer, 'CN') ?? attributeOfText(issuer, 'O') ?? issuer);
  return new Entry({
    connection,
    stored,
    title: [names[0], commonName, subject, stored.id].map(textOf).find((text) => text !== undefined) ?? '?',
    names,
    validity: leaf?.validity ?? metadata?.validity,
    subject,
    commonName,
    issuer,
    issuerName,
    serial: leaf?.serial ?? textOf(metadata?.serial),
    fingerprint: leaf?.fingerprints.sha256,
    keyName: leaf?.key.name,
    note,
  });
}

const textOf = (text: string | undefined): string | undefined => (text?.trim() ? text : undefined);

const endLine = '-----END CERTIFICATE-----';

/** Only the first block is scanned and parsed: a list of tens of thousands shows leaves, not chains. */
function readLeaf(stored: StoredCertificate): { leaf?: Certificate; note?: string } {
  const pem = stored.certificatePem;
  if (pem === undefined) return {};
  if (isSecretReference(pem)) return { note: 'The gateway reads this certificate from a secret store.' };
  const end = pem.indexOf(endLine);
  const [der] = toDers(end < 0 ? pem : pem.slice(0, end + endLine.length));
  if (!der) return { note: 'The gateway holds no readable PEM here.' };
  const reading = parseCertificate(der);
  return reading.ok ? { leaf: reading.value } : { note: `The certificate could not be read: ${reading.reason}` };
}

function parseChain(pem: string | undefined): readonly Certificate[] {
  return toDers(pem ?? '').flatMap((der) => {
    const reading = parseCertificate(der);
    return reading.ok ? [reading.value] : [];
  });
}

const toDers = (pem: string): readonly Uint8Array[] =>
  scanPem(pem).blocks.flatMap((block) => (block.kind === 'certificate' && block.der ? [block.der] : []));

function leafNames(leaf: Certificate | undefined): readonly string[] {
  return (leaf?.sans ?? []).filter((san) => san.kind === 'dns' || san.kind === 'ip').map((san) => san.value);
}

/** The gateway's own spelling of a name: `CN=R3,O=Let's Encrypt`, `C = US, O = …, CN = …`, or `/C=US/CN=…`. */
function attributeOfText(text: string | undefined, type: string): string | undefined {
  const found = new RegExp(`(?:^|[,/+;])\\s*${type}\\s*=\\s*((?:\\\\.|[^,/+;\\\\])*)`, 'i').exec(text ?? '');
  return textOf(found?.[1]?.replace(/\\(.)/g, '$1').trim());
}
