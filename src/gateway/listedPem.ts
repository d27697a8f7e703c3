import type { ListedPem } from '../core/model';

const beginLine = Buffer.from('-----BEGIN CERTIFICATE-----\\n', 'latin1');
const endLine = Buffer.from('\\n-----END CERTIFICATE-----', 'latin1');

const backslash = 0x5c;
const letterN = 0x6e;
const equals = 0x3d;

/** Letters of a whole line. */
const lineWidth = 64;

/** The value of each letter of base64; 255 for any other byte. */
const values = new Uint8Array(256).fill(255);
for (const [value, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  values[letter.charCodeAt(0)] = value;

/** Bytes that are set aside at once for what is decoded. */
const slabBytes = 64 * 1024;
/** Most different texts behind the first certificate that are kept: a gateway has few issuers. */
const maxTails = 32;
/** Longer ones are not kept. */
const maxTailBytes = 32 * 1024;

/** Matches certificates alone, as everybody writes them. */
const plainRest = /^(?:\n-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,76}\n)+-----END CERTIFICATE-----){0,20}\n?$/;

/**
 * Takes the certificate out of a PEM text that stands in JSON, as bytes: no text is made of it. Only what is written as
 * RFC 7468 wants it, with nothing but certificates in it; everything else is left to those who read texts.
 */
export class PemReader {
  private slab: Buffer = Buffer.alloc(0);
  private slabAt = 0;
  private readonly tails: { readonly bytes: Buffer; readonly text: string }[] = [];

  /**
   * @param start of the text, behind its opening quote
   * @param end the place of its closing quote
   */
  read(bytes: Buffer, start: number, end: number): ListedPem | undefined {
    if (!startsWith(bytes, beginLine, start)) return undefined;
    const from = start + beginLine.length;
    // No certificate takes more room than its base64 does.
    const most = ((end - from) >> 2) * 3;
    if (this.slab.length - this.slabAt < most) {
      this.slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, most));
      this.slabAt = 0;
    }
    const { slab, slabAt } = this;
    let at = from;
    let to = slabAt;
    for (;;) {
      // No further than the closing quote, which is no letter.
      const lineEnd = at + lineWidth;
      while (at < lineEnd) {
        const a = values[bytes[at] ?? 0] ?? 255;
        const b = values[bytes[at + 1] ?? 0] ?? 255;
        const c = values[bytes[at + 2] ?? 0] ?? 255;
        const d = values[bytes[at + 3] ?? 0] ?? 255;
        if ((a | b | c | d) > 63) break;
        slab[to] = (a << 2) | (b >> 4);
        slab[to + 1] = ((b & 15) << 4) | (c >> 2);
        slab[to + 2] = ((c & 3) << 6) | d;
        to += 3;
        at += 4;
      }
      if (at < lineEnd) break;
      // A whole line; the one behind it may be that of the end.
      if (bytes[at] !== backslash || bytes[at + 1] !== letterN) return undefined;
      if (startsWith(bytes, endLine, at)) break;
      at += 2;
    }
    const padded = readPadded(bytes, at);
    if (padded) {
      slab[to] = padded.first;
      if (padded.second !== undefined) slab[to + 1] = padded.second;
      to += padded.second === undefined ? 1 : 2;
      at += 4;
    }
    if (!startsWith(bytes, endLine, at) || to === slabAt) return undefined;
    const rest = this.restOf(bytes, at + endLine.length, end);
    if (rest === undefined) return undefined;
    this.slabAt = to;
    return { der: slab.subarray(slabAt, to), rest };
  }

  /** The text behind the first certificate; undefined where there is more in it than certificates. */
  private restOf(bytes: Buffer, start: number, end: number): string | undefined {
    const length = end - start;
    if (length < 0) return undefined;
    for (const known of this.tails)
      if (known.bytes.length === length && bytes.compare(known.bytes, 0, length, start, end) === 0) return known.text;
    const text = bytes.toString('latin1', start, end).replaceAll('\\n', '\n');
    if (!plainRest.test(text)) return undefined;
    if (length > maxTailBytes) return text;
    if (this.tails.length === maxTails) this.tails.pop();
    this.tails.unshift({ bytes: Buffer.from(bytes.subarray(start, end)), text });
    return text;
  }
}

/** A place-holder for the text in an object of a list. */
export class PemInJson {
  constructor(readonly pem: ListedPem) {}

  /** Returns another text for each certificate, for those who compare whole objects. */
  toJSON(): string {
    const { der, rest } = this.pem;
    return Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64') + rest;
  }
}

function startsWith(bytes: Buffer, text: Buffer, at: number): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text[index]) return false;
  return true;
}

/**
 * Reads the last four letters, of which one or two are `=`. The bits that nobody reads must be 0, or the text could not
 * be written again.
 */
function readPadded(
  bytes: Buffer,
  at: number,
): { readonly first: number; readonly second: number | undefined } | undefined {
  if (bytes[at + 3] !== equals) return undefined;
  const a = values[bytes[at] ?? 0] ?? 255;
  const b = values[bytes[at + 1] ?? 0] ?? 255;
  if ((a | b) > 63) return undefined;
  const first = (a << 2) | (b >> 4);
  if (bytes[at + 2] === equals) return (b & 15) === 0 ? { first, second: undefined } : undefined;
  const c = values[bytes[at + 2] ?? 0] ?? 255;
  return c <= 63 && (c & 3) === 0 ? { first, second: ((b & 15) << 4) | (c >> 2) } : undefined;
}
