import { contentOf, endOf, reading } from '../asn1/der';
import { rawBytes, tags } from '../asn1/values';
import { sha256 } from '../crypto';
import type { Extension, KeyUsage, Name, Reading, SanEntry, Validity } from '../model';
import type { CertificateLayout } from './certificateLayout';
import { toLayout } from './certificateLayout';
import { readName } from './distinguishedName';
import { readExtension } from './extensions';
import { summary } from './extensionSummary';
import { toKeyInfo } from './spki';

/**
 * Names that were read, by their DER. Give the same map again, and names that many certificates share are read once.
 */
export type NameCache = Map<string, Name>;

/** More issuers than one gateway has; certificates that name themselves must not fill the memory. */
const maxCachedNames = 1_000;

/**
 * A certificate read as far as a row of a list needs it. Holds on to the bytes it was read from: take out what is to
 * stay. Each property is read when it is asked for, and says what `parseCertificate` says.
 */
export class CertificateSummary {
  readonly serial: string;
  readonly validity: Validity;

  constructor(
    private readonly layout: CertificateLayout,
    private readonly names: NameCache,
  ) {
    this.serial = layout.serial;
    this.validity = { notBefore: layout.notBefore.time, notAfter: layout.notAfter.time };
  }

  /** One object for every certificate of an issuer. */
  get issuer(): Name {
    const { issuer } = this.layout;
    const id = issuer.bytes.toString('latin1', issuer.start, issuer.end);
    const known = this.names.get(id);
    if (known) return known;
    const name = readName(issuer);
    if (this.names.size >= maxCachedNames) this.names.clear();
    this.names.set(id, name);
    return name;
  }

  get subject(): Name {
    return readName(this.layout.subject);
  }

  /** The subject as it lies, in Latin-1, to be read by `nameOfDer`: what takes the least room. */
  get subjectDer(): string {
    const { bytes, start, end } = this.layout.subject;
    return bytes.toString('latin1', start, end);
  }

  get keyName(): string {
    return toKeyInfo(this.layout.spki).name;
  }

  get sans(): readonly SanEntry[] | undefined {
    return summary(this.extensions(subjectAltName)).sans;
  }

  /**
   * Returns whether its alternative names are exactly these DNS names, in this order. Makes nothing of them; false also
   * where it takes more to say so.
   */
  hasDnsNames(names: readonly string[]): boolean {
    const place = this.layout.extensions && this.placeOf(subjectAltName);
    if (!place) return false;
    const { bytes } = this.layout.root;
    let at = place.content;
    for (const name of names) {
      const length = name.length;
      // [2] IA5String, its length in one byte.
      if (length > 127 || at + 2 + length > place.end || bytes[at] !== 0x82 || bytes[at + 1] !== length) return false;
      at += 2;
      for (let i = 0; i < length; i += 1) if (bytes[at + i] !== name.charCodeAt(i)) return false;
      at += length;
    }
    return at === place.end && names.length > 0;
  }

  get keyUsage(): readonly KeyUsage[] | undefined {
    return summary(this.extensions(keyUsage)).keyUsage;
  }

  get extendedKeyUsage(): readonly string[] | undefined {
    return summary(this.extensions(extendedKeyUsage)).extendedKeyUsage;
  }

  get isCa(): boolean {
    return summary(this.extensions(basicConstraints)).isCa;
  }

  /** SHA-256 of the DER, computed each time. */
  get sha256(): string {
    return sha256(rawBytes(this.layout.root));
  }

  /**
   * Returns where the content of the sequence in the only extension 2.5.29.`arc` lies; undefined where it is not as
   * plain as that.
   */
  private placeOf(arc: number): { readonly content: number; readonly end: number } | undefined {
    const list = this.layout.extensions;
    if (!list) return undefined;
    const { bytes } = list;
    let place: { readonly content: number; readonly end: number } | undefined;
    for (let at = list.content; at < list.contentEnd; at = endOf(bytes, at)) {
      const oid = contentOf(bytes, at);
      if (bytes[oid + 1] !== 3) {
        if ((bytes[oid + 1] ?? 0) >= 0x80) return undefined;
        continue;
      }
      if (bytes[oid + 4] !== arc || bytes[oid + 2] !== 0x55) continue;
      let value = oid + 5;
      if (bytes[value] === tags.boolean) value = endOf(bytes, value);
      const sequence = contentOf(bytes, value);
      if (place || bytes[value] !== tags.octetString || bytes[sequence] !== tags.sequence) return undefined;
      const end = endOf(bytes, value);
      // What it holds has not been checked: only lengths that end where they should are believed.
      const first = bytes[sequence + 1] ?? 0;
      const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
      if (first === 0x80 || lengthBytes > 2) return undefined;
      const content = sequence + 2 + lengthBytes;
      const length = lengthBytes === 0 ? first : bytes.readUIntBE(sequence + 2, lengthBytes);
      if (content + length !== end) return undefined;
      place = { content, end };
    }
    return place;
  }

  /** Returns the extensions with the OID 2.5.29.`arc`. */
  private extensions(arc: number): readonly Extension[] {
    const list = this.layout.extensions;
    if (!list) return [];
    const { bytes } = list;
    const extensions: Extension[] = [];
    for (let at = list.content; at < list.contentEnd; at = endOf(bytes, at)) {
      const oid = contentOf(bytes, at);
      // 06 03 55 1D arc; whoever writes its length in more bytes is read the slow way.
      const isLong = bytes[oid + 1] !== 3;
      if (isLong ? (bytes[oid + 1] ?? 0) >= 0x80 : bytes[oid + 4] === arc && bytes[oid + 2] === 0x55)
        extensions.push(readExtension(bytes, at));
    }
    return extensions;
  }
}

const keyUsage = 0x0f;
const subjectAltName = 0x11;
const basicConstraints = 0x13;
const extendedKeyUsage = 0x25;

/**
 * Reads a certificate where it lies, from its DER. Never throws; fails exactly where `parseCertificate` does, and says
 * the same.
 */
export const parseSummary = (der: Uint8Array, names: NameCache = new Map()): Reading<CertificateSummary> =>
  reading(() => new CertificateSummary(toLayout(der), names));
