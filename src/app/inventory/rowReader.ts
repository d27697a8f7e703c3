import { sha256 } from '../../core/crypto';
import type { GmFault } from '../../core/gmPair';
import { limits } from '../../core/limits';
import type { CertificateType, ListedCertificate, Name, SanEntry, Validity } from '../../core/model';
import { scanPem } from '../../core/pem/scan';
import { attributeOf } from '../../core/x509/certificateName';
import type { CertificateSummary, NameCache } from '../../core/x509/certificateSummary';
import { parseSummary } from '../../core/x509/certificateSummary';
import { nameOfDer } from '../../core/x509/distinguishedName';
import { isSecretReference } from '../../gateway/gateway';
import { isSameList } from '../../shared/isSame';
import type { Sentence } from '../../shared/translate';
import type { Connection } from '../connections/connection';
import type { CertificateEntry, KeptFacts, LeafFacts } from './certificateEntry';
import { unreadableNote } from './certificateEntry';
import {
  attributeOfText,
  contentNotes,
  gmFaultOf,
  leafFingerprint,
  namesOf,
  textOf,
  toIssuer,
  toSearchText,
} from './certificateEntry';
import { toSortKey } from './sortKey';

/** Most different texts that are kept once for all who have them. */
const maxShared = 2_000;
/** Most chains, by their text, whose certificates are not read again. */
const maxChains = 200;
/** Longer texts are hardly shared. */
const maxSharedText = 200;

const beginLine = '-----BEGIN CERTIFICATE-----';
const endLine = '-----END CERTIFICATE-----';

/**
 * Reads the objects of a list as far as rows need them: of each certificate its leaf, where it lies, and nothing of its
 * text is kept. Issuers, chains and words that many share are read once and kept once.
 */
export class RowReader {
  private readonly names: NameCache = new Map();
  private readonly chains = new Map<string, readonly string[]>();
  private readonly shared = new Map<string, string>();
  private readonly labels = new Map<string, KeptFacts['labels']>();
  private readonly issuers = new Map<Name | string, Issuer>();

  toRow(connection: Connection, stored: ListedCertificate): CertificateEntry {
    const text = stored.certificatePem;
    if (text === undefined && !stored.pem) return this.make(connection, stored, { content: 'notReturned' });
    if (text !== undefined && isSecretReference(text))
      return this.make(connection, stored, { content: 'secretReference' });
    const { der, rest } = stored.pem ?? firstBlock(text ?? '');
    if (!der) return this.make(connection, stored, { content: 'unreadable' });
    const reading = parseSummary(der, this.names);
    if (!reading.ok)
      return this.make(connection, stored, {
        content: 'unreadable',
        note: unreadableNote(reading.reason),
      });
    return this.make(connection, stored, { content: 'read', leaf: reading.value, rest });
  }

  private make(connection: Connection, stored: ListedCertificate, found: Found): CertificateEntry {
    const { leaf } = found;
    const names = stored.names.length > 0 ? stored.names : namesOf(stored, leaf);
    const issuer = this.issuerOf(stored, leaf);
    // As it lies: hardly ever does somebody want to read it.
    const subject = leaf ? leaf.subjectDer : textOf(stored.metadata?.subject);
    const facts = {
      connection,
      names: names.length === 0 ? none : names,
      issuer,
      subject,
      serial: leaf?.serial ?? textOf(stored.metadata?.serial),
      validity: leaf?.validity ?? stored.metadata?.validity,
      keyName: this.share(leaf?.keyName),
      hasCa: stored.ca !== undefined,
      content: found.content,
      note: found.note ?? contentNotes[found.content],
      extraFingerprints: stored.extraCertificates.length === 0 ? none : stored.extraCertificates.map(leafFingerprint),
      gmFault: stored.isGm && gmFaultOf(stored, leaf),
      fingerprint: leaf?.sha256,
      issuerFingerprints: leaf && found.rest ? this.chainOf(found.rest) : none,
      sans: leaf && sansOf(leaf, names),
    };
    return new Row(this.keep(stored, facts), facts);
  }

