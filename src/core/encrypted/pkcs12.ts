/** Reads PKCS#12 (RFC 7292): certificates and keys out of .p12 and .pfx files, byte for byte as they are in there. */
import type { DerValue } from '../asn1/der';
import { DerError, parseDer, reading } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { contextTag, octets, onlyChild, rawBytes, sequenceOf, tags } from '../asn1/values';
import { toKeyForm } from '../keys/keyForms';
import type { Trigger } from '../limits';
import { limits } from '../limits';
import type { DecryptedContents, DecryptResult } from './decryptResult';
import { cannotOpenHere, DecryptError, toDecryptResult, wrongPassword } from './decryptResult';
import type { Attempt } from './derive';
import { toAttempts } from './derive';
import { parseMac } from './pkcs12Mac';
import { decryptUnder, parseScheme } from './scheme';
import { WorkBudget } from './workBudget';

/** Opens a PKCS#12 file. An empty password also stands for none. Never throws. */
export function decryptPkcs12(
  der: Uint8Array,
  password: string,
  { trigger }: { readonly trigger: Trigger },
): DecryptResult {
  return toDecryptResult(() => {
    const [, authenticatedSafe, macData] = sequenceOf(parseDer(der), 'The PKCS#12 file');
    const content = dataOf(authenticatedSafe);
    const isRight = macData && parseMac(macData, content);
    for (const form of toAttempts(password, new WorkBudget(trigger))) {
      if (isRight?.(form) === false) continue;
      const opened = readSafe(content, form, isRight !== undefined);
      if (opened) return macData && !isRight ? { ...opened, notes: [...opened.notes, uncheckedNote] } : opened;
    }
    throw wrongPassword();
  });
}

const uncheckedNote = 'The integrity of the PKCS#12 file cannot be checked on this runtime.';

/** @returns undefined where the password does not open it */
function readSafe(content: Buffer, password: Attempt, isSure: boolean): DecryptedContents | undefined {
  const contents: SafeContents = { certificates: [], keys: [], notes: new Set() };
  try {
    for (const part of sequenceOf(parseDer(content), 'The PKCS#12 content')) readContent(part, { password, contents });
    return { status: 'opened', certificates: contents.certificates, keys: contents.keys, notes: [...contents.notes] };
  } catch (error) {
    for (const key of contents.keys) key.fill(0);
    if (!(error instanceof DecryptError && error.result.status === 'wrongPassword')) throw error;
    if (isSure) throw cannotOpenHere('Its key is protected with a different password than the file itself.');
    return undefined;
  }
}

interface SafeContents {
  readonly certificates: Uint8Array[];
  readonly keys: Uint8Array[];
  readonly notes: Set<string>;
}

interface Reader {
  readonly password: Attempt;
  readonly contents: SafeContents;
}

const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  safeContentsBag: '1.2.840.113549.1.12.10.1.6',
  x509Certificate: '1.2.840.113549.1.9.22.1',
} as const;

/** Returns the content of a ContentInfo of type data (RFC 2315 §8). */
function dataOf(info: DerValue | undefined): Buffer {
  const [type, content] = contentOf(info);
  if (type === oids.signedData)
    throw cannotOpenHere('Its integrity is protected with a signature instead of a password.');
  if (type !== oids.data) throw new DerError('The PKCS#12 content is missing.', info?.start ?? 0);
  return octets(content, tags.octetString, 'The PKCS#12 content');
}

function contentOf(info: DerValue | undefined): readonly [type: string, content: DerValue | undefined] {
  const [type, wrapper] = sequenceOf(info, 'The PKCS#12 content');
  return [oidText(type, 'The PKCS#12 content'), wrapper?.children[0]];
}

function readContent(info: DerValue, reader: Reader): void {
  const [type, content] = contentOf(info);
  switch (type) {
    case oids.data:
      return readSafeContents(octets(content, tags.octetString, 'The PKCS#12 content'), reader);
    case oids.encryptedData: {
      const [, inner] = sequenceOf(content, 'The encrypted content');
      const [, algorithm, data] = sequenceOf(inner, 'The encrypted content');
      const plain = decryptUnder(
        parseScheme(algorithm),
        reader.password,
        octets(data, contextTag(0, 'primitive'), 'The encrypted content'),
      );
      // A wrong password may leave what looks like padding, once in a few hundred times.
      if (!reading(() => sequenceOf(parseDer(plain), 'The content')).ok) throw wrongPassword();
      readSafeContents(plain, reader);
      plain.fill(0);
      return;
    }
    case oids.envelopedData:
      throw cannotOpenHere('It is encrypted for the holder of another key, not with a password.');
    default:
      reader.contents.notes.add('A part of the PKCS#12 file is of a kind that is not known here, and was left out.');
  }
}

function readSafeContents(bytes: Buffer, reader: Reader): void {
  // Some writers leave a safe without anything, not even an empty list.
  if (bytes.length > 0) for (const bag of sequenceOf(parseDer(bytes), 'The PKCS#12 content')) readBag(bag, reader);
}

function readBag(bag: DerValue, reader: Reader): void {
  const { contents, password } = reader;
  const [type, wrapper] = sequenceOf(bag, 'The PKCS#12 bag');
  if (!wrapper) throw new DerError('A PKCS#12 bag is empty.', bag.start);
  const value = onlyChild(wrapper, 'The PKCS#12 bag');
  if (contents.certificates.length + contents.keys.length >= limits.blocks)
    throw cannotOpenHere('It holds too many certificates and keys.');
  switch (oidText(type, 'The PKCS#12 bag')) {
    case oids.keyBag:
      contents.keys.push(new Uint8Array(rawBytes(value)));
      return;
    case oids.shroudedKeyBag:
      contents.keys.push(decryptKey(value, password));
      return;
    case oids.certBag: {
      const [kind, content] = sequenceOf(value, 'The certificate bag');
      if (oidText(kind, 'The certificate bag') !== oids.x509Certificate || !content) {
        contents.notes.add('A certificate that is not an X.509 certificate was left out.');
        return;
      }
      contents.certificates.push(
        new Uint8Array(octets(onlyChild(content, 'The certificate bag'), tags.octetString, 'The certificate')),
      );
      return;
    }
    case oids.safeContentsBag:
      for (const each of sequenceOf(value, 'The PKCS#12 bag')) readBag(each, reader);
      return;
    default:
      contents.notes.add('Revocation lists and other secrets in the PKCS#12 file were left out.');
  }
}

/**
 * Decrypts an EncryptedPrivateKeyInfo (RFC 5958 §3) to PKCS#8, in memory of its own. @throws DecryptError @throws
 * DerError
 */
export function decryptKey(value: DerValue, password: Attempt): Uint8Array {
  const [algorithm, data] = sequenceOf(value, 'The key');
  const plain = decryptUnder(parseScheme(algorithm), password, octets(data, tags.octetString, 'The key'));
  try {
    const form = reading(() => toKeyForm(plain));
    if (!form.ok || form.value.form !== 'plain') throw wrongPassword();
    return new Uint8Array(plain);
  } finally {
    plain.fill(0);
  }
}
