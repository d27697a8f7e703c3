/**
 * Decides what an upload takes of a file, and what it leaves out and why. Pure; protected parts come out encrypted, for
 * `unlock`.
 */
import type { DerObject } from '../../core/document/derObject';
import { describeContents, describePart } from '../../core/document/describeContents';
import type { PemDocument, PemPart } from '../../core/document/document';
import { decodeText } from '../../core/document/unwrap';
import type { DecryptedContents } from '../../core/encrypted/decryptResult';
import type { EncryptedContainer } from '../../core/encrypted/encryptedContainer';
import { toEncryptedKey } from '../../core/encrypted/encryptedContainer';
import type { KeyReading } from '../../core/keys/keys';
import { readPrivateKeyDer } from '../../core/keys/keys';
import { trueLabel } from '../../core/keys/trueLabel';
import { limits } from '../../core/limits';
import type { Certificate, Reading, Span } from '../../core/model';
import { decodeBase64 } from '../../core/pem/base64';
import type { PemBlock } from '../../core/pem/scan';
import { blockPem, toPem } from '../../core/pem/scan';
import { parseCertificate } from '../../core/x509/certificate';
import { isSelfIssued } from '../../core/x509/certificateName';
import { certificateName } from '../../core/x509/certificateName';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import type { FileContent } from './fileContent';
import { foreignSentence } from './foreignFormat';
import type { HeldValue, Holding, PemHolding, ValuesHolding } from './holding';
import { readBesideBlocksSteps, readHoldingSteps } from './holding';
import type { OpenedKeys } from './openedKeys';
import type { UploadKey, UploadMaterial } from './uploadMaterial';

export interface MaterialFile {
  /** The file's name, as shown to the person. */
  readonly place: string;
  readonly content: FileContent;
}

/** A file that is encrypted as a whole: nothing of it is known before its password is. */
interface EncryptedStore {
  readonly place: string;
  readonly encrypted: EncryptedContainer;
}

export interface FileMaterial extends UploadMaterial {
  readonly stores: readonly EncryptedStore[];
  readonly notes: readonly string[];
  /** Describes in a sentence a file that holds nothing of use. */
  readonly contents: string;
}

/** Reads PEM, DER, PKCS#12 and PKCS#7, also as values of other files and as pipelines carry them. Never throws. */
export function* toMaterialSteps({ place, content }: MaterialFile, translate: Translate): Cooperative<FileMaterial> {
  const material = yield* ofHolding(yield* readHoldingSteps(content), { place, translate });
  if (content.kind !== 'text' || content.encoding === undefined || isEmpty(material)) return material;
  const note = translate(
    '{place} is written in {encoding}, which OpenSSL and gateways do not read; it is sent as ASCII',
    {
      place,
      encoding: content.encoding.replace(/^utf-(..).*/, 'UTF-$1'),
    },
  );
  return joined([material], { notes: [note] });
}

