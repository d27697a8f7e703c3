import { sha256 } from '../../core/crypto';
import { limits } from '../../core/limits';
import type { ListedCertificate, Name, SanEntry } from '../../core/model';
import { scanPem } from '../../core/pem/scan';
import type { CertificateSummary, NameCache } from '../../core/x509/certificateSummary';
import { parseSummary } from '../../core/x509/certificateSummary';
import { isSecretReference } from '../../gateway/gateway';
import { isSameList } from '../../shared/isSame';
import type { Sentence } from '../../shared/translate';
import type { Connection } from '../connections/connection';
import type { CertificateEntry, KeptFacts } from './certificateEntry';
import {
  contentNotes,
  gmFaultOf,
  leafFingerprint,
  nonBlank,
  servedNamesOf,
  toIssuer,
  unreadableNote,
} from './certificateEntry';
import type { Issuer, RowFacts } from './row';
import { Kept, noIssuer, Row } from './row';

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

  private make(connection: Connection, stored: ListedCertificate, read: ReadContent): CertificateEntry {
    const { leaf } = read;
    const names = stored.names.length > 0 ? stored.names : servedNamesOf(stored, leaf);
    const issuer = this.issuerOf(stored, leaf);
    // As it lies: hardly ever does somebody want to read it.
    const subject = leaf ? leaf.subjectDer : nonBlank(stored.metadata?.subject);
    const facts = {
      connection,
      names: names.length === 0 ? none : names,
      issuer,
      subject,
      serial: leaf?.serial ?? nonBlank(stored.metadata?.serial),
      validity: leaf?.validity ?? stored.metadata?.validity,
      keyName: this.share(leaf?.keyName),
      hasCa: stored.ca !== undefined,
      content: read.content,
      note: read.note ?? contentNotes[read.content],
      extraFingerprints: stored.extraCertificates.length === 0 ? none : stored.extraCertificates.map(leafFingerprint),
      gmFault: stored.isGm && gmFaultOf(stored, leaf),
      fingerprint: leaf?.sha256,
      issuerFingerprints: leaf && read.rest ? this.chainOf(read.rest) : none,
      sans: leaf && sansOf(leaf, names),
    };
    return new Row(this.keep(stored, facts), facts);
  }

  /** Returns one object for all certificates of an issuer. */
  private issuerOf({ metadata }: ListedCertificate, leaf: CertificateSummary | undefined): Issuer {
    const name = leaf?.issuer;
    const key = name && nonBlank(name.text) !== undefined ? name : nonBlank(metadata?.issuer);
    if (key === undefined) return name ? { ...toIssuer(name), name } : noIssuer;
    const known = this.issuers.get(key);
    if (known) return known;
    const made = toIssuer(name ?? key, nonBlank(metadata?.issuer));
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

interface ReadContent {
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
  const der = scanPem(block).blocks.flatMap((each) => (each.kind === 'certificate' && each.der ? [each.der] : []))[0];
  return { der, rest };
}

/** The largest certificate that is read has two thirds of that. */
const maxBlock = 2 * limits.certificateBytes;

/** Matches lines of 64 but for the last, with nothing else in them, which every reader takes alike. */
const plainBody = /^\r?\n(?:[A-Za-z0-9+/]{64}\r?\n)*[A-Za-z0-9+/]{0,64}={0,2}\r?\n$/;

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
