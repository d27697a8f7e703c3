import { sha256 } from '../../core/crypto';
import type { CertificateType, ListedCertificate, Name, SanEntry, Validity } from '../../core/model';
import { scanPem } from '../../core/pem/scan';
import type { CertificateSummary, NameCache } from '../../core/x509/certificateSummary';
import { parseSummary } from '../../core/x509/certificateSummary';
import { isSecretReference } from '../../gateway/gateway';
import type { Connection } from '../connections/connection';
import type { CertificateEntry, KeptFacts, LeafFacts } from './certificateEntry';
import { contentNotes, leafFingerprint, toFacts, toTexts } from './certificateEntry';

/** Most different texts that are kept once for all who have them. */
const maxShared = 2_000;
/** Most chains, by their text, whose certificates are not read again. */
const maxChains = 200;
/** Longer texts are hardly shared. */
const maxSharedText = 200;

const beginLine = '-----BEGIN CERTIFICATE-----';
const endLine = '-----END CERTIFICATE-----';

/**
 * Reads the objects of a list as far as rows need them: of each certificate its leaf, where it lies, and nothing of its text is kept. Issuers,
 * chains and words that many share are read once and kept once.
 */
export class RowReader {
  private readonly names: NameCache = new Map();
  private readonly chains = new Map<string, readonly string[]>();
  private readonly shared = new Map<string, string>();

  toRow(connection: Connection, stored: ListedCertificate): CertificateEntry {
    const pem = stored.certificatePem;
    if (pem === undefined) return this.make(connection, stored, { content: 'notReturned' });
    if (isSecretReference(pem)) return this.make(connection, stored, { content: 'secretReference' });
    const { der, rest } = firstBlock(pem);
    if (!der) return this.make(connection, stored, { content: 'unreadable' });
    const reading = parseSummary(der, this.names);
    if (!reading.ok)
      return this.make(connection, stored, {
        content: 'unreadable',
        note: `The certificate could not be read: ${reading.reason}`,
      });
    return this.make(connection, stored, { content: 'read', leaf: reading.value, rest });
  }

  private make(connection: Connection, stored: ListedCertificate, found: Found): CertificateEntry {
    const { leaf } = found;
    // What is read of it anew each time is read once here.
    const read = leaf && {
      subject: leaf.subject,
      issuer: leaf.issuer,
      serial: leaf.serial,
      validity: leaf.validity,
      sans: leaf.sans,
      key: leaf.key,
    };
    const facts = toFacts(stored, read);
    // Two objects: a spread of so many members costs more than all that is read.
    return new Row(facts, {
      connection,
      stored: this.keep(stored, facts),
      issuer: this.share(facts.issuer),
      issuerName: this.share(facts.issuerName),
      keyName: this.share(facts.keyName),
      content: found.content,
      note: found.note ?? contentNotes[found.content],
      extraFingerprints: stored.extraCertificates.length === 0 ? none : stored.extraCertificates.map(leafFingerprint),
      fingerprints: leaf ? this.fingerprintsOf(leaf, found.rest ?? '') : none,
      leaf: read,
    });
  }

  /** Returns the facts that stay of the object. Texts that the entry has anyway are shared with it. */
  private keep(
    stored: ListedCertificate,
    { subject, issuer, serial, validity }: ReturnType<typeof toFacts>,
  ): KeptFacts {
    const { metadata } = stored;
    return new Kept(stored, {
      labels: stored.labels.length === 0 ? none : stored.labels.map((label) => this.shareLabel(label)),
      gatewayVersion: this.share(stored.gatewayVersion),
      metadata: metadata && {
        names:
          metadata.names.length === 0 ? none : isSame(metadata.names, stored.names) ? stored.names : metadata.names,
        extensions: noExtensions,
        ...(subject !== undefined && { subject }),
        ...(issuer !== undefined && { issuer: this.share(issuer) ?? issuer }),
        ...(serial !== undefined && { serial }),
        ...(validity && { validity }),
      },
    });
  }

  private shareLabel({ key, value }: KeptFacts['labels'][number]): KeptFacts['labels'][number] {
    const own = this.share(key) ?? key;
    const ownValue = this.share(value);
    return ownValue === undefined ? { key: own } : { key: own, value: ownValue };
  }

  private fingerprintsOf(leaf: CertificateSummary, rest: string): readonly string[] {
    const chain = rest === '' ? none : this.chainOf(rest);
    return chain.length === 0 ? [leaf.sha256] : [leaf.sha256, ...chain];
  }

  /** The fingerprints of what stands behind the leaf: nearly always the same few texts. */
  private chainOf(text: string): readonly string[] {
    const known = this.chains.get(text);
    if (known) return known;
    const read = scanPem(text).blocks.flatMap((block) =>
      block.kind === 'certificate' && block.der && parseSummary(block.der, this.names).ok ? [sha256(block.der)] : [],
    );
    if (this.chains.size >= maxChains) this.chains.clear();
    this.chains.set(text, read);
    return read;
  }

  private share(text: string | undefined): string | undefined {
    if (text === undefined || text.length > maxSharedText) return text;
    const known = this.shared.get(text);
    if (known !== undefined) return known;
    if (this.shared.size >= maxShared) this.shared.clear();
    this.shared.set(text, text);
    return text;
  }
}

interface Found {
  readonly content: CertificateEntry['content'];
  readonly note?: string;
  readonly leaf?: CertificateSummary;
  /** The text behind the leaf. */
  readonly rest?: string;
}

const none: readonly never[] = [];
const noExtensions = {};

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, index) => text === other[index]);

