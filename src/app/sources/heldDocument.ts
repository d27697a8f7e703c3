/** What a file holds as the one document that searches, marks and the workspace check look at. */
import { derToPem } from '../../core/document/derPem';
import type { PemDocument, PemPart } from '../../core/document/document';
import { readPemDocument } from '../../core/document/document';
import type { DecryptedContents } from '../../core/encrypted/decryptResult';
import { readPrivateKeyDer } from '../../core/keys/keys';
import { trueLabel } from '../../core/keys/trueLabel';
import { limits } from '../../core/limits';
import type { Span } from '../../core/model';
import type { PemBlock, PemError } from '../../core/pem/scan';
import { toPem } from '../../core/pem/scan';
import type { HeldValue, Holding, ValuesHolding } from './holding';

/** A file as the document that it is, or would be. Holds nothing of a private key but what is public. */
export type HeldDocument =
  | {
      readonly kind: 'document';
      readonly document: PemDocument;
      /** False where the file is made of something else, and the document's spans are no places of it. */
      readonly isText: boolean;
      /** The documents that it is made of, where values of the text belong together in several groups. */
      readonly groups?: readonly PemDocument[];
    }
  /** PKCS#12: what is in it shows only once it is opened. */
  | { readonly kind: 'sealed'; readonly der: Uint8Array }
  /** Bytes that are nothing known here. */
  | { readonly kind: 'unknown' };

/** Never throws. */
export function toHeldDocument(holding: Holding): HeldDocument {
  switch (holding.kind) {
    case 'pem':
      return { kind: 'document', document: holding.document, isText: true };
    case 'values':
      return { kind: 'document', ...ofValues(holding), isText: true };
    case 'base64': {
      const inner = toHeldDocument(holding.inner);
      return inner.kind === 'document' ? { ...inner, isText: false } : inner;
    }
    case 'der': {
      const { der, object } = holding;
      if (object.kind === 'pkcs12') return { kind: 'sealed', der };
      const pem = derToPem(der, object);
      return pem === undefined ? unknown : { kind: 'document', document: readPemDocument(pem), isText: false };
    }
    case 'foreign':
      return unknown;
  }
}

const unknown = { kind: 'unknown' } as const;

/** Every block where its value stands in the text. */
function ofValues({ values }: ValuesHolding): {
  readonly document: PemDocument;
  readonly groups: readonly PemDocument[];
} {
  const groups = toGroups(values.filter(({ isOverridden }) => !isOverridden)).map(toPlacedDocument);
  return { document: joined(groups), groups };
}

/** What one object holds for one purpose: a chain with its key, or what is to be trusted. */
function toGroups(values: readonly HeldValue[]): readonly (readonly HeldValue[])[] {
  const groups = new Map<string, HeldValue[]>();
  // Where nothing names the object, a key that comes again begins another one.
  const seen = new Map<string, number>();
  for (const value of values) {
    const { name } = value;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const id = `${ownerOf(name)} ${trusted.test(name) ? 'trusted' : 'presented'} ${name === '' ? 1 : count}`;
    const group = groups.get(id);
    if (group) group.push(value);
    else groups.set(id, [value]);
  }
  return [...groups.values()];
}

/** `shop-tls` of `shop-tls/tls.crt`, `ssls[0]` of `ssls[0].cert`, `keys[0].x5c` of `keys[0].x5c[1]`. */
const ownerOf = (name: string): string =>
  name.includes('/') ? name.slice(0, name.indexOf('/')) : name.replace(/(^|\.)[^.[\]]+$|\[\d+\]$/, '');

/** Names of values that hold CAs to be trusted. */
const trusted = /(^|[/.])(ca(\.crt|[-_.]?cert)?|certificate-authority-data|ca[-_]?(bundle|certs?|pem))$/i;

function toPlacedDocument(values: readonly HeldValue[]): PemDocument {
  const parts: PemPart[] = [];
  const errors: PemError[] = [];
  let isTruncated = false;
  for (const { holds, span } of values) {
    const { document, place } = placed(holds, span);
    isTruncated ||= document.isTruncated || parts.length + document.parts.length > limits.blocks;
    parts.push(...movedParts(document.parts.slice(0, limits.blocks - parts.length), place));
    errors.push(...document.errors.map((error) => ({ ...error, span: place(error.span) })));
  }
  return { parts, errors, issues: [], ignores: [], isTruncated, looksLike: 'text' };
}

const joined = (documents: readonly PemDocument[]): PemDocument => ({
  parts: documents
    .flatMap(({ parts }) => parts)
    .toSorted((a, b) => a.block.span.start - b.block.span.start)
    .slice(0, limits.blocks),
  errors: documents.flatMap(({ errors }) => errors),
  issues: [],
  ignores: [],
  isTruncated: documents.some(({ isTruncated }) => isTruncated),
  looksLike: 'text',
});

interface Placed {
  readonly document: PemDocument;
  /** Where something of the document stands in the file. */
  readonly place: (own: Span) => Span;
}

function placed(holds: Holding, span: Span): Placed {
  if (holds.kind === 'pem' && holds.repaired) {
    const { document, spans } = holds.repaired;
    const starts = [...new Set(document.parts.map(({ block }) => block.span.start))];
    return {
      document,
      place: ({ start }) => spans[starts.findLastIndex((each) => each <= start)] ?? span,
    };
  }
  const held = toHeldDocument(holds);
  return { document: held.kind === 'document' ? held.document : empty, place: () => span };
}

const empty = readPemDocument('');

/** The parts where they stand in the file. Those of one block stay so: they are told by its identity. */
function movedParts(parts: readonly PemPart[], place: (own: Span) => Span): readonly PemPart[] {
  const moved = new Map<PemBlock, PemBlock>();
  return parts.map((part) => {
    const span = place(part.block.span);
    const block = moved.get(part.block) ?? { ...part.block, span, begin: span, body: span };
    moved.set(part.block, block);
    return { ...part, block };
  });
}

const toCertificatesPem = (ders: readonly Uint8Array[]): string =>
  ders.map((der) => toPem('CERTIFICATE', der)).join('');
const toKeyPem = (der: Uint8Array): string => toPem(trueLabel(readPrivateKeyDer(der)) ?? 'PRIVATE KEY', der);

/** Returns the contents of a PKCS#12 file as PEM, with its keys in the clear. Overwrites those of `opened`. */
export function openedPem({ certificates, keys }: DecryptedContents): string {
  const text = [toCertificatesPem(certificates), ...keys.map(toKeyPem)].join('');
  for (const key of keys) key.fill(0);
  return text;
}
