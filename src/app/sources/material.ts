/**
 * Reads certificates and keys for an upload from a file of any format. Pure; protected parts come out sealed, for
 * `unlock`.
 */
import { isSelfIssued } from '../../core/x509/certificateName';
import { describeContents, readPemDocument } from '../../core/document/document';
import type { PemDocument, PemPart } from '../../core/document/document';
import { toKeyForm } from '../../core/keys/keyForms';
import { readPrivateKeyDer } from '../../core/keys/keys';
import { limits } from '../../core/limits';
import type { DecryptedContents } from '../../core/encrypted/decryptResult';
import { toEncryptedKey } from '../../core/encrypted/encryptedContainer';
import type { EncryptedContainer } from '../../core/encrypted/encryptedContainer';
import { blockPem, toPem } from '../../core/pem/scan';
import { parsePkcs7 } from '../../core/x509/pkcs7';
import { reading } from '../../core/asn1/reading';
import { parseCertificate } from '../../core/x509/certificate';
import type { Translate } from '../../shared/translate';
import { readSecrets } from './kubernetesSecret';
import type { OpenedKeys } from './openedKeys';
import { decodeWhole, unescapeLineBreaks } from './unwrap';
import type { UploadKey, UploadMaterial } from './uploadMaterial';
import { trueLabel } from '../../core/keys/trueLabel';

export interface MaterialFile {
  /** The file's name, as shown to the person. */
  readonly place: string;
  readonly content: string | Uint8Array;
}

/** A file that is sealed as a whole: nothing of it is known before its password is. */
export interface EncryptedStore {
  readonly place: string;
  readonly encrypted: EncryptedContainer;
}

export interface FileMaterial extends UploadMaterial {
  readonly stores: readonly EncryptedStore[];
  readonly notes: readonly string[];
  /** Describes in a sentence a file that holds nothing of use. */
  readonly contents: string;
}

/** Reads PEM, DER, PKCS#12, PKCS#7 and Kubernetes Secrets, as files and pipelines carry them. Never throws. */
export function toMaterial(file: MaterialFile, translate: Translate): FileMaterial {
  return typeof file.content === 'string'
    ? textMaterial(file.place, file.content, translate)
    : derMaterial(file.place, file.content, translate);
}

const nothing: FileMaterial = { certificates: [], keys: [], stores: [], notes: [], contents: '' };

const isEmpty = ({ certificates, keys, stores }: FileMaterial): boolean =>
  certificates.length + keys.length + stores.length === 0;

function joined(parts: readonly FileMaterial[], more: Partial<FileMaterial> = {}): FileMaterial {
  return {
    certificates: parts.flatMap((each) => each.certificates),
    keys: parts.flatMap((each) => each.keys),
    stores: parts.flatMap((each) => each.stores),
    notes: [...new Set([...parts.flatMap((each) => each.notes), ...(more.notes ?? [])])],
    contents: more.contents ?? parts[0]?.contents ?? '',
  };
}

function textMaterial(place: string, text: string, translate: Translate): FileMaterial {
  const fromSecret = secretMaterial(place, text, translate);
  if (fromSecret) return fromSecret;
  const document = readPemDocument(text);
  if (document.errors.some(({ code }) => code === 'escapedLineBreaks')) {
    const plain = unescapeLineBreaks(text);
    const note = translate('Line breaks written as \\n in {place} were read as line breaks', { place });
    return joined([pemMaterial(place, plain, readPemDocument(plain), translate)], { notes: [note] });
  }
  const bytes = document.parts.length === 0 ? decodeWhole(text) : undefined;
  const inner = bytes && insideBase64(place, bytes, translate);
  return inner && !isEmpty(inner)
    ? joined([inner], { notes: [translate('{place} is base64 as a whole and was read decoded', { place })] })
    : pemMaterial(place, text, document, translate);
}

function insideBase64(place: string, bytes: Uint8Array, translate: Translate): FileMaterial {
  if (bytes[0] === 0x30) return derMaterial(place, bytes, translate);
  const text = new TextDecoder().decode(bytes);
  return pemMaterial(place, text, readPemDocument(text), translate);
}

