import type { LinkCache } from '../chain/chain';
import { readPemDocumentInPieces } from '../document/document';
import type { PemDocument } from '../document/document';
import type { Pieces } from '../../shared/cooperative';

/** A text and what was read of it: what a fix is given. */
export interface ReadText {
  readonly text: string;
  readonly document: PemDocument;
  /** See `orderChainInPieces`. */
  readonly links?: LinkCache;
}

/** The same with another text; nothing is read anew where it is the same one. */
export function* withText(given: ReadText, text: string): Pieces<ReadText> {
  return text === given.text ? given : { ...given, text, document: yield* readPemDocumentInPieces(text) };
}
