/** The one reader of what a file holds: uploads, pages, searches and the workspace check all go by its answer. Pure. */
import { readDerObjectSteps } from '../../core/document/derObject';
import type { PemCache, PemDocument } from '../../core/document/document';
import { readPemDocumentSteps } from '../../core/document/document';
import { decodeWholeSteps } from '../../core/document/unwrap';
import type { WorkLimits } from '../../core/limits';
import { limits } from '../../core/limits';
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import { readDecodedSteps, toBase64Holding, toPemHoldingSteps } from './decodedHolding';
import type { FileContent } from './fileContent';
import type { ForeignFormat } from './foreignFormat';
import { foreignBytes, foreignText, foreignWhole, isOfValues, savedInstead } from './foreignFormat';
import { findValuesSteps, isPatchText } from './heldValues';
import type { HeldValue, Holding } from './holding';

export interface HoldingOptions {
  /** See `readPemDocumentSteps`. */
  readonly cache?: PemCache | undefined;
  readonly most?: Pick<WorkLimits, 'blocks'> | undefined;
  /** The text as it was read already. */
  readonly document?: PemDocument | undefined;
  /**
   * The text is about something else (a manifest, a program), and certificates are values in it, wherever they stand.
   */
  readonly isForeign?: boolean | undefined;
}

/** Reads what a file holds. Never throws. */
export const readHolding = (content: FileContent): Holding => runSync(readHoldingSteps(content));

export function* readHoldingSteps(content: FileContent, options: HoldingOptions = {}): Cooperative<Holding> {
  return content.kind === 'binary' ? yield* ofBytes(content.bytes) : yield* ofText(content.text, options);
}

function* ofBytes(bytes: Uint8Array): Cooperative<Holding> {
  const format = foreignBytes(bytes);
  return format ? { kind: 'foreign', format } : { kind: 'der', der: bytes, object: yield* readDerObjectSteps(bytes) };
}

function* ofText(text: string, options: HoldingOptions): Cooperative<Holding> {
  const { cache, most, document: parsed, isForeign } = options;
  const format = foreignText(text);
  if (format) return yield* ofEncrypted(text, format, options);
  if (isForeign) return yield* ofForeign(text, most ?? limits);
  const document = parsed ?? (yield* readPemDocumentSteps(text, cache, most));
  if (document.parts.length === 0) {
    const encoded = foreignWhole(text);
    if (encoded) return { kind: 'foreign', format: encoded, isBase64: true };
    const saved = savedInstead(text);
    if (saved) return { kind: 'foreign', format: saved };
    const whole = yield* decodeWholeSteps(text);
    if (whole)
      return toBase64Holding(
        whole,
        (yield* readDecodedSteps(whole.bytes, most)) ?? (yield* toPemHoldingSteps(text, document, most)),
      );
  }
  // A block at the start of a line: a PEM text, whatever else is in it.
  const values =
    startsLine(text, text.indexOf('-----BEGIN ')) || text.length > limits.fileBytes
      ? undefined
      : yield* findValuesSteps(text, { most: most ?? limits });
  const isPatch = isPatchText(text);
  const isNamed = values?.values.some(({ name, holding }) => name !== '' || holding.kind === 'base64');
  const isManifest = values && (values.hasSecret || isNamed || values.bindings.length > 0 || isPatch);
  const isBroken = !isPatch && document.errors.length > 0 && values?.values.every(isNameless);
  return isBroken || !isManifest ? yield* toPemHoldingSteps(text, document, most) : values;
}

/** Reads what is in the clear beside values that are encrypted one by one. */
function* ofEncrypted(text: string, format: ForeignFormat, { most, isForeign }: HoldingOptions): Cooperative<Holding> {
  const foreign = { kind: 'foreign', format } as const;
  if (format === 'ansibleVault' && isForeign) {
    const [start = '', end = ''] = [/^\s*/.exec(text)?.[0], /^\s*\S*/.exec(text)?.[0]];
    const span = { start: start.length, end: end.length };
    const value = { name: '', span, holding: foreign, isOverridden: false, isStructured: false };
    return { kind: 'values', hasSecret: false, values: [value], bindings: [], sniLists: [], text };
  }
  if (!isOfValues(format) || text.length > limits.fileBytes) return foreign;
  const values = yield* findValuesSteps(text, { most: most ?? limits, isForeign, encrypted: format });
  return isForeign || values.values.some(({ holding }) => holding.kind !== 'foreign') ? values : foreign;
}

function* ofForeign(text: string, most: Pick<WorkLimits, 'blocks'>): Cooperative<Holding> {
  return text.length > limits.fileBytes
    ? { kind: 'values', hasSecret: false, values: [], bindings: [], sniLists: [], text }
    : yield* findValuesSteps(text, { most, isForeign: true });
}

/** A byte order mark may stand before it. */
const startsLine = (text: string, at: number): boolean =>
  at >= 0 && /^[\n\r\ufeff]?$/.test(text.slice(Math.max(0, at - 1), at));

const isNameless = ({ name }: HeldValue): boolean => name === '';
