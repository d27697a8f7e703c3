/** Finds certificates and keys as values of a manifest, a configuration, or source code. */
import { readPemDocumentSteps } from '../../core/document/document';
import { isHexDump } from '../../core/document/unwrap';
import { lineStart } from '../../core/fixes/lines';
import { limits } from '../../core/limits';
import type { Span } from '../../core/model';
import { findBase64RunsSteps } from '../../core/pem/base64Runs';
import type { ByteList } from '../../core/pem/byteLists';
import { findByteLists } from '../../core/pem/byteLists';
import type { LooseBlock } from '../../core/pem/looseBlocks';
import { scanLooseBlocksSteps } from '../../core/pem/looseBlocks';
import type { PemError } from '../../core/pem/scan';
import { toPem } from '../../core/pem/scan';
import type { Cooperative } from '../../shared/cooperative';
import type { BlockLimit } from './decodedHolding';
import { decodeListSteps, decodeRunSteps, freeOf, readableCount, repairSteps } from './decodedHolding';
import type { EncryptedForm } from './foreignFormat';
import { findEncryptedValuesSteps } from './foreignFormat';
import type { HeldValue, Holding, PemHolding, RepairedPem, ValuesHolding } from './holding';
import { lineSeparatorOf } from './unindented';
import type { NamedValue, ValueNames } from './valueNames';
import { keyBefore, readValueNamesSteps } from './valueNames';

interface Search {
  readonly most: BlockLimit;
  readonly isForeign?: boolean | undefined;
  /** The tool that single values of the text are encrypted with. */
  readonly encrypted?: EncryptedForm;
}

/** Finds all values of a text, named as far as it says. In a foreign text, an example of a block is none. */
export function* findValuesSteps(
  text: string,
  { most, isForeign = false, encrypted }: Search,
): Cooperative<ValuesHolding> {
  const all = yield* scanLooseBlocksSteps(text);
  const blocks = all.filter(
    // What SOPS writes down of its own keys.
    ({ isPlaceholder, label }) => (!isForeign || !isPlaceholder) && !(encrypted && /^(AGE|PGP) /.test(label)),
  );
  const lists: ByteList[] = [];
  for (const list of findByteLists(text)) {
    yield;
    if (list && lists.length < most.blocks) lists.push(list);
  }
  const mayHold =
    encrypted ||
    blocks.length > 0 ||
    mentionsSecret(text) ||
    lists.length > 0 ||
    isHexDump(text) ||
    (yield* holdsLongRun(text));
  const { values: names, hasSecret, bindings, sniLists } = mayHold ? yield* readValueNamesSteps(text) : noNames;
  yield;
  const groups = yield* toGroupsSteps(text, blocks, { names, most });
  const held: HeldSpan[] = [];
  for (const group of groups)
    held.push(yield* ofBlocks(text, group, { most, pem: group[0] && nameAt(names, group[0].span)?.pem }));
  const isFree = freeOf(blocks);
  yield* findBase64RunsSteps(text, function* (run) {
    if (held.length >= most.blocks) return 'enough';
    const holding = isFree(run.span) ? yield* decodeRunSteps(run) : undefined;
    if (!holding) return 'nothing';
    if (!(isForeign && (yield* showsOnly(holding)))) held.push({ span: run.span, holding });
    return 'found';
  });
  for (const list of lists) {
    yield;
    const holding = held.length < most.blocks ? yield* decodeListSteps(list) : undefined;
    if (holding) held.push({ span: list.span, holding });
  }
  held.push(...(yield* findTokenChainsSteps(text)));
  const dump = isForeign && held.length === 0 && isHexDump(text) ? yield* decodeRunSteps({ base64: text }) : undefined;
  if (dump) held.push({ span: { start: text.search(/\S/), end: text.trimEnd().length }, holding: dump });
  for (const { span, format } of encrypted ? yield* findEncryptedValuesSteps(text, encrypted) : [])
    held.push({ span, holding: { kind: 'foreign', format } });
  const isPatch = isPatchText(text);
  const values: HeldValue[] = [];
  for (const { span, holding } of held.toSorted((a, b) => a.span.start - b.span.start)) {
    yield;
    const named = nameAt(names, span);
    const isOverridden = named?.isOverridden ?? false;
    const name = named?.name ?? keyBefore(text, span.start);
    // A copy of what was applied before.
    if (name.endsWith('kubectl.kubernetes.io/last-applied-configuration')) continue;
    if (encrypted && holding.kind === 'foreign' && !isOfTls(name)) continue;
    const { object, section, span: scalar } = named ?? {};
    const isRemoved = isPatch && text.charAt(lineStart(text, span.start)) === '-';
    const isStructured = named !== undefined;
    values.push({
      name,
      span,
      scalar,
      holding,
      isOverridden,
      object,
      section,
      isStructured,
      ...(isRemoved && { isRemoved }),
    });
  }
  return { kind: 'values', hasSecret, values, bindings, sniLists, text };
}