  /** Returns one object for all certificates of an issuer. */
  private issuerOf({ metadata }: ListedCertificate, leaf: CertificateSummary | undefined): Issuer {
    const name = leaf?.issuer;
    const key = name && textOf(name.text) !== undefined ? name : textOf(metadata?.issuer);
    if (key === undefined) return name ? { ...toIssuer(name), name } : noIssuer;
    const known = this.issuers.get(key);
    if (known) return known;
    const made = toIssuer(name ?? key, textOf(metadata?.issuer));
    if (this.issuers.size >= maxShared) this.issuers.clear();
    this.issuers.set(key, made);
    return made;
  }

  /** Returns the facts that stay of the object. Texts that the entry has anyway are shared with it. */
  private keep(
    stored: ListedCertificate,
    { subject, issuer, serial, validity }: Pick<RowFacts, 'subject' | 'issuer' | 'serial' | 'validity'>,
  ): KeptFacts {
    const { metadata } = stored;
    return new Kept(stored, {
      labels: this.shareLabels(stored.labels),
      gatewayVersion: this.share(stored.gatewayVersion),
      metadata: metadata && {
        names:
          metadata.names.length === 0 ? none : isSameList(metadata.names, stored.names) ? stored.names : metadata.names,
        extensions: noExtensions,
        ...(subject !== undefined && { subject }),
        ...(issuer.text !== undefined && { issuer: issuer.text }),
        ...(serial !== undefined && { serial }),
        ...(validity && { validity }),
      },
    });
  }

  /** Returns one list for all who have the same labels. */
  private shareLabels(labels: KeptFacts['labels']): KeptFacts['labels'] {
    if (labels.length === 0) return none;
    let key = '';
    for (const label of labels) key += label.value === undefined ? `${label.key}\n` : `${label.key}\r${label.value}\n`;
    if (key.length > maxSharedText) return labels;
    const known = this.labels.get(key);
    if (known) return known;
    if (this.labels.size >= maxShared) this.labels.clear();
    this.labels.set(key, labels);
    return labels;
  }

  /** Returns the fingerprints of what stands behind the leaf: nearly always the same few texts. */
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
  readonly note?: Sentence;
  readonly leaf?: CertificateSummary;
  /** The text behind the leaf. */
  readonly rest?: string;
}

const none: readonly never[] = [];
const noExtensions = {};

/**
 * Reads the first certificate of a PEM text. What is written as nearly everybody writes it is decoded as it stands;
 * anything else is scanned.
 */
function firstBlock(pem: string): { readonly der: Uint8Array | undefined; readonly rest: string } {
  const end = pem.indexOf(endLine);
  const rest = end < 0 ? '' : pem.slice(end + endLine.length).trim();
  const block = end < 0 ? pem : pem.slice(0, end + endLine.length);
  if (block.length > maxBlock) return { der: undefined, rest };
  if (end > 0 && pem.startsWith(beginLine)) {
    const body = pem.slice(beginLine.length, end);
    if (plainBody.test(body)) return { der: Buffer.from(body, 'base64'), rest };
  }
  const der = scanPem(block).blocks.flatMap((found) =>
    found.kind === 'certificate' && found.der ? [found.der] : [],
  )[0];
  return { der, rest };
}

/** The largest certificate that is read has two thirds of that. */
const maxBlock = 2 * limits.certificateBytes;

/** Matches lines of 64 but for the last, with nothing else in them, which every reader takes alike. */
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
  declare readonly isInIngressGroup?: true;
  declare readonly isReadOnly?: true;
  declare readonly gatewayVersion?: string;
  declare readonly ocspStapling?: NonNullable<KeptFacts['ocspStapling']>;
  declare readonly createdAt?: number;
  declare readonly updatedAt?: number;
  readonly notes: readonly Sentence[];

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
    if (stored.ocspStapling) this.ocspStapling = stored.ocspStapling;
    if (stored.isInIngressGroup) this.isInIngressGroup = true;
    if (stored.isReadOnly) this.isReadOnly = true;
  }
}

/** The words of rows for an issuer. */
interface Issuer {
  readonly text: string | undefined;
  /** Its common name, or organisation. */
  readonly short: string | undefined;
  readonly name: Name | undefined;
}

const noIssuer: Issuer = { text: undefined, short: undefined, name: undefined };

interface RowFacts {
  readonly connection: Connection;
  readonly names: readonly string[];
  readonly issuer: Issuer;
  /** DER in Latin-1 where the leaf was read. */
  readonly subject: string | undefined;
  readonly serial: string | undefined;
  readonly validity: Validity | undefined;
  readonly keyName: string | undefined;
  readonly hasCa: boolean;
  readonly content: CertificateEntry['content'];
  readonly note: Sentence | undefined;
  readonly extraFingerprints: readonly (string | undefined)[];
  readonly gmFault: GmFault | undefined;
  readonly fingerprint: string | undefined;
  readonly issuerFingerprints: readonly string[];
  readonly sans: readonly (SanEntry | string)[] | undefined;
}

