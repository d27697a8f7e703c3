/** Finds the certificates in the headers of signed tokens. A token may be a secret: nothing else of it is kept. */
import { readPemDocumentSteps } from '../../core/document/document';
import { limits } from '../../core/limits';
import type { Span } from '../../core/model';
import { toPem } from '../../core/pem/scan';
import type { Cooperative } from '../../shared/cooperative';
import type { Holding } from './holding';

/** A header, where it stands, and the certificates in it. */
export interface TokenChain {
  readonly span: Span;
  readonly holds: Holding;
}

/** Finds the chains of JSON Web Tokens (`x5c`, RFC 7515 §4.1.6), the first few of a text. */
export function* findTokenChainsSteps(text: string): Cooperative<readonly TokenChain[]> {
  const found: TokenChain[] = [];
  for (let at = text.indexOf(start); at >= 0 && found.length < maxTokens; at = text.indexOf(start, at + 1)) {
    yield;
    if (/[\w-]/.test(text.charAt(at - 1))) continue;
    const end = yield* endOfLetters(text, at);
    const chain = text[end] === '.' && end - at <= maxHeader ? chainOf(text.slice(at, end)) : [];
    if (chain.length > 0) {
      const pem = chain.map((der) => toPem('CERTIFICATE', der)).join('');
      const document = yield* readPemDocumentSteps(pem);
      const inner = { kind: 'pem', text: pem, document } as const;
      // Cannot be written again: the signature is over the header.
      found.push({ span: { start: at, end }, holds: { kind: 'base64', layers: 1, isHex: true, inner } });
    }
    at = end;
  }
  return found;
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
