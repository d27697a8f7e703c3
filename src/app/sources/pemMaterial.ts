/** Takes what an upload needs from a text with PEM blocks. */
import { describeContents, describePart } from '../../core/document/describeContents';
import type { PemDocument, PemPart } from '../../core/document/document';
import { decodeText } from '../../core/document/unwrap';
import { toEncryptedKey } from '../../core/encrypted/decryptResult';
import { trueLabel } from '../../core/keys/keys';
import type { Span } from '../../core/model';
import { decodeBase64 } from '../../core/pem/base64';
import type { PemBlock } from '../../core/pem/scan';
import { blockPem } from '../../core/pem/scan';
import { certificateName } from '../../core/x509/certificateName';
import type { Cooperative } from '../../shared/cooperative';
import { translateSentence } from '../../shared/translate';
import { readBesideBlocksSteps } from './decodedHolding';
import type { MaterialContext } from './derMaterial';
import { behindMaterial, keyMaterial } from './derMaterial';
import type { PemHolding } from './holding';
import type { Material } from './material';
import { joinMaterial, noMaterial } from './material';

interface PemContext extends MaterialContext {
  /** Reads a text that stands inside of a block. */
  readonly readInner: (text: string) => Cooperative<Material>;
}

export function* ofPem(holding: PemHolding, context: PemContext): Cooperative<Material> {
  const { place, translate } = context;
  const { text, document, repaired } = holding;
  if (!repaired)
    return joinMaterial([yield* ofDocument(text, document, context)], { notes: yield* besideNotes(holding, context) });
  const inPlace = { ...context, spans: { text, spans: repaired.spans } };
  // Whatever holds the value has line breaks of its own kind: nothing to say.
  if (repaired.document === document) return yield* ofDocument(text, document, inPlace);
  const note = {
    escapes: translate('Line breaks written as \\n in {place} were read as line breaks', { place }),
    lineBreaks: translate('Line breaks that are missing or wrong in {place} were restored', { place }),
    boundaries: translate('BEGIN and END lines that are missing or wrong in {place} were corrected', { place }),
  }[repaired.by];
  const lost = document.parts.filter(
    ({ block }) =>
      !block.isIntact && !repaired.spans.some(({ start, end }) => start < block.span.end && block.span.start < end),
  );
  const read = yield* ofDocument(repaired.text, repaired.document, inPlace);
  const lines = toLines(text);
  return joinMaterial([read], { notes: [note, ...lost.map((part) => leftOutNote(part, { ...context, lines }))] });
}

/** Says what stands outside of the blocks and could have been meant. */
function* besideNotes(holding: PemHolding, { place, translate }: MaterialContext): Cooperative<readonly string[]> {
  const lines = toLines(holding.text);
  const notes = (yield* readBesideBlocksSteps(holding)).map(({ start }) =>
    translate('Left out of {place}, line {line}: base64 of a certificate or key outside of any PEM block', {
      place,
      line: lines(start),
    }),
  );
  const joined = holding.text.search(otherEncoding);
  if (joined < 0 || holding.document.parts.length === 0) return notes;
  return [
    ...notes,
    translate('Left out of {place}, line {line}: bytes that are no text in the encoding of the file', {
      place,
      line: lines(joined),
    }),
  ];
}

/** Matches DER, ASCII read as UTF-16, and UTF-16 read as ASCII: what files have that were joined. */
const otherEncoding = /\ufffd{2}|[\u2d2d]{2}|-\0-\0/;

interface DocumentContext extends PemContext {
  /** The places of the blocks in another text, which the person sees. */
  readonly spans?: { readonly text: string; readonly spans: readonly Span[] };
}

interface LinesContext extends DocumentContext {
  readonly lines: (offset: number) => number;
}

function* ofDocument(text: string, document: PemDocument, context: DocumentContext): Cooperative<Material> {
  const { place, translate, spans } = context;
  const lines = toLines(text);
  const parts: Material[] = [];
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
      translate('Left out of {place}, line {line}: what ends there, because it has no BEGIN line', {
        place,
        line: lines(span.start),
      }),
    ),
  ];
  return joinMaterial(parts, { notes, contents: describeContents(document, translate) });
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

function* ofPart(text: string, part: PemPart, context: LinesContext): Cooperative<Material> {
  const { place } = context;
  const { block, certificate, key, mislabelled, member } = part;
  const der = 'der' in block ? block.der : mislabelled && bytesOf(text, block);
  if (mislabelled === 'pkcs12' && der)
    return { ...noMaterial, stores: [{ place, encrypted: { form: 'pkcs12', der } }] };
  if (mislabelled === 'privateKey' && der && key) return keyMaterial(key, der, context);
  if (mislabelled === 'pem' && der)
    return member && member.index > 0 ? noMaterial : yield* context.readInner(decodeText(der));
  if (certificate?.ok)
    return joinMaterial([
      { ...noMaterial, certificates: [{ place, certificate: certificate.value }] },
      ...(der && !member && block.label !== 'TRUSTED CERTIFICATE'
        ? [
            yield* behindMaterial(der.subarray(certificate.value.der.length), {
              ...context,
              where: () => whereOf(part, context),
            }),
          ]
        : []),
    ]);
  if (!key) return { ...noMaterial, notes: [leftOutNote(part, context)] };
  const encrypted = key.status === 'encrypted' ? toEncryptedKey(text, block) : undefined;
  const pem = () => blockPem(text, { ...block, label: trueLabel(key) ?? block.label }) ?? '';
  return { ...noMaterial, keys: [{ place, reading: key, toPem: pem, ...(encrypted && { encrypted }) }] };
}

/** Decodes a block again that was taken for a secret by its label, and is none. */
function bytesOf(text: string, { body }: PemBlock): Uint8Array | undefined {
  const decoded = decodeBase64(text, body);
  return decoded.ok ? decoded.bytes : undefined;
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
      reason: translateSentence(certificate.reason, translate),
    });
  return block.isIntact
    ? translate('Left out of {place}: {what}. Gateways take only certificates and private keys', {
        place: where,
        what,
      })
    : translate('Left out of {place}: {what}, which is broken', { place: where, what });
}

/** Names the block's line, where the text is the one that the person sees. */
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
