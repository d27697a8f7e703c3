import { isUtf8 } from 'node:buffer';
import type { Cooperative } from '../shared/cooperative';
import { redactForeign } from '../shared/redact';
import { toVisibleText } from '../shared/visibleText';
import { answerLimits } from './answerLimits';
import type { GatewayErrorKind } from './gateway';
import { GatewayError } from './gateway';
import { parseJson } from './json';
import { withoutKeyMaterial } from './keyMaterial';
import type { JsonFault } from './objectScan';
import { readRecord } from './read';
import { retryAfterOf } from './retry';
import type { RawAnswer } from './transport';

/** An answer without key material, its body read as far as it can be. */
export interface Answer {
  readonly status: number;
  /** A header's value; the first where there are several. */
  readonly header: (name: string) => string | undefined;
  /** The body as JSON, or undefined where `problem` says why there is none. */
  readonly json: unknown;
  readonly problem: keyof typeof problemSentences | undefined;
  /** The gateway's own words, where the answer is no success or no JSON. Fit to be shown. */
  readonly words: string | undefined;
  /** The body is an error in the dialect's own envelope. */
  readonly isOwnError: boolean;
  /** The target of a redirect: origin and path, fit to be shown. */
  readonly place: string | undefined;
  /** Size of the body as it came. */
  readonly bytes: number;
  /** The request carried no token, since none is set. */
  readonly hasNoToken?: true;
}

export interface AnswerReading {
  /** Reads a dialect's own words in an error's body. */
  readonly toWords: (json: unknown) => string | undefined;
  /** Texts that must not come out, whatever the gateway says. */
  readonly secrets: readonly string[];
  /** The answer is a list of objects, not one. */
  readonly isList?: boolean | undefined;
}

/** The bytes at the beginning of a body that is no JSON that are looked at. */
const lookedBytes = 16_384;

/**
 * Reads an answer in steps, whatever its size. The content type is not looked at: APISIX labels plain text as JSON, and
 * proxies label JSON as text.
 */
