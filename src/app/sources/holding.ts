/**
 * The one reader of what a file holds: uploads, pages, searches and the workspace check all go by its answer. Pure;
 * what a password protects comes out encrypted.
 */
import type { DerObject } from '../../core/document/derObject';
import { readDerObjectSteps } from '../../core/document/derObject';
import type { PemCache, PemDocument } from '../../core/document/document';
import { readPemDocumentSteps } from '../../core/document/document';
import type { Unwrapped } from '../../core/document/unwrap';
import { decodeText, decodeWholeSteps, isHexDump } from '../../core/document/unwrap';
import { lineStart } from '../../core/fixes/lines';
import type { WorkLimits } from '../../core/limits';
import { limits } from '../../core/limits';
import type { Span } from '../../core/model';
import type { Base64Run } from '../../core/pem/base64Runs';
import { findBase64RunsSteps, findByteLists, mayListBytes } from '../../core/pem/base64Runs';
import type { LooseBlock } from '../../core/pem/looseBlocks';
import { scanLooseBlocksSteps } from '../../core/pem/looseBlocks';
import type { PemError } from '../../core/pem/scan';
import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { FileContent } from './fileContent';
import type { EncryptedForm, ForeignFormat } from './foreignFormat';
import {
  findEncryptedValues,
  foreignBase64,
  foreignBytes,
  foreignText,
  foreignWhole,
  isOfValues,
} from './foreignFormat';
import type { HostBinding } from './hostBindings';
import { lineSeparatorOf } from './lineSeparator';
import type { ManifestObject, NamedValue, ValueNames } from './valueNames';
import { keyBefore, readValueNamesSteps } from './valueNames';

export type Holding =
  | PemHolding
  /** One DER object: a certificate, a key, a PKCS#12 file, or nothing known. */
  | { readonly kind: 'der'; readonly der: Uint8Array; readonly object: DerObject }
  /** Base64 as a whole, once or more often; `isHex`: the outermost layer is hexadecimal. */
  | { readonly kind: 'base64'; readonly layers: number; readonly isHex?: boolean; readonly inner: Holding }
  | ValuesHolding
  /** A format that only another tool reads; `isBase64`: once it is decoded. */
  | { readonly kind: 'foreign'; readonly format: ForeignFormat; readonly isBase64?: boolean };

/** A PEM text; one without any block is a text that holds nothing. Secret: it may hold private keys. */
export interface PemHolding {
  readonly kind: 'pem';
  readonly text: string;
  readonly document: PemDocument;
  /** The text with its line breaks restored, where more of it can be read then. In a value, the text itself. */
  readonly repaired?: RepairedPem;
}

export interface RepairedPem {
  readonly by: 'escapes' | 'lineBreaks';
  readonly text: string;
  readonly document: PemDocument;
  /** The place of each block of `document` in the text as it is. */
  readonly spans: readonly Span[];
}

/** Certificates and keys as values of a manifest, a configuration, or source code. */
export interface ValuesHolding {
  readonly kind: 'values';
  /** A Kubernetes Secret is among what holds them. */
  readonly hasSecret: boolean;
  /** In the order of the text. May be none in a Secret. */
  readonly values: readonly HeldValue[];
  readonly bindings: readonly HostBinding[];
  readonly text: string;
}

export interface HeldValue {
  /** `shop-tls/tls.crt`, `ssls[0].cert`, `certFile`; empty where nothing names it. */
  readonly name: string;
  /** The very value in the text, without what quotes it. */
  readonly span: Span;
  /** The scalar of YAML or JSON that it is in, with its quotes. */
  readonly scalar?: Span | undefined;
  readonly holds: Holding;
  /** The same key of `stringData` wins. */
  readonly isOverridden: boolean;
  /** The Kubernetes object that it is in. */
  readonly object?: ManifestObject | undefined;
  /** False where only the text before it names it. */
  readonly isStructured: boolean;
  /** A patch takes it out. */
  readonly isRemoved?: boolean;
}

