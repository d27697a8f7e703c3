import type { LinkCache } from './chain';
import { readPemDocumentInPieces } from './document';
import type { PemCache } from './document';
import { findFindingsInPieces } from './findings';
import type { Finding, FindingOptions } from './findings';
import type { Pieces } from './pieces';

/** What was learned of a text, for its next version: unchanged blocks are not read again, nor signatures checked again. */
export interface CheckCache {
  readonly blocks: PemCache;
  readonly links: LinkCache;
}

export const newCheckCache = (): CheckCache => ({ blocks: new Map(), links: new Map() });

/** Reads a text and tells everything the rules find in it, with rests. Given up half-way, its cache is still right. */
export function* checkInPieces(text: string, { cache, ...options }: Omit<FindingOptions, 'links'> & { readonly cache: CheckCache }): Pieces<readonly Finding[]> {
  const document = yield* readPemDocumentInPieces(text, cache.blocks);
  return yield* findFindingsInPieces(document, { ...options, links: cache.links });
}
