import type { Cooperative } from '../../shared/cooperative';
import type { LinkCache } from '../chain/links';
import type { PemDocument } from '../document/document';
import { readPemDocumentSteps } from '../document/document';

/** A text and what was read of it: what a fix is given. */
export interface ReadText {
  readonly text: string;
  readonly document: PemDocument;
  /** See `orderChainSteps`. */
  readonly links?: LinkCache;
  /** Milliseconds since 1970: of several issuers of one name, the one that is valid now counts. */
  readonly now?: number;
}

/** Reads another text; the same text is not read again. */
export function* withText(given: ReadText, text: string): Cooperative<ReadText> {
  return text === given.text ? given : { ...given, text, document: yield* readPemDocumentSteps(text) };
}