/** Returns whether a text is what `diff -u` or git writes: in it, a minus begins what is taken out. */
export const isPatchText = (text: string): boolean => /^@@ -\d/m.test(text);

/** Returns whether a value is named as a certificate or a key: of what is encrypted, the others are not reported. */
const isOfTls = (name: string): boolean =>
  /(^|[/._:-])(?:key|cert|crt|pem|pfx|p12|jks)$|certificate|(?:tls|ssl|server|client|private|ca)[._-]?(?:key|cert|crt)/i.test(
    name,
  );

/** Returns whether base64 is that of an example. */
function* showsOnly(holding: Holding): Cooperative<boolean> {
  if (holding.kind !== 'base64' || holding.inner.kind !== 'pem') return false;
  // Nobody encodes an empty example.
  if (holding.inner.document.errors.some(({ code }) => code === 'emptyBody')) return false;
  return (yield* scanLooseBlocksSteps(holding.inner.text)).every(({ isPlaceholder }) => isPlaceholder);
}

/** Searches a text part by part: in a run of many letters each is looked at several times. */
function* holdsLongRun(text: string): Cooperative<boolean> {
  for (let from = 0; from < text.length; from += windowLength - longRun) {
    yield;
    if (/[\w+/-]{48}/.test(text.slice(from, from + windowLength))) return true;
  }
  return false;
}

/** Characters that are searched at once, and of the run that is searched for. */
const [windowLength, longRun] = [64 * 1024, 48];

const noNames: ValueNames = { values: [], hasSecret: false, bindings: [], sniLists: [] };
const mentionsSecret = (text: string): boolean =>
  /kind["']?\s*:\s*["']?(?:Secret|ApisixTls|Ingress|Gateway)\b/.test(text);

/** Returns the scalar that a place is in. `names` are in the order of the text: each of many blocks asks. */
function nameAt(names: readonly NamedValue[], { start }: Span): NamedValue | undefined {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle]?.span.start ?? Infinity) <= start) low = middle + 1;
    else high = middle;
  }
  const named = names[low - 1];
  return named && start < named.span.end ? named : undefined;
}

/**
 * Groups blocks by value: those of one scalar, or with nothing between them but line breaks, however they are written,
 * or what is between their lines.
 */
function* toGroupsSteps(
  text: string,
  blocks: readonly LooseBlock[],
  { names, most }: { readonly names: readonly NamedValue[]; readonly most: BlockLimit },
): Cooperative<readonly (readonly LooseBlock[])[]> {
  const groups: LooseBlock[][] = [];
  const isLineBreak = (block: LooseBlock | undefined, gap: string): boolean =>
    block !== undefined && lineSeparatorOf(text, block.span)?.lineBreak === gap;
  for (const [index, block] of blocks.entries()) {
    if (index % stride === 0) yield;
    const before = groups.at(-1);
    const gap = text.slice(before?.at(-1)?.span.end ?? 0, block.span.start);
    const named = nameAt(names, block.span);
    const isSameScalar = named !== undefined && named === nameAt(names, before?.at(-1)?.span ?? { start: 0, end: 0 });
    if (before && isSameScalar) before.push(block);
    else if (before && gap.length < 200 && (/^(?:\\+[nr]|\\?\s)*$/.test(gap) || isLineBreak(before.at(-1), gap)))
      before.push(block);
    else if (groups.length === most.blocks) break;
    else groups.push([block]);
  }
  return groups;
}