/** The first certificate of a PEM text. What is written as everybody writes it is decoded as it stands; anything else is scanned. */
function firstBlock(pem: string): { readonly der: Uint8Array | undefined; readonly rest: string } {
  const end = pem.indexOf(endLine);
  const rest = end < 0 ? '' : pem.slice(end + endLine.length).trim();
  const block = end < 0 ? pem : pem.slice(0, end + endLine.length);
  if (end > 0 && pem.startsWith(beginLine)) {
    const body = pem.slice(beginLine.length, end);
    if (plainBody.test(body)) return { der: Buffer.from(body, 'base64'), rest };
  }
  const der = scanPem(block).blocks.flatMap((found) =>
    found.kind === 'certificate' && found.der ? [found.der] : [],
  )[0];
  return { der, rest };
}

/** Lines of 64 but for the last, with nothing else in them: what no reader makes anything else of. */
const plainBody = /^\r?\n(?:[A-Za-z0-9+/]{64}\r?\n)*[A-Za-z0-9+/]{0,64}={0,2}\r?\n$/;

/** The object's own facts. A class, so that all have one shape in memory. */
class Kept implements KeptFacts {
  readonly id: string;
  readonly type: CertificateType | undefined;
  readonly names: readonly string[];
  declare readonly isSingleName?: true;
  readonly labels: KeptFacts['labels'];
  readonly isEnabled: boolean | undefined;
  declare readonly metadata?: NonNullable<KeptFacts['metadata']>;
  declare readonly description?: string;
  declare readonly ignored?: NonNullable<KeptFacts['ignored']>;
  declare readonly gatewayVersion?: string;
  declare readonly createdAt?: number;
  declare readonly updatedAt?: number;
  readonly notes: readonly string[];

  constructor(
    stored: ListedCertificate,
    own: {
      readonly labels: KeptFacts['labels'];
      readonly gatewayVersion: string | undefined;
      readonly metadata: KeptFacts['metadata'] | undefined;
    },
  ) {
    this.id = stored.id;
    this.type = stored.type;
    this.names = stored.names.length === 0 ? none : stored.names;
    this.labels = own.labels;
    this.isEnabled = stored.isEnabled;
    this.notes = stored.notes.length === 0 ? none : stored.notes;
    if (own.gatewayVersion !== undefined) this.gatewayVersion = own.gatewayVersion;
    if (own.metadata) this.metadata = own.metadata;
    if (stored.createdAt !== undefined) this.createdAt = stored.createdAt;
    if (stored.updatedAt !== undefined) this.updatedAt = stored.updatedAt;
    if (stored.isSingleName) this.isSingleName = true;
    if (stored.description !== undefined) this.description = stored.description;
    if (stored.ignored) this.ignored = stored.ignored;
  }
}

type TextFacts = ReturnType<typeof toFacts>;

type RowFacts = Pick<
  CertificateEntry,
  | 'connection'
  | 'stored'
  | 'issuer'
  | 'issuerName'
  | 'keyName'
  | 'content'
  | 'note'
  | 'extraFingerprints'
  | 'fingerprints'
  | 'leaf'
>;

/** A class, so that all have one shape in memory. */
class Row implements CertificateEntry {
  readonly connection: Connection;
  readonly stored: KeptFacts;
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
  readonly fingerprints: readonly string[];
  readonly keyName: string | undefined;
  readonly hasCa: boolean;
  readonly extraFingerprints: readonly (string | undefined)[];
  readonly content: CertificateEntry['content'];
  readonly searchText: string;
  readonly note: string | undefined;
  private readonly issuerOwn: Name | undefined;
  private readonly subjectOwn: Name | undefined;
  /** The leaf's own names; `names` itself where they are the same. Undefined where it has no SAN. */
  private readonly sans: readonly (SanEntry | string)[] | undefined;

  constructor(texts: TextFacts, facts: RowFacts) {
    const { leaf } = facts;
    this.connection = facts.connection;
    this.stored = facts.stored;
    this.title = texts.title;
    this.names = texts.names;
    this.type = texts.type;
    this.validity = texts.validity;
    this.subject = texts.subject;
    this.commonName = texts.commonName;
    this.issuer = facts.issuer;
    this.issuerName = facts.issuerName;
    this.serial = texts.serial;
    this.fingerprints = facts.fingerprints;
    this.keyName = facts.keyName;
    this.hasCa = texts.hasCa;
    this.extraFingerprints = facts.extraFingerprints;
    this.content = facts.content;
    this.note = facts.note;
    this.issuerOwn = leaf?.issuer;
    this.subjectOwn = leaf?.subject;
    this.sans = leaf?.sans && toKept(leaf.sans, texts.names);
    const { sortKey, searchText } = toTexts(this);
    this.sortKey = sortKey;
    this.searchText = searchText;
  }

  get leaf(): LeafFacts | undefined {
    const { issuerOwn: issuer, subjectOwn: subject } = this;
    return issuer && subject && { issuer, subject, sans: this.sans?.map(toSan) };
  }
}

const toSan = (name: SanEntry | string): SanEntry => (typeof name === 'string' ? { kind: 'dns', value: name } : name);

/** Returns the names that hosts are reached by. DNS names, nearly all of them, are kept as texts. */
function toKept(sans: readonly SanEntry[], names: readonly string[]): readonly (SanEntry | string)[] {
  const own = sans.flatMap((san) => (san.kind === 'dns' ? san.value : san.kind === 'ip' ? san : []));
  return own.length === names.length && own.every((name, index) => name === names[index]) ? names : own;
}
