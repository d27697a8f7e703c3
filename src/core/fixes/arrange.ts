/** Puts certificates of a text where they belong, or takes them out. Text that introduces a block goes with it. */
import { orderChain } from '../chain';
import type { ChainReading } from '../chain';
import { readPemDocument } from '../document';
import type { PemDocument, PemPart } from '../document';
import type { Certificate } from '../model';
import { hashOf } from '../pairs';
import { lineStart, withEdits } from './lines';
import { nextLine, segmentOf } from './segments';

/** Leaf first, then each issuer of the one before. Duplicates go: no order could have them. Bundles of CAs stay as they are. */
export function putInOrder(text: string): string {
  const given = dropDuplicates(text);
  const reading = read(given);
  const { document, chain } = reading;
  if (!isPresented(reading)) return text;
  const ordered = chain.ordered.map(({ fingerprints }) => fingerprints.sha256);
  const slots = document.parts.filter((part) => ordered.includes(idOf(part) ?? ''));
  if (slots.every((part, index) => idOf(part) === ordered[index])) return text;
  const segments = slots.map((part) => ({ id: idOf(part), span: segmentOf(given, document, part) }));
  const edits = segments.map(({ span }, index) => {
    const wanted = segments.find(({ id }) => id === ordered[index])?.span ?? span;
    return { span, text: given.slice(wanted.start, wanted.end) };
  });
  return withEdits(given, edits);
}

/** Leaves each certificate where it stands first. */
export function dropDuplicates(text: string): string {
  const document = readPemDocument(text);
  const seen = new Set<string>();
  return without(text, document, (part) => {
    const id = idOf(part);
    if (id === undefined) return false;
    const isSeen = seen.has(id);
    seen.add(id);
    return isSeen;
  });
}

/** A root that ends a chain; a root alone, or among CAs only, is there to be trusted and stays. */
export function dropRoot(text: string): string {
  const reading = read(text);
  const { chain, document } = reading;
  return chain.root && isPresented(reading) ? without(text, document, (part) => idOf(part) === chain.root?.fingerprints.sha256) : text;
}

interface Arrangement {
  readonly document: PemDocument;
  readonly chain: ChainReading;
}

function read(text: string): Arrangement {
  const document = readPemDocument(text);
  const certificates = document.parts.flatMap(({ certificate }) => (certificate?.ok ? [certificate.value] : []));
  return { document, chain: orderChain(certificates) };
}

/** A leaf, or a CA with its key beside it: what a gateway would present to its clients. */
function isPresented({ document, chain: { leaf } }: Arrangement): boolean {
  if (!leaf) return false;
  return !leaf.isCa || document.parts.some((part) => part.key !== undefined && hashOf(part) === leaf.fingerprints.spkiSha256);
}

const idOf = ({ certificate }: PemPart): string | undefined => (certificate?.ok ? toId(certificate.value) : undefined);
const toId = ({ fingerprints }: Certificate): string => fingerprints.sha256;

function without(text: string, document: PemDocument, isOut: (part: PemPart) => boolean): string {
  const edits = document.parts.filter(isOut).map((part) => {
    const segment = segmentOf(text, document, part);
    // What stands above the first block may be about the whole file.
    const start = part === document.parts[0] ? lineStart(text, part.block.span.start) : segment.start;
    return { span: { start, end: nextLine(text, segment.end) }, text: '' };
  });
  return withEdits(text, edits);
}
