/** Reads PEM texts, and what is in base64. */
import { readDerObjectSteps } from '../../core/document/derObject';
import type { PemDocument } from '../../core/document/document';
import { readPemDocumentSteps } from '../../core/document/document';
import type { Unwrapped } from '../../core/document/unwrap';
import { decodeText, decodeWholeSteps, oddEncodingOf } from '../../core/document/unwrap';
import { fixBoundaries } from '../../core/fixes/armour';
import type { ReadText } from '../../core/fixes/lines';
import type { WorkLimits } from '../../core/limits';
import { limits } from '../../core/limits';
import type { Span } from '../../core/model';
import type { Base64Run } from '../../core/pem/base64Runs';
import { findBase64RunsSteps } from '../../core/pem/base64Runs';
import type { ByteList } from '../../core/pem/byteLists';
import type { LooseBlock } from '../../core/pem/looseBlocks';
import { scanLooseBlocksSteps } from '../../core/pem/looseBlocks';
import type { Cooperative } from '../../shared/cooperative';
import { foreignBase64 } from './foreignFormat';
import type { Holding, PemHolding, RepairedPem } from './holding';

export type BlockLimit = Pick<WorkLimits, 'blocks'>;

/** Returns base64 with what is inside of it; a text without blocks alone, which is no content. */
export function toBase64Holding({ bytes, layers, isHex }: Unwrapped, inner: Holding): Holding {
  if (inner.kind === 'pem' && inner.document.parts.length === 0 && !inner.repaired) return inner;
  const encoding = inner.kind === 'pem' ? oddEncodingOf(bytes) : undefined;
  return { kind: 'base64', layers, ...(isHex && { isHex }), ...(encoding && { encoding }), inner };
}

/** Undefined for bytes that are nothing known. */
export function* readDecodedSteps(bytes: Uint8Array, most?: BlockLimit): Cooperative<Holding | undefined> {
  if (bytes[0] !== 0x30) return yield* ofPem(decodeText(bytes), most);
  const object = yield* readDerObjectSteps(bytes);
  return object.kind === 'unknown' ? undefined : { kind: 'der', der: bytes, object };
}

function* ofPem(text: string, most?: BlockLimit): Cooperative<Holding> {
  return yield* toPemHoldingSteps(text, yield* readPemDocumentSteps(text, new Map(), most), most);
}

/** Returns a PEM text that was read, with its line breaks restored where that makes more of it readable. */
export function* toPemHoldingSteps(text: string, document: PemDocument, most?: BlockLimit): Cooperative<PemHolding> {
  const mayBeBroken = document.errors.length > 0 || (document.parts.length === 0 && /BEGIN/i.test(text));
  const loose = mayBeBroken ? yield* repairSteps(text, yield* scanLooseBlocksSteps(text), most) : undefined;
  const count = Math.max(readableCount(document), loose ? readableCount(loose.document) : 0);
  const corrected = document.errors.length > 0 ? yield* correctSteps({ text, document }, most) : undefined;
  const isCorrected = corrected && readableCount(corrected.document) > count;
  const repaired = isCorrected ? corrected : count > readableCount(document) ? loose : undefined;
  return { kind: 'pem', text, document, ...(repaired && { repaired }) };
}

/** Corrects BEGIN and END lines, also those that are missing, as the editor's fix does; and reads that. */
function* correctSteps(source: ReadText, most?: BlockLimit): Cooperative<RepairedPem | undefined> {
  const text = yield* fixBoundaries(source);
  if (text === source.text) return undefined;
  const document = yield* readPemDocumentSteps(text, new Map(), most);
  const spans: Span[] = [];
  let [from, isFound] = [0, true];
  for (const block of new Set(document.parts.map((part) => part.block))) {
    yield;
    // The base64 is as it was, unless its line breaks were restored, too: then no more of it is looked for.
    const body = text.slice(block.body.start, block.body.end).trim();
    const start = isFound ? source.text.indexOf(body, from) : -1;
    isFound = start >= 0;
    spans.push(isFound ? { start, end: start + body.length } : { start: from, end: from });
    from = spans.at(-1)?.end ?? from;
  }
  return { by: 'boundaries', text, document, spans };
}

/** Writes blocks again with their line breaks, and reads that. */
export function* repairSteps(text: string, blocks: readonly LooseBlock[], most?: BlockLimit): Cooperative<RepairedPem> {
  const restored = blocks.slice(0, limits.blocks).map((block) => block.pem);
  const isEscaped = blocks.some(({ span }) => /\\[nr]/.test(text.slice(span.start, span.end)));
  return {
    by: isEscaped ? 'escapes' : 'lineBreaks',
    text: restored.join(''),
    document: yield* readPemDocumentSteps(restored.join(''), new Map(), most),
    spans: blocks.map(({ span }) => span),
  };
}

export const readableCount = ({ parts }: PemDocument): number => parts.filter(({ block }) => block.isIntact).length;

/** Returns the content of a run of base64; undefined where it is nothing known. */
export function* decodeRunSteps({ base64 }: Pick<Base64Run, 'base64'>): Cooperative<Holding | undefined> {
  const format = foreignBase64(base64);
  if (format) return { kind: 'foreign', format, isBase64: true };
  const whole = yield* decodeWholeSteps(base64);
  const inner = whole && (yield* readDecodedSteps(whole.bytes));
  const holding = whole && inner && toBase64Holding(whole, inner);
  return holding?.kind === 'base64' ? holding : undefined;
}

/** Returns the content of bytes that are written down one by one; undefined where it is nothing known. */
export function* decodeListSteps({ bytes }: Pick<ByteList, 'bytes'>): Cooperative<Holding | undefined> {
  const inner = yield* readDecodedSteps(bytes);
  const holding = inner && toBase64Holding({ bytes, layers: 1, isHex: true }, inner);
  return holding?.kind === 'base64' ? holding : undefined;
}

/**
 * Finds what a PEM text holds outside of its blocks: base64 of a certificate, key or PKCS#12 file. No more than some,
 * from front to back.
 */
export function* readBesideBlocksSteps({ text, document }: PemHolding): Cooperative<readonly Span[]> {
  if (document.parts.length === 0 || text.length > limits.fileBytes) return [];
  const spans: Span[] = [];
  const isFree = freeOf(document.parts.map(({ block }) => block));
  yield* findBase64RunsSteps(text, function* (run) {
    if (!isFree(run.span) || !(yield* decodeRunSteps(run))) return 'nothing';
    spans.push(run.span);
    return spans.length < maxBeside ? 'found' : 'enough';
  });
  return spans;
}

const maxBeside = 20;

/** Returns a test for places outside of all blocks, to be called from the front to the back. */
export function freeOf(blocks: readonly Pick<LooseBlock, 'span'>[]): (span: Span) => boolean {
  let next = 0;
  return ({ start, end }) => {
    while ((blocks[next]?.span.end ?? Infinity) <= start) next++;
    return end <= (blocks[next]?.span.start ?? Infinity);
  };
}