/** A CA that is a root stays out: gateways present chains without it. */
function secretMaterial(place: string, text: string, translate: Translate): FileMaterial | undefined {
  const entries = readSecrets(text);
  if (!entries) return undefined;
  const parts = entries.map(({ name, text: value }) => {
    const part = pemMaterial(translate('{place} ({name})', { place, name }), value, readPemDocument(value), translate);
    return name.endsWith('ca.crt')
      ? { ...part, certificates: part.certificates.filter(({ certificate }) => !isSelfIssued(certificate)) }
      : part;
  });
  const contents = translate('This file holds a Kubernetes Secret without a certificate in it.');
  return joined(parts, { notes: [translate('Read from the Kubernetes Secret in {place}', { place })], contents });
}

function pemMaterial(place: string, text: string, document: PemDocument, translate: Translate): FileMaterial {
  const parts = document.parts.map((part) => partMaterial(place, text, part, translate));
  return joined(parts, { contents: describeContents(document, translate) });
}

function partMaterial(
  place: string,
  text: string,
  { block, certificate, key }: PemPart,
  translate: Translate,
): FileMaterial {
  if (certificate)
    return certificate.ok ? { ...nothing, certificates: [{ place, certificate: certificate.value }] } : nothing;
  if (block.kind === 'pkcs7' && block.der) return derMaterial(place, block.der, translate);
  if (!key) return nothing;
  const encrypted = key.status === 'encrypted' ? toEncryptedKey(text, block) : undefined;
  const pem = () => blockPem(text, { ...block, label: trueLabel(key) ?? block.label }) ?? '';
  return { ...nothing, keys: [{ place, reading: key, toPem: pem, ...(encrypted && { encrypted }) }] };
}

function derMaterial(place: string, bytes: Uint8Array, translate: Translate): FileMaterial {
  const contents = translate('It is a binary file, but no certificate, private key or PKCS#12 file.');
  if (bytes.length > limits.objectBytes) return { ...nothing, contents };
  const certificate = parseCertificate(bytes);
  if (certificate.ok) return { ...nothing, certificates: [{ place, certificate: certificate.value }] };
  const bundle = parsePkcs7(bytes);
  if (bundle.ok) return certificatesMaterial(place, bundle.value, translate);
  const form = reading(() => toKeyForm(bytes));
  if (!form.ok) return { ...nothing, contents };
  switch (form.value.form) {
    case 'pkcs12':
      return { ...nothing, stores: [{ place, encrypted: { form: 'pkcs12', der: bytes } }] };
    case 'encrypted':
    case 'plain': {
      const key = readPrivateKeyDer(bytes);
      const label = trueLabel(key) ?? 'PRIVATE KEY';
      const encrypted = key.status === 'encrypted' ? ({ form: 'pkcs8', der: bytes } as const) : undefined;
      return {
        ...nothing,
        keys: [{ place, reading: key, toPem: () => toPem(label, bytes), ...(encrypted && { encrypted }) }],
        contents: translate('It is a private key without a certificate.'),
      };
    }
  }
}

function certificatesMaterial(place: string, ders: readonly Uint8Array[], translate: Translate): FileMaterial {
  const readings = ders.slice(0, limits.blocks).map(parseCertificate);
  return {
    ...nothing,
    certificates: readings.flatMap((each) => (each.ok ? [{ place, certificate: each.value }] : [])),
    notes: readings.some((each) => !each.ok)
      ? [translate('A certificate in {place} cannot be read and was left out', { place })]
      : [],
    contents: translate('There is no certificate in it.'),
  };
}

/** What a password opened. Its keys go to `keys`, which overwrites them when the upload is over. */
export function openedMaterial(
  opened: DecryptedContents,
  { place, keys, translate }: { readonly place: string; readonly keys: OpenedKeys; readonly translate: Translate },
): FileMaterial {
  const found = certificatesMaterial(place, opened.certificates, translate);
  return {
    ...found,
    keys: opened.keys.map((der): UploadKey => {
      const key = readPrivateKeyDer(der);
      return { place, reading: key, toPem: keys.hold(trueLabel(key) ?? 'PRIVATE KEY', der), wasEncrypted: true };
    }),
    notes: [...found.notes, ...opened.notes.map((note) => translate(note))],
  };
}
