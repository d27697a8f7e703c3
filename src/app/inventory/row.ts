import type { GmFault } from '../../core/gmPair';
import type { CertificateType, ListedCertificate, Name, SanEntry, Validity } from '../../core/model';
import { attributeOf } from '../../core/x509/certificateName';
import { nameOfDer } from '../../core/x509/distinguishedName';
import type { Sentence } from '../../shared/translate';
import type { Connection } from '../connections/connection';
import type { CertificateEntry, KeptFacts, LeafFacts } from './certificateEntry';
import { attributeOfText, nonBlank, objectTitle, toSearchText } from './certificateEntry';
import { toSortKey } from './sortKey';

const none: readonly never[] = [];

/** The object's own facts. A class, so that all have one shape in memory. */
export class Kept implements KeptFacts {
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

export interface Issuer {
  readonly text: string | undefined;
  /** Its common name, or organisation. */
  readonly short: string | undefined;
  readonly name: Name | undefined;
}

export const noIssuer: Issuer = { text: undefined, short: undefined, name: undefined };

export interface RowFacts {
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
export class Row implements CertificateEntry {
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
    const { names, commonName, subject } = this;
    this.title = objectTitle({ names, commonName, subject, id: stored.id });
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
    return name ? (nonBlank(name.text) ?? nonBlank(this.stored.metadata?.subject)) : this.ownSubject;
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
