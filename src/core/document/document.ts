import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import { sha256 } from '../crypto';
import type { WorkLimits } from '../limits';
import { limits } from '../limits';
import type { Certificate, Span } from '../model';
import type { PemBody } from '../pem/body';
import type { Ignore, LayoutIssue } from '../pem/layout';
import { readLayout } from '../pem/layout';
import { scanLines } from '../pem/lines';
import type { PemBlock, PemError } from '../pem/scan';
import { scanPemSteps } from '../pem/scan';
import type { PemContent } from './pemContent';
import { readContentSteps } from './pemContent';

/**
 * A block and what it holds: `certificate` for each certificate block, `key` for each private key, intact or not. A
 * PKCS#7 message is a part for each of its certificates.
 */
export interface PemPart extends PemContent {
  readonly block: PemBlock;
}

/** A text with its PEM blocks read. Holds nothing of a private key but what is public. */
export interface PemDocument {
  /** In the order of the text. */
  readonly parts: readonly PemPart[];
  readonly errors: readonly PemError[];
  /** Unusual things about the text that keep no block from being read, in the order of the text. */
  readonly issues: readonly LayoutIssue[];
  /** Codes that comments of the text switch off, each for one block. */
  readonly ignores: readonly Ignore[];
  /** See `PemScan.isTruncated`. */
  readonly isTruncated: boolean;
  /** The format that a text without any block looks like. */
  readonly looksLike: 'empty' | 'sshPublicKey' | 'sshKeyFile' | 'text';
}

/**
 * Keeps what blocks hold, by the text of each or a hash of it. Give the same map again after an edit, and only changed
 * blocks are decoded and read.
 */
export type PemCache = Map<string, KnownBlock>;

interface KnownBlock {
  readonly contents: readonly PemContent[];
  /** The body of one that holds a certificate and no more. */
  readonly body?: PemBody | undefined;
}

/**
 * Scans a text and reads its certificates and keys. Never throws. Leaves in `cache` what this text needs, and no more.
 */
export const readPemDocument = (text: string, cache?: PemCache): PemDocument =>
  runSync(readPemDocumentSteps(text, cache));

/** Does the same in steps, with pauses between blocks and inside large ones. */
export function* readPemDocumentSteps(
  text: string,
  cache: PemCache = new Map(),
  most: Pick<WorkLimits, 'blocks'> = limits,
): Cooperative<PemDocument> {
  const used = new Set<string>();
  const keep = (id: string, known: KnownBlock): void => {
    cache.set(id, known);
    used.add(id);
  };
  const unchanged = new Map<Uint8Array, readonly PemContent[]>();
  const scan = yield* scanPemSteps(text, most, (span) => {
    const id = textId(text, span);
    const known = cache.get(id);
    if (!known?.body?.bytes) return undefined;
    unchanged.set(known.body.bytes, known.contents);
    used.add(id);
    return known.body;
  });
  const { blocks, errors } = scan;
  let { isTruncated } = scan;
  const parts: PemPart[] = [];
  for (const block of blocks) {
    yield;
    const der = 'der' in block ? block.der : undefined;
    let contents = der && unchanged.get(der);
    if (!contents) {
      const id = block.label === 'CERTIFICATE' && der ? textId(text, block.body) : undefined;
      const hashed = hashId(text, block);
      // A text may have a block more than once.
      const known = (id === undefined ? undefined : cache.get(id)) ?? cache.get(hashed);
      contents = known?.contents ?? (yield* readContentSteps(text, block));
      if (id !== undefined && isCertificateAlone(block, contents))
        keep(id, { contents, body: { headers: [], bytes: der, error: undefined, isRegular: block.isRegular } });
      else keep(hashed, { contents });
    }
    // Messages may hold more certificates than a text may have blocks.
    isTruncated ||= parts.length + contents.length > most.blocks;
    for (const content of contents.slice(0, most.blocks - parts.length)) parts.push({ block, ...content });
  }
  for (const id of [...cache.keys()]) if (!used.has(id)) cache.delete(id);
  return {
    parts,
    errors,
    ...(yield* readLayout(text, { blocks, isTruncated })),
    isTruncated,
    looksLike: looksLike(text),
  };
}

/** Returns the starts of blocks with misspelt labels: only the label of those is reported. */
export const misspeltStarts = (issues: PemDocument['issues']): ReadonlySet<number> =>
  new Set(issues.flatMap(({ code, span }) => (code === 'misspeltLabel' ? [span.start] : [])));

/** Returns the cache key of a block that holds a certificate: its text, which takes less time than a hash. */
const textId = (text: string, body: Span): string => `CERTIFICATE\n${text.slice(body.start, body.end)}`;

/** Returns the cache key of any other block: a hash, so that no cache holds a private key. */
function hashId(text: string, block: PemBlock): string {
  const body = text.slice(block.body.start, block.body.end);
  return `${block.isIntact ? 'intact' : 'broken'} ${block.label} ${sha256(new TextEncoder().encode(body))}`;
}

/** Returns whether a block holds a certificate and not a byte more. */
function isCertificateAlone(block: PemBlock, [content, ...others]: readonly PemContent[]): boolean {
  if (block.kind !== 'certificate' || others.length > 0 || !content?.certificate?.ok) return false;
  return block.headers.length === 0 && block.der?.length === content.certificate.value.der.length;
}

function looksLike(text: string): PemDocument['looksLike'] {
  if (/^(ssh|ecdsa-sha2|sk-ssh)-[\w@.-]{1,60} AAAA/.test(text)) return 'sshPublicKey';
  if (text.startsWith('---- BEGIN SSH2 ')) return 'sshKeyFile';
  return /\S/.test(text.slice(0, 4096)) || text.length > 4096 ? 'text' : 'empty';
}

/** Returns the certificates that could be read, in the order of the text. */
export const certificatesOf = (document: PemDocument): readonly Certificate[] =>
  document.parts.flatMap(({ certificate }) => (certificate?.ok ? [certificate.value] : []));

export function blockNumber({ parts }: PemDocument, index: number): number {
  let number = 0;
  for (const [at, { block }] of parts.entries()) {
    if (at > index) break;
    if (block !== parts[at - 1]?.block) number++;
  }
  return number;
}

/** Finds the part that contains an offset of the text, both ends included. */
export function partAt({ parts }: PemDocument, offset: number): PemPart | undefined {
  return parts.find(({ block: { span } }) => span.start <= offset && offset <= span.end);
}

/**
 * Returns the spans around an offset, innermost first: its line, the body it is in, its block, the whole text. Each
 * contains the one before.
 */
export function spansAround(text: string, document: PemDocument, offset: number): readonly Span[] {
  const whole = { start: 0, end: text.length };
  const block = partAt(document, offset)?.block;
  const body = block && offset >= block.body.start && offset < block.body.end ? [trimLineEnd(text, block.body)] : [];
  const spans = [lineAt(text, offset), ...body, ...(block ? [block.span] : []), whole];
  return spans.filter((span, index) => spans.slice(index + 1).every((outer) => contains(outer, span)));
}

/** Returns whether the inner span is within the outer one. */
export const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

function lineAt(text: string, offset: number): Span {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  for (const line of scanLines(text, { start, end: text.length }))
    return { start: Math.min(line.start, offset), end: Math.max(line.end, offset) };
  return { start: offset, end: offset };
}

function trimLineEnd(text: string, { start, end }: Span): Span {
  let last = end;
  while (last > start && (text.charCodeAt(last - 1) === 0x0a || text.charCodeAt(last - 1) === 0x0d)) last--;
  return { start, end: last };
}
