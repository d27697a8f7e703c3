/**
 * Picks what concerns a page, a list of certificates, or a comparison out of a file. Holds nothing of a private key but
 * what is public.
 */
import { derSentence } from '../../app/sources/derMaterial';
import type { FileContent } from '../../app/sources/fileContent';
import { foreignSentence } from '../../app/sources/foreignWords';
import type { Holding, RepairedPem, ValuesHolding } from '../../app/sources/holding';
import { readHoldingSteps } from '../../app/sources/readHolding';
import type { DerObject } from '../../core/document/derObject';
import { describeContents } from '../../core/document/describeContents';
import type { PemDocument } from '../../core/document/document';
import type { DecryptedContents, EncryptedContainer } from '../../core/encrypted/decryptResult';
import type { KeyReading } from '../../core/keys/keys';
import { readPrivateKeyDer } from '../../core/keys/keys';
import { limits } from '../../core/limits';
import type { Certificate, Reading, Span } from '../../core/model';
import type { PemBlock } from '../../core/pem/scan';
import { parseCertificate } from '../../core/x509/certificate';
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';

/** A certificate of a file: where its block is (nowhere in a binary file), and what it says. */
export interface FileCertificate {
  readonly span: Span | undefined;
  readonly certificate: Reading<Certificate>;
}

/** The contents of a file as pages, lists and comparisons need them. Holds only the public part of a private key. */
export interface FileContents {
  readonly certificates: readonly FileCertificate[];
  readonly keys: readonly KeyReading[];
  /** A sentence on what the file holds, for where that is no certificate. */
  readonly contents: string;
  /** Sentences on what was left out or could not be checked. */
  readonly notes: readonly string[];
  /** The file as a whole is behind a password (PKCS#12): nothing above is of what is inside. */
  readonly encrypted?: EncryptedContainer;
  /** Set where the file holds one private key and no certificate: its counterpart is in another file. */
  readonly isKeyAlone?: true;
}

const nothing: FileContents = { certificates: [], keys: [], contents: '', notes: [] };

/** Reads a file, or an open document, of any kind that is read anywhere here, in steps. */
export function* readContentsSteps(content: FileContent, translate: Translate): Cooperative<FileContents> {
  return toContents(yield* readHoldingSteps(content), { translate, hasPlaces: content.kind === 'text' });
}

/** Does the same as {@link readContentsSteps}, at once. */
export const readContents = (content: FileContent, translate: Translate): FileContents =>
  runSync(readContentsSteps(content, translate));

interface Context {
  readonly translate: Translate;
  /** Spans of blocks are places of the file. */
  readonly hasPlaces: boolean;
}

function toContents(holding: Holding, context: Context): FileContents {
  const { translate } = context;
  switch (holding.kind) {
    case 'pem': {
      const { repaired } = holding;
      const place = repaired && repairedPlace(repaired);
      return ofDocument(repaired?.document ?? holding.document, context, place);
    }
    case 'der':
      return ofDer(holding.der, holding.object, translate);
    case 'base64':
      return toContents(holding.inner, { translate, hasPlaces: false });
    case 'values':
      return ofValues(holding, context);
    case 'foreign':
      return { ...nothing, contents: foreignSentence(holding.format, translate, holding) };
  }
}

function ofDocument(
  document: PemDocument,
  { translate, hasPlaces }: Context,
  place = (block: PemBlock): Span | undefined => block.span,
): FileContents {
  const certificates = document.parts.flatMap(({ block, certificate }) =>
    certificate ? [{ span: hasPlaces ? place(block) : undefined, certificate }] : [],
  );
  const keys = document.parts.flatMap(({ key }) => (key ? [key] : []));
  const [only] = document.parts;
  const encrypted =
    document.parts.length === 1 && only?.mislabelled === 'pkcs12' && 'der' in only.block && only.block.der;
  if (encrypted) return encryptedContents(encrypted, translate);
  return {
    ...nothing,
    certificates,
    keys,
    contents: describeContents(document, translate),
    ...(certificates.length === 0 && keys.length === 1 ? { isKeyAlone: true } : {}),
  };
}

/** Returns where a block of the restored text stands in the text as it is. */
function repairedPlace({ document, spans }: RepairedPem): (block: PemBlock) => Span | undefined {
  const blocks = [...new Set(document.parts.map(({ block }) => block))];
  return (block) => spans[blocks.indexOf(block)];
}

function ofValues({ values, hasSecret }: ValuesHolding, { translate }: Context): FileContents {
  const parts = values
    .filter(({ isOverridden }) => !isOverridden)
    .map(({ span, name, holding }) => ({ span, name, inside: toContents(holding, { translate, hasPlaces: false }) }));
  const certificates = parts.flatMap(({ span, inside }) => inside.certificates.map((each) => ({ ...each, span })));
  const keys = parts.flatMap(({ inside }) => inside.keys);
  const encrypted = parts.find(({ inside }) => inside.encrypted);
  const notes = parts.flatMap(({ name, inside }) =>
    inside.encrypted
      ? [translate('{name} is a PKCS#12 file, of which nothing is shown here.', { name: name || '–' })]
      : [],
  );
  const contents = hasSecret
    ? translate('This file holds a Kubernetes Secret without a certificate in it.')
    : translate('This file holds no PEM block.');
  return {
    ...nothing,
    certificates,
    keys,
    notes: certificates.length > 0 ? notes : [],
    contents: parts.length === 1 ? (parts[0]?.inside.contents ?? contents) : contents,
    ...(encrypted?.inside.encrypted && certificates.length === 0 ? { encrypted: encrypted.inside.encrypted } : {}),
    ...(certificates.length === 0 && keys.length === 1 ? { isKeyAlone: true } : {}),
  };
}

const encryptedContents = (der: Uint8Array, translate: Translate): FileContents => ({
  ...nothing,
  contents: translate('It is a PKCS#12 file protected with a password.'),
  encrypted: { form: 'pkcs12', der },
});

/** Reads a file in DER form. */
function ofDer(der: Uint8Array, object: DerObject, translate: Translate): FileContents {
  const say = (contents: string, more: Partial<FileContents> = {}): FileContents => ({ ...nothing, contents, ...more });
  switch (object.kind) {
    case 'certificate':
      return say('', { certificates: [{ span: undefined, certificate: { ok: true, value: object.certificate } }] });
    case 'pkcs7':
      return say(translate('It is a PKCS#7 message without a certificate.'), {
        certificates: object.certificates.map((certificate) => ({ span: undefined, certificate })),
      });
    case 'pkcs12':
      return encryptedContents(der, translate);
    case 'privateKey':
      return say(describeKey(object.key, translate), { keys: [object.key], isKeyAlone: true });
    case 'publicKey':
    case 'request':
    case 'revocationList':
    case 'tooLarge':
    case 'unknown':
      return say(derSentence(object, translate));
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
        reason: translateSentence(key.reason, translate),
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

/**
 * Returns the index of the certificate that is asked for where it can be read, else of the first that can; of the first
 * of all where none can.
 */
export function shownIndex(certificates: readonly FileCertificate[], asked: number): number {
  const isReadable = (index: number): boolean => certificates[index]?.certificate.ok === true;
  const first = certificates.findIndex((_, index) => isReadable(index));
  return isReadable(asked) ? asked : Math.max(0, first);
}
