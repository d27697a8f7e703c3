import { contentOf, DerError, DerValue, endOf } from '../asn1/der';
import { serialText } from '../asn1/integer';
import { checkOid } from '../asn1/oid';
import type { Time } from '../asn1/time';
import { timeOf } from '../asn1/time';
import { checkBits, contextTag, tags } from '../asn1/values';
import type { CertificateLayout } from './certificateLayout';
import { checkName } from './distinguishedName';
import { checkExtensions } from './extensions';

const indefinite = 0x80;
const versionTag = contextTag(0, 'constructed');
const extensionsTag = contextTag(3, 'constructed');

/**
 * Finds the parts of a certificate that is written as nearly every one is: lengths are definite, its version is a small
 * number, nothing but extensions is behind its key. Walked by offsets, which takes half the time of looking at
 * everything that BER allows. Undefined where anything is otherwise, or wrong: who looks at any certificate says what.
 */
export function plainLayout(bytes: Buffer): CertificateLayout | undefined {
  try {
    return new PlainLayout(bytes);
  } catch (error) {
    if (error instanceof NotPlain || error instanceof DerError) return undefined;
    throw error;
  }
}

/** Thrown without a reason: `toLayout` reads the certificate again and says what is wrong. */
class NotPlain extends Error {}

/** A layout whose rarely used values are made when they are asked for. */
class PlainLayout implements CertificateLayout {
  readonly version: number;
  readonly serial: string;
  readonly issuer: DerValue;
  readonly notBefore: Time;
  readonly notAfter: Time;
  readonly subject: DerValue;
  readonly extensions: DerValue | undefined;
  private readonly algorithmAt: number;
  private readonly outerAlgorithmAt: number;
  private readonly spkiAt: number;

  /**
   * @param bytes seen by `checkCertificateDer`
   * @throws NotPlain, or DerError, where it is not as plain as that
   */
  constructor(private readonly bytes: Buffer) {
    const end = endOfPlain(bytes, { at: 0, limit: bytes.length, tag: tags.sequence });
    const tbs = contentOf(bytes, 0);
    const tbsEnd = endOfPlain(bytes, { at: tbs, limit: end, tag: tags.sequence });
    const signature = endOfAlgorithm(bytes, tbsEnd, end);
    expectAt(endOfPlain(bytes, { at: signature, limit: end, tag: tags.bitString }), end);
    checkBits(new DerValue(bytes, signature), 'The signature');
    this.outerAlgorithmAt = tbsEnd;

    let at = contentOf(bytes, tbs);
    const hasVersion = bytes[at] === versionTag;
    this.version = hasVersion ? plainVersion(bytes, at) : 1;
    if (hasVersion) at += 5;
    const within = (tag: number) => endOfPlain(bytes, { at, limit: tbsEnd, tag });
    const serialEnd = within(tags.integer);
    this.serial = serialText(new DerValue(bytes, at), 'The serial number');
    this.algorithmAt = at = serialEnd;
    at = endOfAlgorithm(bytes, at, tbsEnd);
    const issuerEnd = within(tags.sequence);
    this.issuer = checkName(new DerValue(bytes, at), 'The issuer');
    at = issuerEnd;
    const validityEnd = within(tags.sequence);
    const notBefore = contentOf(bytes, at);
    const notAfter = notBefore < validityEnd ? endOf(bytes, notBefore) : validityEnd;
    expectAt(notAfter < validityEnd ? endOf(bytes, notAfter) : 0, validityEnd);
    this.notBefore = timeOf(new DerValue(bytes, notBefore), 'notBefore');
    this.notAfter = timeOf(new DerValue(bytes, notAfter), 'notAfter');
    at = validityEnd;
    const subjectEnd = within(tags.sequence);
    this.subject = checkName(new DerValue(bytes, at), 'The subject');
    this.spkiAt = at = subjectEnd;
    const spkiEnd = within(tags.sequence);
    const key = endOfAlgorithm(bytes, contentOf(bytes, at), spkiEnd);
    expectAt(endOfPlain(bytes, { at: key, limit: spkiEnd, tag: tags.bitString }), spkiEnd);
    checkBits(new DerValue(bytes, key), 'The public key');
    at = spkiEnd;
    if (at < tbsEnd) {
      expectAt(within(extensionsTag), tbsEnd);
      at = contentOf(bytes, at);
      expectAt(within(tags.sequence), tbsEnd);
      this.extensions = checkExtensions(new DerValue(bytes, at));
    }
  }

  get root(): DerValue {
    return new DerValue(this.bytes, 0);
  }

  get algorithm(): DerValue {
    return new DerValue(this.bytes, this.algorithmAt);
  }

  get outerAlgorithm(): DerValue {
    return new DerValue(this.bytes, this.outerAlgorithmAt);
  }

  get spki(): DerValue {
    return new DerValue(this.bytes, this.spkiAt);
  }
}

/** Returns the index behind a value of this type, of definite length, that begins before `limit`. */
function endOfPlain(
  bytes: Buffer,
  { at, limit, tag }: { readonly at: number; readonly limit: number; readonly tag: number },
): number {
  if (at >= limit || bytes[at] !== tag || bytes[at + 1] === indefinite) throw new NotPlain();
  return endOf(bytes, at);
}

function endOfAlgorithm(bytes: Buffer, at: number, limit: number): number {
  const end = endOfPlain(bytes, { at, limit, tag: tags.sequence });
  const oid = contentOf(bytes, at);
  const oidEnd = endOfPlain(bytes, { at: oid, limit: end, tag: tags.oid });
  checkOid(bytes, contentOf(bytes, oid), oidEnd);
  return end;
}

/** Reads [0] with an INTEGER of one byte in it. */
function plainVersion(bytes: Buffer, at: number): number {
  const number = bytes[at + 4] ?? 0x80;
  if (bytes[at + 1] !== 3 || bytes[at + 2] !== tags.integer || bytes[at + 3] !== 1 || number >= 0x80)
    throw new NotPlain();
  return number + 1;
}

function expectAt(end: number, wanted: number): void {
  if (end !== wanted) throw new NotPlain();
}
