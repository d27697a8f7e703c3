import { decodeWhole } from '../../app/sources/unwrap';
import { toUtc } from '../../core/details/dates';
import { readDerObject } from '../../core/document/derObject';
import { describeContents, readPemDocumentSteps } from '../../core/document/document';
import type { PemPart } from '../../core/document/document';
import type { DecryptedContents } from '../../core/encrypted/decryptResult';
import type { EncryptedContainer } from '../../core/encrypted/encryptedContainer';
import { readPrivateKeyDer } from '../../core/keys/keys';
import type { KeyReading } from '../../core/keys/keys';
import { limits } from '../../core/limits';
import type { Certificate, Reading, Span } from '../../core/model';
import { certificateName, shortName } from '../../core/x509/certificateName';
import { parseCertificate } from '../../core/x509/certificate';
import { parsePkcs7 } from '../../core/x509/pkcs7';
import { runSync } from '../../shared/cooperative';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';

/** The contents of a file as pages, lists and comparisons need them. Holds only the public part of a private key. */

/** A certificate of a file: where its block is (nowhere in a binary file), and what it says. */
export interface FileCertificate {
  readonly span: Span | undefined;
  readonly certificate: Reading<Certificate>;
}

export interface FileContents {
  readonly certificates: readonly FileCertificate[];
  readonly keys: readonly KeyReading[];
  /** A sentence on what the file holds, for where that is no certificate. */
  readonly contents: string;
  /** Sentences on what was left out or could not be checked. */
  readonly notes: readonly string[];
  /** The file as a whole is behind a password (PKCS#12): nothing above is of what is inside. */
  readonly encrypted?: EncryptedContainer;
  /** It holds one private key and no certificate, so that what fits it is somewhere else. */
  readonly isKeyAlone?: true;
}

const nothing: FileContents = { certificates: [], keys: [], contents: '', notes: [] };

/** A text file or an open document: PEM, or base64 of the whole file, as pipelines carry it. */
export const readTextContents = (text: string, translate: Translate): FileContents =>
  runSync(readTextContentsSteps(text, translate));

/** The same, with a rest after each block. */
export function* readTextContentsSteps(text: string, translate: Translate): Cooperative<FileContents> {
  const document = yield* readPemDocumentSteps(text);
  const bytes = document.parts.length === 0 ? decodeWhole(text) : undefined;
  if (bytes)
    return bytes[0] === 0x30
      ? readBinaryContents(bytes, translate)
      : yield* readTextContentsSteps(new TextDecoder().decode(bytes), translate);
  const certificates = document.parts.flatMap(certificatesOf);
  const keys = document.parts.flatMap(({ key }) => (key ? [key] : []));
  return {
    ...nothing,
    certificates,
    keys,
    contents: describeContents(document, translate),
    ...(certificates.length === 0 && keys.length === 1 ? { isKeyAlone: true } : {}),
  };
}

function certificatesOf({ block, certificate }: PemPart): readonly FileCertificate[] {
  if (certificate) return [{ span: block.span, certificate }];
  const message = block.kind === 'pkcs7' && block.der ? parsePkcs7(block.der) : undefined;
  return message?.ok
    ? message.value.slice(0, limits.blocks).map((der) => ({ span: block.span, certificate: parseCertificate(der) }))
    : [];
}

/** A file in DER form. */
export function readBinaryContents(bytes: Uint8Array, translate: Translate): FileContents {
  const object = readDerObject(bytes);
  const say = (contents: string, more: Partial<FileContents> = {}): FileContents => ({ ...nothing, contents, ...more });
  switch (object.kind) {
    case 'certificate':
      return say('', { certificates: [{ span: undefined, certificate: { ok: true, value: object.certificate } }] });
    case 'pkcs7':
      return say(translate('It is a PKCS#7 message without a certificate.'), {
        certificates: object.certificates.map((certificate) => ({ span: undefined, certificate })),
      });
    case 'pkcs12':
      return say(translate('It is a PKCS#12 file protected with a password.'), {
        encrypted: { form: 'pkcs12', der: bytes },
      });
    case 'privateKey':
      return say(describeKey(object.key, translate), { keys: [object.key], isKeyAlone: true });
    case 'publicKey':
      return say(translate('It is a public key in DER form ({key}), and no certificate.', { key: object.key.name }));
    case 'request': {
      const { key } = object.request;
      return say(
        translate('It is a certificate request in DER form, for {name} ({key}), and no certificate.', {
          name: certificateName(object.request),
          key: key.name,
        }),
      );
    }
    case 'revocationList': {
      const { issuer, thisUpdate, count, signatureAlgorithm } = object.list;
      const facts = { issuer: shortName(issuer), time: toUtc(thisUpdate), count, algorithm: signatureAlgorithm.name };
      return say(
        translate(
          'It is a certificate revocation list of {issuer}, of {time}: it revokes {count} and is signed with {algorithm}.',
          facts,
        ),
      );
    }
    case 'tooLarge':
      return say(
        translate('It is a binary file of more than {size} kB: no certificate is that large.', {
          size: limits.objectBytes / 1024,
        }),
      );
    case 'unknown':
      return say(
        translate(
          'It is a binary file, but no certificate, key, certificate request, revocation list, PKCS#7 or PKCS#12 file. Read as a certificate: {reason}',
          { reason: translate(object.reason) },
        ),
      );
  }
}

function describeKey(key: KeyReading, translate: Translate): string {
  switch (key.status) {
    case 'plain':
      return translate('It is a private key in DER form ({key}), and no certificate.', { key: key.key.name });
    case 'encrypted':
      return translate('It is a private key in DER form protected with a password, and no certificate.');
    case 'unsupported':
    case 'broken':
      return translate('It is a private key in DER form that cannot be read here. {reason}', {
        reason: translate(key.reason),
      });
  }
}

/** Reads what a password opened. The keys of `opened` can be overwritten then: nothing of them is kept. */
export function openedContents(opened: DecryptedContents, translate: Translate): FileContents {
  const keys = opened.keys.map(readPrivateKeyDer);
  return {
    certificates: opened.certificates
      .slice(0, limits.blocks)
      .map((der) => ({ span: undefined, certificate: parseCertificate(der) })),
    keys,
    contents:
      keys.length > 0
        ? translate('It is a PKCS#12 file with a private key and without a certificate.')
        : translate('It is a PKCS#12 file without a certificate.'),
    notes: opened.notes.map((note) => translate(note)),
    ...(opened.certificates.length === 0 && keys.length === 1 ? { isKeyAlone: true } : {}),
  };
}

/** The certificate that is asked for where it can be read, else the first that can; the first of all where none can. */
export function shownIndex(certificates: readonly FileCertificate[], asked: number): number {
  const isReadable = (index: number): boolean => certificates[index]?.certificate.ok === true;
  const first = certificates.findIndex((_, index) => isReadable(index));
  return isReadable(asked) ? asked : Math.max(0, first);
}