export interface ReadOptions {
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

/** The same, in steps. */
export function* readHoldingSteps(content: FileContent, options: ReadOptions = {}): Cooperative<Holding> {
  return content.kind === 'binary' ? yield* ofBytes(content.bytes) : yield* ofText(content.text, options);
}

function* ofBytes(bytes: Uint8Array): Cooperative<Holding> {
  const format = foreignBytes(bytes);
  return format ? { kind: 'foreign', format } : { kind: 'der', der: bytes, object: yield* readDerObjectSteps(bytes) };
}

function* ofText(text: string, options: ReadOptions): Cooperative<Holding> {
  const { cache, most, document: given, isForeign } = options;
  const format = foreignText(text);
  if (format) return yield* ofEncrypted(text, format, options);
  if (isForeign) return yield* ofForeign(text, most ?? limits);
  const document = given ?? (yield* readPemDocumentSteps(text, cache, most));
  if (document.parts.length === 0) {
    const encoded = foreignWhole(text);
    if (encoded) return { kind: 'foreign', format: encoded, isBase64: true };
    const whole = yield* decodeWholeSteps(text);
    if (whole)
      return ofBase64(whole, (yield* ofDecoded(whole.bytes, { most })) ?? (yield* pem(text, document, { most })));
  }
  // A block at the start of a line: a PEM text, whatever else is in it.
  const values =
    startsLine(text, text.indexOf('-----BEGIN ')) || text.length > limits.fileBytes
      ? undefined
      : yield* findValues(text, { most: most ?? limits });
  const isNamed = values?.values.some(({ name, holds }) => name !== '' || holds.kind === 'base64');
  const isManifest = values && (values.hasSecret || isNamed || values.bindings.length > 0);
  const isBroken = document.errors.length > 0 && values?.values.every(isNameless);
  return isBroken || !isManifest ? yield* pem(text, document, { most }) : values;
}

/** Reads what is in the clear beside values that are encrypted one by one. */
function* ofEncrypted(text: string, format: ForeignFormat, { most, isForeign }: ReadOptions): Cooperative<Holding> {
  const foreign = { kind: 'foreign', format } as const;
  if (format === 'ansibleVault' && isForeign) {
    const [start = '', end = ''] = [/^\s*/.exec(text)?.[0], /^\s*\S*/.exec(text)?.[0]];
    const span = { start: start.length, end: end.length };
    const value = { name: '', span, holds: foreign, isOverridden: false, isStructured: false };
    return { kind: 'values', hasSecret: false, values: [value], bindings: [], text };
  }
  if (!isOfValues(format) || text.length > limits.fileBytes) return foreign;
  const values = yield* findValues(text, { most: most ?? limits, isForeign, encrypted: format });
  return isForeign || values.values.some(({ holds }) => holds.kind !== 'foreign') ? values : foreign;
}

function* ofForeign(text: string, most: Pick<WorkLimits, 'blocks'>): Cooperative<Holding> {
  return text.length > limits.fileBytes
    ? { kind: 'values', hasSecret: false, values: [], bindings: [], text }
    : yield* findValues(text, { most, isForeign: true });
}

/** A byte order mark may stand before it. */
const startsLine = (text: string, at: number): boolean =>
  at >= 0 && /^[\n\r\ufeff]?$/.test(text.slice(Math.max(0, at - 1), at));

const isNameless = ({ name }: HeldValue): boolean => name === '';

const ofBase64 = ({ layers, isHex }: Omit<Unwrapped, 'bytes'>, inner: Holding): Holding =>
  inner.kind === 'pem' && inner.document.parts.length === 0
    ? inner
    : { kind: 'base64', layers, ...(isHex && { isHex }), inner };

/** Undefined for bytes that are nothing known. */
function* ofDecoded(bytes: Uint8Array, options: ReadOptions): Cooperative<Holding | undefined> {
  if (bytes[0] !== 0x30) return yield* ofPem(decodeText(bytes), options);
  const object = yield* readDerObjectSteps(bytes);
  return object.kind === 'unknown' ? undefined : { kind: 'der', der: bytes, object };
}

function* ofPem(text: string, { most }: ReadOptions): Cooperative<Holding> {
  return yield* pem(text, yield* readPemDocumentSteps(text, new Map(), most), { most });
}

function* pem(text: string, document: PemDocument, { most }: ReadOptions): Cooperative<PemHolding> {
  const mayBeBroken = document.errors.length > 0 || (document.parts.length === 0 && text.includes('-----BEGIN'));
  const repaired = mayBeBroken ? yield* repair(text, yield* scanLooseBlocksSteps(text), most) : undefined;
  const isBetter = repaired && readableCount(repaired.document) > readableCount(document);
  return { kind: 'pem', text, document, ...(isBetter && { repaired }) };
}

function* repair(
  text: string,
  blocks: readonly LooseBlock[],
  most: Pick<WorkLimits, 'blocks'> | undefined,
): Cooperative<RepairedPem> {
  const restored = blocks.slice(0, limits.blocks).map((block) => block.pem);
  const isEscaped = blocks.some(({ span }) => /\\[nr]/.test(text.slice(span.start, span.end)));
  return {
    by: isEscaped ? 'escapes' : 'lineBreaks',
    text: restored.join(''),
    document: yield* readPemDocumentSteps(restored.join(''), new Map(), most),
    spans: blocks.map(({ span }) => span),
  };
}

const readableCount = ({ parts }: PemDocument): number => parts.filter(({ block }) => block.isIntact).length;

interface Search {
  readonly most: Pick<WorkLimits, 'blocks'>;
  readonly isForeign?: boolean | undefined;
  /** The tool that single values of the text are encrypted with. */
  readonly encrypted?: EncryptedForm;
}

/** All values of a text, named as far as it says. In a foreign text, what merely shows how a block looks is none. */
function* findValues(text: string, { most, isForeign = false, encrypted }: Search): Cooperative<ValuesHolding> {
  const all = yield* scanLooseBlocksSteps(text);
  const blocks = all.filter(
    // What SOPS writes down of its own keys.
    ({ isPlaceholder, label }) => (!isForeign || !isPlaceholder) && !(encrypted && /^(AGE|PGP) /.test(label)),
  );
  yield;
  const mayHold =
    encrypted ||
    blocks.length > 0 ||
    mentionsSecret(text) ||
    mayListBytes(text) ||
    isHexDump(text) ||
    (yield* holdsLongRun(text));
  const { values: names, hasSecret, bindings } = mayHold ? yield* readValueNamesSteps(text) : noNames;
  yield;
  const groups = toGroups(text, blocks, names).slice(0, most.blocks);
  yield;
  const found: { readonly span: Span; readonly holds: Holding }[] = [];
  for (const group of groups)
    found.push(yield* ofBlocks(text, group, { most, pem: group[0] && nameAt(names, group[0].span)?.pem }));
  const isFree = freeOf(blocks);
  yield* findBase64RunsSteps(text, function* (run) {
    const holds = isFree(run.span) ? yield* decodeRun(run) : undefined;
    if (!holds) return 'nothing';
    if (!(isForeign && (yield* showsOnly(holds)))) found.push({ span: run.span, holds });
    return found.length < most.blocks ? 'found' : 'enough';
  });
  for (const span of findByteLists(text)) {
    yield;
    const holds =
      span && found.length < most.blocks ? yield* decodeRun({ base64: text.slice(span.start, span.end) }) : undefined;
    if (span && holds) found.push({ span, holds });
  }
  const dump = isForeign && found.length === 0 && isHexDump(text) ? yield* decodeRun({ base64: text }) : undefined;
  if (dump) found.push({ span: { start: text.search(/\S/), end: text.trimEnd().length }, holds: dump });
  for (const { span, format } of encrypted ? findEncryptedValues(text, encrypted) : [])
    found.push({ span, holds: { kind: 'foreign', format } });
  const isPatch = /^@@ -\d/m.test(text);
  const values: HeldValue[] = [];
  for (const { span, holds } of found.toSorted((a, b) => a.span.start - b.span.start)) {
    yield;
    const named = nameAt(names, span);
    const isOverridden = named?.isOverridden ?? false;
    const name = named?.name ?? keyBefore(text, span.start);
    // A copy of what was applied before.
    if (name.endsWith('kubectl.kubernetes.io/last-applied-configuration')) continue;
    if (encrypted && holds.kind === 'foreign' && !isOfTls(name)) continue;
    const { object, span: scalar } = named ?? {};
    const isRemoved = isPatch && text.charAt(lineStart(text, span.start)) === '-';
    const isStructured = named !== undefined;
    values.push({ name, span, scalar, holds, isOverridden, object, isStructured, ...(isRemoved && { isRemoved }) });
  }
  return { kind: 'values', hasSecret, values, bindings, text };
}

/** Of all that is encrypted, what certificates and keys are called: passwords and the like are nobody's matter here. */
const isOfTls = (name: string): boolean =>
  /(^|[/._:-])(?:key|cert|crt|pem|pfx|p12|jks)$|certificate|(?:tls|ssl|server|client|private|ca)[._-]?(?:key|cert|crt)/i.test(
    name,
  );

/** Base64 of an example. */
function* showsOnly(holding: Holding): Cooperative<boolean> {
  if (holding.kind !== 'base64' || holding.inner.kind !== 'pem') return false;
  return (yield* scanLooseBlocksSteps(holding.inner.text)).every(({ isPlaceholder }) => isPlaceholder);
}

function* decodeRun({ base64 }: Pick<Base64Run, 'base64'>): Cooperative<Holding | undefined> {
  const format = foreignBase64(base64);
  if (format) return { kind: 'foreign', format, isBase64: true };
  const whole = yield* decodeWholeSteps(base64);
  const inner = whole && (yield* ofDecoded(whole.bytes, {}));
  const holding = whole && inner && ofBase64(whole, inner);
  return holding?.kind === 'base64' ? holding : undefined;
}

/**
 * Finds what a PEM text holds outside of its blocks: base64 of a certificate, key or PKCS#12 file. No more than some,
 * from front to back.
 */
export function* readBesideBlocksSteps({ text, document }: PemHolding): Cooperative<readonly Span[]> {
  if (document.parts.length === 0 || text.length > limits.fileBytes) return [];
  const found: Span[] = [];
  const isFree = freeOf(document.parts.map(({ block }) => block));
  yield* findBase64RunsSteps(text, function* (run) {
    if (!isFree(run.span) || !(yield* decodeRun(run))) return 'nothing';
    found.push(run.span);
    return found.length < maxBeside ? 'found' : 'enough';
  });
  return found;
}

const maxBeside = 20;

/** Tells whether a place is in none of the blocks. To be asked from the front to the back. */
function freeOf(blocks: readonly Pick<LooseBlock, 'span'>[]): (span: Span) => boolean {
  let next = 0;
  return ({ start, end }) => {
    while ((blocks[next]?.span.end ?? Infinity) <= start) next++;
    return end <= (blocks[next]?.span.start ?? Infinity);
  };
}

/** Searched a part after the other: each of many letters is looked at several times. */
function* holdsLongRun(text: string): Cooperative<boolean> {
  for (let from = 0; from < text.length; from += windowLength - longRun) {
    yield;
    if (/[\w+/-]{48}/.test(text.slice(from, from + windowLength))) return true;
  }
  return false;
}

/** Characters that are searched at once, and of the run that is searched for. */
const [windowLength, longRun] = [64 * 1024, 48];

const noNames: ValueNames = { values: [], hasSecret: false, bindings: [] };
const mentionsSecret = (text: string): boolean =>
  /kind["']?\s*:\s*["']?(?:Secret|ApisixTls|Ingress|Gateway)\b/.test(text);

/** The scalar that a place is in. */
function nameAt(names: readonly NamedValue[], { start }: Span): NamedValue | undefined {
  const index = names.findLastIndex(({ span }) => span.start <= start);
  const named = names[index];
  return named && start < named.span.end ? named : undefined;
}

/**
 * Blocks of one scalar, or with nothing between them but line breaks, however they are written, or what is between their
 * lines, are of one value.
 */
function toGroups(
  text: string,
  blocks: readonly LooseBlock[],
  names: readonly NamedValue[],
): readonly (readonly LooseBlock[])[] {
  const groups: LooseBlock[][] = [];
  const isLineBreak = (block: LooseBlock | undefined, gap: string): boolean =>
    block !== undefined && lineSeparatorOf(text, block.span)?.lineBreak === gap;
  for (const block of blocks) {
    const before = groups.at(-1);
    const gap = text.slice(before?.at(-1)?.span.end ?? 0, block.span.start);
    const named = nameAt(names, block.span);
    const isSameScalar = named !== undefined && named === nameAt(names, before?.at(-1)?.span ?? { start: 0, end: 0 });
    if (before && isSameScalar) before.push(block);
    else if (before && gap.length < 200 && (/^(?:\\+[nr]|\\?\s)*$/.test(gap) || isLineBreak(before.at(-1), gap)))
      before.push(block);
    else groups.push([block]);
  }
  return groups;
}

function* ofBlocks(
  text: string,
  blocks: readonly LooseBlock[],
  { most, pem: meant }: { readonly most: Pick<WorkLimits, 'blocks'>; readonly pem: string | undefined },
): Cooperative<{ readonly span: Span; readonly holds: PemHolding }> {
  const span = { start: blocks[0]?.span.start ?? 0, end: blocks.at(-1)?.span.end ?? 0 };
  const read = yield* repair(text, blocks, most);
  const errors = meant === undefined ? [] : yield* errorsOf(meant, { read, most });
  const repaired = errors.length === 0 ? read : { ...read, document: { ...read.document, errors } };
  return { span, holds: { kind: 'pem', text: repaired.text, document: repaired.document, repaired } };
}

/** Returns what keeps whoever reads the YAML from reading as much of a value as is read here. */
function* errorsOf(
  pem: string,
  { read, most }: { readonly read: RepairedPem; readonly most: Pick<WorkLimits, 'blocks'> },
): Cooperative<readonly PemError[]> {
  const plain = yield* readPemDocumentSteps(pem, new Map(), most);
  if (readableCount(plain) >= readableCount(read.document)) return [];
  // Programs that read variables of the environment mend these.
  const errors = plain.errors.filter(({ code }) => code !== 'escapedLineBreaks');
  return errors.slice(0, 1).map((error) => ({ ...error, span: { start: 0, end: 0 } }));
}