interface Context {
  readonly place: string;
  readonly translate: Translate;
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

function* ofHolding(holding: Holding, context: Context): Cooperative<FileMaterial> {
  const { place, translate } = context;
  switch (holding.kind) {
    case 'pem':
      return yield* ofPem(holding, context);
    case 'der':
      return yield* ofDer(holding.der, holding.object, context);
    case 'base64': {
      const note =
        holding.layers > 1
          ? translate('{place} is base64 {count} times over and was read decoded', { place, count: holding.layers })
          : translate('{place} is base64 as a whole and was read decoded', { place });
      return joined([yield* ofHolding(holding.inner, context)], { notes: [note] });
    }
    case 'values':
      return yield* ofValues(holding, context);
    case 'foreign':
      return { ...nothing, contents: foreignSentence(holding.format, translate) };
  }
}

function* ofValues({ values, hasSecret }: ValuesHolding, context: Context): Cooperative<FileMaterial> {
  const { place, translate } = context;
  const contents = hasSecret
    ? translate('This file holds a Kubernetes Secret without a certificate in it.')
    : translate('This file holds no PEM block.');
  const note = hasSecret
    ? translate('Read from the Kubernetes Secret in {place}', { place })
    : translate('Read from values inside {place}', { place });
  const parts: FileMaterial[] = [];
  for (const value of values) {
    yield;
    parts.push(yield* ofValue(value, context));
  }
  const [only] = values.length === 1 ? parts : [];
  return joined(parts, {
    notes: [note],
    contents: parts.some((part) => part.certificates.length + part.stores.length > 0)
      ? ''
      : (only?.contents ?? contents),
  });
}

function* ofValue(
  { name, holds, isOverridden }: HeldValue,
  { place: file, translate }: Context,
): Cooperative<FileMaterial> {
  const place = name === '' ? file : translate('{place} ({name})', { place: file, name });
  if (isOverridden)
    return { ...nothing, notes: [translate('{place} was left out: stringData has the same key and wins', { place })] };
  // That a value is base64 goes without saying: only more of it is told.
  const inner = holds.kind === 'base64' && holds.layers === 1 ? holds.inner : holds;
  const part = yield* ofHolding(inner, { place, translate });
  if (inner.kind === 'foreign')
    return { ...part, notes: [translate('{place}: {sentence}', { place, sentence: part.contents })] };
  return /(^|[/.])ca\.crt$/.test(name) ? withoutRoots(part, { place, translate }) : part;
}

/** A CA that is a root stays out: gateways present chains without it. */
function withoutRoots(part: FileMaterial, { place, translate }: Context): FileMaterial {
  const isRoot = ({ certificate }: { readonly certificate: Certificate }): boolean => isSelfIssued(certificate);
  const notes = part.certificates.filter(isRoot).map(({ certificate }) =>
    translate('The root {name} in {place} was left out: gateways present chains without it', {
      name: certificateName(certificate),
      place,
    }),
  );
  return joined([{ ...part, certificates: part.certificates.filter((each) => !isRoot(each)) }], { notes });
}

function* ofPem(holding: PemHolding, context: Context): Cooperative<FileMaterial> {
  const { place, translate } = context;
  const { text, document, repaired } = holding;
  if (!repaired)
    return joined([yield* ofDocument(text, document, context)], { notes: yield* besideNotes(holding, context) });
  // Whatever holds the value has line breaks of its own kind: nothing to tell.
  if (repaired.document === document)
    return yield* ofDocument(text, document, { ...context, spans: { text, spans: repaired.spans } });
  const note =
    repaired.by === 'escapes'
      ? translate('Line breaks written as \\n in {place} were read as line breaks', { place })
      : translate('Line breaks that are missing or wrong in {place} were restored', { place });
  const lost = document.parts.filter(
    ({ block }) => !block.isIntact && !repaired.spans.some((span) => span.start === block.span.start),
  );
  const read = yield* ofDocument(repaired.text, repaired.document, {
    ...context,
    spans: { text, spans: repaired.spans },
  });
  const lines = toLines(text);
  return joined([read], { notes: [note, ...lost.map((part) => leftOutNote(part, { ...context, lines }))] });
}

/** Says what stands outside of the blocks and could have been meant. */
function* besideNotes(holding: PemHolding, { place, translate }: Context): Cooperative<readonly string[]> {
  const lines = toLines(holding.text);
  return (yield* readBesideBlocksSteps(holding)).map(({ start }) =>
    translate('Left out of {place}, line {line}: base64 of a certificate or key outside of any PEM block', {
      place,
      line: lines(start),
    }),
  );
}

interface DocumentContext extends Context {
  /** Where the blocks stand in another text, which the person sees. */
  readonly spans?: { readonly text: string; readonly spans: readonly Span[] };
}

interface LinesContext extends DocumentContext {
  /** The line of an offset in the text. */
  readonly lines: (offset: number) => number;
}

function* ofDocument(text: string, document: PemDocument, context: DocumentContext): Cooperative<FileMaterial> {
  const { place, translate, spans } = context;
  const lines = toLines(text);
  const parts: FileMaterial[] = [];
  for (const part of document.parts) {
    yield;
    parts.push(yield* ofPart(text, part, { ...context, lines }));
  }
  const strays = spans ? [] : document.errors.filter(({ code }) => code === 'strayEnd');
  const notes = [
    ...(document.isTruncated
      ? [translate('{place} was not read to its end: it is too large or has too many blocks', { place })]
      : []),
    ...repeatedParts(document).map((part) =>
      translate('Left out of {place}: {name} again, which is sent once', {
        place: whereOf(part, { ...context, lines }),
        name: part.certificate?.ok ? certificateName(part.certificate.value) : '',
      }),
    ),
    ...strays.map(({ span }) =>
      translate('Left out of {place}, line {line}: what ends there, for it has no BEGIN line', {
        place,
        line: lines(span.start),
      }),
    ),
  ];
  return joined(parts, { notes, contents: describeContents(document, translate) });
}

/** Returns the blocks whose certificate an earlier block of the document holds. */
function repeatedParts({ parts }: PemDocument): readonly PemPart[] {
  const seen = new Set<string>();
  return parts.filter(({ certificate }) => {
    if (!certificate?.ok) return false;
    const { sha256 } = certificate.value.fingerprints;
    return seen.size === seen.add(sha256).size;
  });
}

function* ofPart(text: string, part: PemPart, context: LinesContext): Cooperative<FileMaterial> {
  const { place } = context;
  const { block, certificate, key, mislabelled, member } = part;
  const der = 'der' in block ? block.der : mislabelled && bytesOf(text, block);
  if (mislabelled === 'pkcs12' && der) return { ...nothing, stores: [{ place, encrypted: { form: 'pkcs12', der } }] };
  if (mislabelled === 'privateKey' && der && key) return keyMaterial(key, der, context);
  if (mislabelled === 'pem' && der)
    return member && member.index > 0
      ? nothing
      : yield* ofHolding(yield* readHoldingSteps({ kind: 'text', text: decodeText(der) }), {
          place,
          translate: context.translate,
        });
  if (certificate?.ok)
    return joined([
      { ...nothing, certificates: [{ place, certificate: certificate.value }] },
      ...(der && !member && block.label !== 'TRUSTED CERTIFICATE'
        ? [
            yield* behindMaterial(der.subarray(certificate.value.der.length), {
              ...context,
              where: () => whereOf(part, context),
            }),
          ]
        : []),
    ]);
  if (!key) return { ...nothing, notes: [leftOutNote(part, context)] };
  const encrypted = key.status === 'encrypted' ? toEncryptedKey(text, block) : undefined;
  const pem = () => blockPem(text, { ...block, label: trueLabel(key) ?? block.label }) ?? '';
  return { ...nothing, keys: [{ place, reading: key, toPem: pem, ...(encrypted && { encrypted }) }] };
}

/** Decodes a block again that was taken for a secret by its label, and is none. */
function bytesOf(text: string, { body }: PemBlock): Uint8Array | undefined {
  const decoded = decodeBase64(text, body);
  return decoded.ok ? decoded.bytes : undefined;
}

/** Reads the bytes behind a certificate: further certificates are used, and the rest is left out. */
function* behindMaterial(
  bytes: Uint8Array,
  { place, where, translate }: Context & { readonly where: () => string },
): Cooperative<FileMaterial> {
  const found: FileMaterial['certificates'][number][] = [];
  let rest = bytes;
  for (let next = parseCertificate(rest); next.ok && rest.length > 0; next = parseCertificate(rest)) {
    yield;
    found.push({ place, certificate: next.value });
    rest = rest.subarray(next.value.der.length);
  }
  if (found.length === 0 && rest.length === 0) return nothing;
  return {
    ...nothing,
    certificates: found,
    notes: [
      ...(found.length > 0
        ? [
            translate('{place} holds {count} certificates one after another; each of them was read', {
              place: where(),
              count: found.length + 1,
            }),
          ]
        : []),
      ...(rest.length > 0
        ? [
            translate('{count} bytes after the certificate in {place} were left out', {
              place: where(),
              count: rest.length,
            }),
          ]
        : []),
    ],
  };
}

/** Says which block was left out, and why. */
function leftOutNote(part: PemPart, context: LinesContext): string {
  const { translate } = context;
  const { block, certificate, mislabelled } = part;
  const where = whereOf(part, context);
  const what = describePart(part, translate);
  if (certificate && !certificate.ok && !mislabelled)
    return translate('A certificate in {place} cannot be read and was left out: {reason}', {
      place: where,
      reason: translate(certificate.reason),
    });
  return block.isIntact
    ? translate('Left out of {place}: {what}. Gateways take certificates and private keys alone', {
        place: where,
        what,
      })
    : translate('Left out of {place}: {what}, which is broken', { place: where, what });
}

/** The block's line, where the text is the one that the person sees. */
const whereOf = ({ block }: PemPart, { place, translate, lines, spans }: LinesContext): string =>
  spans ? place : translate('{place}, line {line}', { place, line: lines(block.span.start) });

/** Returns the line of an offset, from 1. Cheap where offsets are asked for from front to back. */
function toLines(text: string): (offset: number) => number {
  let [line, from] = [1, 0];
  return (offset) => {
    if (offset < from) [line, from] = [1, 0];
    for (let at = text.indexOf('\n', from); at >= 0 && at < offset; at = text.indexOf('\n', from)) {
      line++;
      from = at + 1;
    }
    return line;
  };
}

function keyMaterial(key: KeyReading, der: Uint8Array, { place, translate }: Context): FileMaterial {
  const label = trueLabel(key) ?? 'PRIVATE KEY';
  const encrypted = key.status === 'encrypted' ? ({ form: 'pkcs8', der } as const) : undefined;
  return {
    ...nothing,
    keys: [{ place, reading: key, toPem: () => toPem(label, der), ...(encrypted && { encrypted }) }],
    contents: translate('It is a private key without a certificate.'),
  };
}

function* ofDer(der: Uint8Array, object: DerObject, context: Context): Cooperative<FileMaterial> {
  const { place, translate } = context;
  switch (object.kind) {
    case 'certificate':
      return joined([
        { ...nothing, certificates: [{ place, certificate: object.certificate }] },
        yield* behindMaterial(der.subarray(object.certificate.der.length), { ...context, where: () => place }),
      ]);
    case 'pkcs7':
      return certificatesMaterial(object.certificates, context);
    case 'pkcs12':
      return { ...nothing, stores: [{ place, encrypted: { form: 'pkcs12', der } }] };
    case 'privateKey':
      return keyMaterial(object.key, der, context);
    case 'request':
    case 'publicKey':
    case 'revocationList':
    case 'tooLarge':
    case 'unknown':
      return {
        ...nothing,
        contents: translate('It is a binary file, but no certificate, private key or PKCS#12 file.'),
      };
  }
}

function certificatesMaterial(readings: readonly Reading<Certificate>[], { place, translate }: Context): FileMaterial {
  return {
    ...nothing,
    certificates: readings.flatMap((each) => (each.ok ? [{ place, certificate: each.value }] : [])),
    notes: readings.some((each) => !each.ok)
      ? [translate('A certificate in {place} cannot be read and was left out', { place })]
      : [],
    contents: readings.some((each) => each.ok) ? '' : translate('There is no certificate in it.'),
  };
}

/** Collects what a password opened. Its keys go to `keys`, which overwrites them when the upload is over. */
export function openedMaterial(
  opened: DecryptedContents,
  { place, keys, translate }: { readonly place: string; readonly keys: OpenedKeys; readonly translate: Translate },
): FileMaterial {
  const certificates = opened.certificates.slice(0, limits.blocks).map(parseCertificate);
  const found = certificatesMaterial(certificates, { place, translate });
  return {
    ...found,
    keys: opened.keys.map((der): UploadKey => {
      const key = readPrivateKeyDer(der);
      return { place, reading: key, toPem: keys.hold(trueLabel(key) ?? 'PRIVATE KEY', der), wasEncrypted: true };
    }),
    notes: [...found.notes, ...opened.notes.map((note) => translate(note))],
  };
}
