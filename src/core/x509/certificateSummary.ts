import { contentOf, endOf } from '../asn1/der';
import { reading } from '../asn1/reading';
import { rawBytes } from '../asn1/values';
import { sha256 } from '../crypto';
import type { Extension, KeyInfo, Name, Reading, SanEntry, Validity } from '../model';
import type { CertificateLayout } from './certificateLayout';
import { toLayout } from './certificateLayout';
import { readName } from './distinguishedName';
import { readExtension } from './extensions';
import { summary } from './extensionSummary';
import { toKeyInfo } from './spki';

/** Names that were read, by their DER. Give the same map again, and names that many certificates share are read once. */
export type NameCache = Map<string, Name>;

/** More issuers than one gateway has; certificates that name themselves must not fill the memory. */
const maxCachedNames = 1_000;

/**
 * A certificate read as far as a row of a list needs it. Holds on to the bytes it was read from: take out what is to stay.
 * Each property is read when it is asked for, and says what `parseCertificate` says.
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

  get key(): KeyInfo {
    return toKeyInfo(this.layout.spki);
  }

  get sans(): readonly SanEntry[] | undefined {
    return summary(this.extensions(subjectAltName)).sans;
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

  /** The extensions with the OID 2.5.29.`arc`. */
  private extensions(arc: number): readonly Extension[] {
    const list = this.layout.extensions;
    if (!list) return [];
    const { bytes } = list;
    const found: Extension[] = [];
    for (let at = list.content; at < list.contentEnd; at = endOf(bytes, at)) {
      const oid = contentOf(bytes, at);
      // 06 03 55 1D arc; whoever writes its length in more bytes is read the slow way.
      const isLong = bytes[oid + 1] !== 3;
      if (isLong ? (bytes[oid + 1] ?? 0) >= 0x80 : bytes[oid + 4] === arc && bytes[oid + 2] === 0x55)
        found.push(readExtension(bytes, at));
    }
    return found;
  }
}

const subjectAltName = 0x11;
const basicConstraints = 0x13;
const extendedKeyUsage = 0x25;

/** Reads a certificate where it lies, from its DER. Never throws; fails exactly where `parseCertificate` does, and says the same. */
export const parseSummary = (der: Uint8Array, names: NameCache = new Map()): Reading<CertificateSummary> =>
  reading(() => new CertificateSummary(toLayout(der), names));
