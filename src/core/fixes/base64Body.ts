/** Repairs base64 where there is no doubt what it was: the result is read as what the label says, or left. */
import type { Cooperative } from '../../shared/cooperative';
import { derToPem, readDerObjectSteps } from '../document/derObject';
import type { PemPart } from '../document/document';
import { decodeText, decodeWholeSteps } from '../document/unwrap';
import { decodeBase64, encodeBase64 } from '../pem/base64';
import { scanPemSteps, toPem } from '../pem/scan';
import { withoutWideLetters } from '../pem/wideLetters';
import { parseCertificate } from '../x509/certificate';
import type { ReadText, TextEdit } from './lines';
import { lineEndOf, withEdits } from './lines';
import { endOfHeaders } from './rewrap';

/**
 * Writes the PEM of a text that is base64 and no more, of DER or (as a Secret of Kubernetes has it) of PEM. Leaves any
 * other text as it is.
 */
export function* addArmour({ text }: ReadText): Cooperative<string> {
  const unwrapped = yield* decodeWholeSteps(text);
  if (!unwrapped) return text;
  yield;
  const inner = decodeText(unwrapped.bytes);
  if ((yield* scanPemSteps(inner)).blocks.length > 0) return inner.endsWith('\n') ? inner : `${inner}\n`;
  yield;
  return derToPem(unwrapped.bytes, yield* readDerObjectSteps(unwrapped.bytes)) ?? text;
}

/**
 * Takes hidden characters out, writes the alphabets of URLs, of mails and of wide letters as PEM's, and pads as the
 * length of the text wants it.
 */
export function* correctBase64({ text, document }: ReadText): Cooperative<string> {
  const broken = document.errors.filter(({ code }) => solved.has(code));
  let next = 0;
  const edits: TextEdit[] = [];
  for (const { block } of broken.length > 0 ? document.parts : []) {
    yield;
    while ((broken[next]?.span.start ?? Infinity) < block.body.start) next++;
    if (block.isIntact || (broken[next]?.span.start ?? Infinity) > block.body.end) continue;
    const body = { start: endOfHeaders(text, block.body), end: block.body.end };
    const written = text.slice(body.start, body.end);
    if (written.length > maxBody) continue;
    const base64 = repadded(written);
    const decoded = decodeBase64(base64, { start: 0, end: base64.length });
    if (!decoded.ok) continue;
    yield;
    if ((yield* readDerObjectSteps(decoded.bytes)).kind === 'unknown') continue;
    const lineEnd = lineEndOf(text);
    const lines = (encodeBase64(decoded.bytes).match(/.{1,64}/g) ?? []).map((line) => `${line}${lineEnd}`);
    const isOnNewLine = text.charAt(body.start - 1) === '\n';
    edits.push({ span: body, text: `${isOnNewLine ? '' : lineEnd}${lines.join('')}` });
  }
  return withEdits(text, edits);
}

const solved: ReadonlySet<string> = new Set(['badCharacter', 'incompleteBase64', 'dataAfterPadding']);

/** No certificate or key is longer. */
const maxBody = 256 * 1024;

/** White space, characters without width, byte order marks and NUL. */
const hidden = /[\s\0\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]+/g;

function repadded(written: string): string {
  const plain = withoutWideLetters(written)
    .replace(hidden, '')
    .replaceAll('=3D', '=')
    .replace(/(?<!=)=+$/, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  return plain.padEnd(Math.ceil(plain.length / 4) * 4, '=');
}

/** Gives each certificate of a block a block of its own, without the bytes behind it. */
export function* dropDataBehind({ text, document }: ReadText): Cooperative<string> {
  const lineEnd = lineEndOf(text);
  const edits: TextEdit[] = [];
  for (const part of document.parts) {
    yield;
    const ders = yield* certificatesIn(part);
    if (!ders) continue;
    const { start, end } = part.block.span;
    const blocks = ders.map((der) => toPem('CERTIFICATE', der)).join('');
    edits.push({ span: { start, end }, text: blocks.trimEnd().replaceAll('\n', lineEnd) });
  }
  return withEdits(text, edits);
}

/** Returns the certificates that stand behind each other in a block; undefined where there is one and nothing else. */
function* certificatesIn({ block, certificate, member }: PemPart): Cooperative<readonly Uint8Array[] | undefined> {
  if (block.kind !== 'certificate' || block.label === 'TRUSTED CERTIFICATE' || member || !certificate?.ok)
    return undefined;
  if (!block.der || block.der.length === certificate.value.der.length) return undefined;
  const ders = [certificate.value.der];
  for (let rest = block.der.subarray(certificate.value.der.length); rest.length > 0;) {
    yield;
    const next = parseCertificate(rest);
    if (!next.ok) break;
    ders.push(next.value.der);
    rest = rest.subarray(next.value.der.length);
  }
  return ders;
}
