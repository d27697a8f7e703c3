import { limits } from '../limits';
import type { Span } from '../model';
import { decodeBase64, decodeRegular } from './base64';
import { scanLines } from './lines';

/** One RFC 1421 §4.6 header of a block, e.g. `Proc-Type: 4,ENCRYPTED`. Folded lines are joined with one space. */
export interface PemHeader {
  readonly name: string;
  readonly value: string;
}

export type BodyErrorCode =
  | 'badCharacter'
  | 'dataAfterPadding'
  | 'incompleteBase64'
  | 'emptyBody'
  | 'blankLine'
  | 'missingBlankLine'
  | 'tooLarge';

interface BodyError {
  readonly code: BodyErrorCode;
  readonly span: Span;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** The text between the boundaries. `error` is the first one; `bytes` are there exactly where there is none. */
export interface PemBody {
  readonly headers: readonly PemHeader[];
  readonly bytes: Uint8Array | undefined;
  readonly error: BodyError | undefined;
  /**
   * Set where it is written as RFC 7468 §2 wants it: lines of 64 characters, with LF. Not looked at in all that are.
   */
  readonly isRegular?: boolean;
}

/** Reads headers, then base64. What OpenSSL's reader refuses is an error, and nothing else is. */
export function readBody(text: string, body: Span): PemBody {
  if (body.end - body.start > maxBodyLength) return { headers: [], bytes: undefined, error: tooLarge(body) };
  if (((body.end - body.start) * 3) / 4 <= limits.objectBytes) {
    const bytes = decodeRegular(text, body);
    if (bytes) return { headers: [], bytes, error: undefined, isRegular: true };
  }
  const { headers, data, error } = readHeaders(text, body);
  const broken = (reason: BodyError): PemBody => ({ headers, bytes: undefined, error: reason });
  if (error) return broken(error);
  if (((data.end - data.start) * 3) / 4 > limits.objectBytes) {
    return broken(tooLarge(data));
  }
  const decoded = decodeBase64(text, data);
  if (!decoded.ok) return broken(toBodyError(text, data, decoded.problem));
  const gap = blankLineWithin(text, data);
  if (gap) return broken({ code: 'blankLine', span: gap, facts: {} });
  return { headers, bytes: decoded.bytes, error: undefined };
}

/** Base64, line ends and headers of the largest object. */
const maxBodyLength = 2 * limits.objectBytes;

const tooLarge = (span: Span): BodyError => ({ code: 'tooLarge', span, facts: { limit: limits.objectBytes } });

function readHeaders(text: string, body: Span): { headers: PemHeader[]; data: Span; error?: BodyError } {
  const headers: PemHeader[] = [];
  for (const line of scanLines(text, body)) {
    const isEmpty = line.start === line.end;
    // One blank line ends the headers, also none of them.
    if (isEmpty) return { headers, data: { start: line.next, end: body.end } };
    const content = text.slice(line.start, Math.min(line.end, line.start + maxHeaderLength));
    const colon = content.indexOf(':');
    const last = headers.at(-1);
    if (colon > 0) headers.push({ name: content.slice(0, colon).trim(), value: content.slice(colon + 1).trim() });
    else if (!last) break;
    else if (isBase64Line(content)) {
      return {
        headers,
        data: body,
        error: { code: 'missingBlankLine', span: { start: line.start, end: line.end }, facts: {} },
      };
    } else headers.splice(-1, 1, { name: last.name, value: `${last.value} ${content}` });
  }
  return { headers, data: body };
}

const maxHeaderLength = 1_000;

const isBase64Line = (content: string): boolean => content.length >= 20 && /^[A-Za-z0-9+/]+={0,2}$/.test(content);

/** Finds the first blank line among the data. OpenSSL takes what stands before one for headers. */
function blankLineWithin(text: string, data: Span): Span | undefined {
  for (const line of scanLines(text, data)) {
    if (line.start === line.end) return { start: line.lineStart, end: line.next };
  }
  return undefined;
}

function toBodyError(
  text: string,
  data: Span,
  problem: Extract<ReturnType<typeof decodeBase64>, { ok: false }>['problem'],
): BodyError {
  const { at } = problem;
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  switch (problem.code) {
    case 'badCharacter':
      return {
        code: 'badCharacter',
        span: { start: at, end: at + character.length },
        facts: { character: nameOf(character) },
      };
    case 'dataAfterPadding':
      return { code: 'dataAfterPadding', span: { start: at, end: at + 1 }, facts: {} };
    case 'incomplete':
      return { code: 'incompleteBase64', span: { start: at, end: at + 1 }, facts: {} };
    case 'empty':
      return { code: 'emptyBody', span: data, facts: {} };
  }
}

/** Names a character as a person can see it; hidden and foreign ones as `U+200B`. */
function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0x20 && code < 0x7f ? character : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