/** A value, where it stands. */
type HeldSpan = Pick<HeldValue, 'span' | 'holding'>;

/** Blocks that are looked at without a pause. */
const stride = 100;

function* ofBlocks(
  text: string,
  blocks: readonly LooseBlock[],
  { most, pem: meant }: { readonly most: BlockLimit; readonly pem: string | undefined },
): Cooperative<HeldSpan & { readonly holding: PemHolding }> {
  const span = { start: blocks[0]?.span.start ?? 0, end: blocks.at(-1)?.span.end ?? 0 };
  const read = yield* repairSteps(text, blocks, most);
  const errors = meant === undefined ? [] : yield* errorsOf(meant, { read, most });
  const repaired = errors.length === 0 ? read : { ...read, document: { ...read.document, errors } };
  return { span, holding: { kind: 'pem', text: repaired.text, document: repaired.document, repaired } };
}

/** Returns what keeps whoever reads the YAML from reading as much of a value as is read here. */
function* errorsOf(
  pem: string,
  { read, most }: { readonly read: RepairedPem; readonly most: BlockLimit },
): Cooperative<readonly PemError[]> {
  const plain = yield* readPemDocumentSteps(pem, new Map(), most);
  if (readableCount(plain) >= readableCount(read.document)) return [];
  // Programs that read variables of the environment put these right.
  const errors = plain.errors.filter(({ code }) => code !== 'escapedLineBreaks');
  return errors.slice(0, 1).map((error) => ({ ...error, span: { start: 0, end: 0 } }));
}

/**
 * Finds the chains in headers of JSON Web Tokens (`x5c`, RFC 7515 §4.1.6), the first few of a text. A token may be a
 * secret: nothing else of it is kept.
 */
export function* findTokenChainsSteps(text: string): Cooperative<readonly HeldSpan[]> {
  const chains: HeldSpan[] = [];
  for (let at = text.indexOf(start); at >= 0 && chains.length < maxTokens; at = text.indexOf(start, at + 1)) {
    yield;
    if (/[\w-]/.test(text.charAt(at - 1))) continue;
    const end = yield* endOfLetters(text, at);
    const chain = text[end] === '.' && end - at <= maxHeader ? chainOf(text.slice(at, end)) : [];
    if (chain.length > 0) {
      const pem = chain.map((der) => toPem('CERTIFICATE', der)).join('');
      const document = yield* readPemDocumentSteps(pem);
      const inner = { kind: 'pem', text: pem, document } as const;
      // Cannot be written again: the signature is over the header.
      chains.push({ span: { start: at, end }, holding: { kind: 'base64', layers: 1, isHex: true, inner } });
    }
    at = end;
  }
  return chains;
}

/** `{"` in base64. */
const start = 'eyJ';
const maxTokens = 20;
/** Characters of a header with a long chain. */
const maxHeader = 128 * 1024;

/** Reads some letters at a time: an expression keeps a place for each. */
function* endOfLetters(text: string, from: number): Cooperative<number> {
  const some = /[\w-]{1,8192}/y;
  let end = from;
  for (some.lastIndex = end; some.test(text); some.lastIndex = end) {
    end = some.lastIndex;
    yield;
  }
  return end;
}

function chainOf(header: string): readonly Uint8Array[] {
  try {
    const { x5c }: { x5c?: unknown } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as object;
    return Array.isArray(x5c)
      ? x5c
          .slice(0, limits.chainLength)
          .flatMap((each: unknown) => (typeof each === 'string' ? [Buffer.from(each, 'base64')] : []))
      : [];
  } catch {
    return [];
  }
}