export function* readAnswer(raw: RawAnswer, { toWords, secrets, isList }: AnswerReading): Cooperative<Answer> {
  const common = { ...headOf(raw, secrets), bytes: raw.body.length };
  const not = (problem: Answer['problem'], text = ''): Answer => ({
    ...common,
    json: undefined,
    problem,
    isOwnError: false,
    words: toGatewayText(text, secrets),
  });

  if (isCompressed(raw)) return not('compressed');
  if (!isUtf8(raw.body)) return not('notUtf8');
  const body = withoutByteOrderMark(raw.body);
  const start = body.toString('utf8', 0, lookedBytes);
  if (isHtml(start)) return not('html', start);
  const json = yield* parseJson(body, isList === true ? {} : { values: answerLimits.objectValues });
  // Half of a JSON text may quote what was sent, in pieces that no pattern recognises.
  if (!json.ok) {
    if (json.fault !== 'broken') return not(json.fault);
    return /^\s*[[{"]/.test(start) ? not('brokenJson') : not('notJson', start);
  }
  const value = yield* withoutKeyMaterial(json.value);
  const words = raw.status < 300 ? undefined : toWords(value);
  const isOwnError = words !== undefined && readRecord(value) !== undefined;
  return {
    ...common,
    json: value,
    problem: undefined,
    isOwnError,
    words: words === undefined ? undefined : toGatewayText(words, secrets),
  };
}

export const headerOf =
  ({ headers }: Pick<RawAnswer, 'headers'>) =>
  (name: string): string | undefined =>
    firstOf(headers[name.toLowerCase()]);

const headOf = (raw: Pick<RawAnswer, 'status' | 'headers'>, secrets: readonly string[]) => {
  const header = headerOf(raw);
  return { status: raw.status, header, place: toPlace(header('location'), secrets) };
};

export const isCompressed = ({ headers }: Pick<RawAnswer, 'headers'>): boolean =>
  !['', 'identity'].includes(firstOf(headers['content-encoding']) ?? '');

/** Returns a success whose body was read while it arrived: the answer around its list, or why it cannot be read. */
export const toListAnswer = (
  raw: RawAnswer,
  read: { readonly json: unknown; readonly fault?: JsonFault | undefined; readonly bytes: number },
): Answer => ({
  ...headOf(raw, []),
  json: read.fault === undefined ? read.json : undefined,
  problem: read.fault === 'broken' ? 'brokenJson' : read.fault,
  words: undefined,
  isOwnError: false,
  bytes: read.bytes,
});

/** Turns an answer that is no success into the error of its status; also a success whose body is not this gateway's. */
export function toAnswerError(
  answer: Answer,
  { isWrite, kind }: { readonly isWrite: boolean; readonly kind?: GatewayErrorKind | undefined },
): GatewayError {
  const isRefused = answer.status >= 400 && answer.status < 500;
  return new GatewayError(kind ?? toKind(answer), toSentence(answer), {
    status: answer.status,
    gatewayText: answer.words,
    retryAfter: retryAfterOf({ 'retry-after': answer.header('retry-after'), date: answer.header('date') }),
    mayHaveTakenEffect: isWrite && !isRefused,
    hasNoToken: answer.hasNoToken,
  });
}

/** Matches the page of nginx where `ssl_verify_client` is on: it comes before APISIX looks at the request. */
const clientCertificatePage = /No required SSL certificate was sent|The SSL certificate error/;

function toKind({ status, problem, isOwnError, words }: Answer): GatewayErrorKind {
  if (status === 400 && problem === 'html' && clientCertificatePage.test(words ?? '')) return 'clientCertificate';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'throttled';
  if (status === 408) return 'timeout';
  if (status >= 500 && isOwnError) return 'unavailable';
  // A page in HTML is a proxy's or a web server's, whatever its status.
  if (status < 400 || status >= 500 || problem === 'html') return 'unexpected';
  if (status === 404) return 'notFound';
  return status === 409 || status === 412 ? 'conflict' : 'rejected';
}

const problemSentences = {
  empty: 'The answer is empty.',
  html: 'The answer is a web page.',
  notJson: 'The answer is not JSON.',
  brokenJson: 'The answer is not JSON, or not all of it.',
  tooDeep: 'The answer is nested deeper than any of a gateway.',
  tooManyValues: 'The answer holds more values than any of a gateway.',
  tooLarge: 'The answer holds something larger than any object of a gateway.',
  notUtf8: 'The answer is not UTF-8 text.',
  compressed: 'The answer is compressed, which was not asked for.',
} as const;

function toSentence(answer: Answer): string {
  const { status, words, place } = answer;
  if (status >= 300 && status < 400)
    return `The address redirects${place === undefined ? '' : ` to ${place}`}; redirects are not followed.`;
  if (status < 300)
    return answer.problem === undefined
      ? 'The answer is not one of this kind of gateway.'
      : problemSentences[answer.problem];
  return words === undefined
    ? `The gateway answered with status ${String(status)}.`
    : `The gateway answered with status ${String(status)}: ${words}`;
}

/** Returns an address without user, query and fragment, which may hold secrets. */
function toPlace(location: string | undefined, secrets: readonly string[]): string | undefined {
  const place = location?.replace(/[?#][^]*$/, '').replace(/^([a-z]+:)?\/\/[^/]*@/i, '$1//');
  return place === undefined ? undefined : toGatewayText(place, secrets);
}

export function withoutByteOrderMark(body: Buffer): Buffer {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

const firstOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0];

/** Longest text of a gateway that is shown, in UTF-16 units. */
const maxLength = 500;
/** The characters at the beginning of a text that are looked at: more is never shown. */
const looked = 16_384;

/**
 * Makes what a gateway says fit to be shown and logged: one line, at most 500 characters, HTML reduced to its title,
 * control and direction characters escaped, and everything that looks like a key, a certificate or a token removed.
 * `secrets` are texts that must not appear whatever they look like. Undefined where nothing is left to say.
 */
export function toGatewayText(text: string, secrets: readonly string[] = []): string | undefined {
  const start = text.slice(0, looked);
  const clean = redactForeign(isHtml(start) ? titleOf(start) : start, secrets);
  const line = toVisibleText(clean.replace(/[\s\u2028\u2029]+/g, ' ').trim());
  if (line === '') return undefined;
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export function isHtml(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)\b/i.test(text.slice(0, 1_000));
}

function titleOf(html: string): string {
  const title = /<title[^>]{0,200}>([^<]{0,1000})/i.exec(html)?.[1] ?? '';
  return title.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}

/** Returns the lines of a PEM text, each of which would give a part of the key away. */
export function secretLines(pem: string | undefined): readonly string[] {
  return (pem ?? '').split(/[\r\n]+/).filter((line) => line.length >= 8 && !line.startsWith('---'));
}