/** A class, so that all have one shape in memory. What few ask for is made when it is. */
class Row implements CertificateEntry {
  readonly connection: Connection;
  readonly title: string;
  readonly names: readonly string[];
  readonly validity: Validity | undefined;
  readonly serial: string | undefined;
  readonly keyName: string | undefined;
  readonly hasCa: boolean;
  readonly extraFingerprints: readonly (string | undefined)[];
  declare readonly gmFault: GmFault | undefined;
  readonly content: CertificateEntry['content'];
  readonly note: Sentence | undefined;
  private readonly ownIssuer: Issuer;
  private readonly ownSubject: string | undefined;
  private readonly fingerprint: string | undefined;
  /** Fingerprints of what stands behind the leaf: one list for all of a chain. */
  private readonly issuerFingerprints: readonly string[];
  /** The leaf's own names; `names` itself where they are the same. Undefined where it has no SAN. */
  private readonly sans: readonly (SanEntry | string)[] | undefined;
  private ownSortKey: string | undefined;
  private ownSearchText: string | undefined;

  constructor(
    readonly stored: KeptFacts,
    facts: RowFacts,
  ) {
    this.connection = facts.connection;
    this.names = facts.names;
    this.validity = facts.validity;
    this.serial = facts.serial;
    this.keyName = facts.keyName;
    this.hasCa = facts.hasCa;
    this.extraFingerprints = facts.extraFingerprints;
    if (facts.gmFault) this.gmFault = facts.gmFault;
    this.content = facts.content;
    this.note = facts.note;
    this.ownIssuer = facts.issuer;
    this.ownSubject = facts.subject;
    this.fingerprint = facts.fingerprint;
    this.issuerFingerprints = facts.issuerFingerprints;
    this.sans = facts.sans;
    this.ownSortKey = undefined;
    this.ownSearchText = undefined;
    this.title = textOf(facts.names[0]) ?? textOf(this.commonName) ?? this.subject ?? textOf(stored.id) ?? '?';
  }

  get type(): CertificateType | undefined {
    return this.stored.type;
  }

  get issuer(): string | undefined {
    return this.ownIssuer.text;
  }

  get issuerName(): string | undefined {
    return this.ownIssuer.short;
  }

  get subject(): string | undefined {
    const name = this.subjectName;
    return name ? (textOf(name.text) ?? textOf(this.stored.metadata?.subject)) : this.ownSubject;
  }

  get commonName(): string | undefined {
    const name = this.subjectName;
    return name ? attributeOf(name, 'CN') : attributeOfText(this.ownSubject, 'CN');
  }

  get fingerprints(): readonly string[] {
    return this.fingerprint === undefined ? none : [this.fingerprint, ...this.issuerFingerprints];
  }

  get sortKey(): string {
    return (this.ownSortKey ??= toSortKey(this.title));
  }

  get searchText(): string {
    return (this.ownSearchText ??= toSearchText(this));
  }

  get leaf(): LeafFacts | undefined {
    const { subjectName: subject } = this;
    const { name: issuer } = this.ownIssuer;
    return issuer && subject && { issuer, subject, sans: this.sans?.map(toSan) };
  }

  private get subjectName(): Name | undefined {
    return this.content === 'read' && this.ownSubject !== undefined ? nameOfDer(this.ownSubject) : undefined;
  }
}

const toSan = (name: SanEntry | string): SanEntry => (typeof name === 'string' ? { kind: 'dns', value: name } : name);

/**
 * Returns the names that hosts are reached by. DNS names, nearly all of them, are kept as texts. Undefined without
 * SANs.
 */
function sansOf(leaf: CertificateSummary, names: readonly string[]): readonly (SanEntry | string)[] | undefined {
  if (leaf.hasDnsNames(names)) return names;
  const { sans } = leaf;
  if (!sans) return undefined;
  const own = sans.flatMap((san) => (san.kind === 'dns' ? san.value : san.kind === 'ip' ? san : []));
  return own.length === names.length && own.every((name, index) => name === names[index]) ? names : own;
}
