/** Turns what a file holds into the one document that searches, marks and the workspace check look at. */
import { derToPem } from '../../core/document/derObject';
import type { PemDocument } from '../../core/document/document';
import { readPemDocument, readPemDocumentSteps } from '../../core/document/document';
import { isWideEncoding } from '../../core/document/unwrap';
import type { DecryptedContents } from '../../core/encrypted/decryptResult';
import { certificateParts, presentedParts } from '../../core/findings/certificateParts';
import type { ForeignValue, ValueFault } from '../../core/findings/manifestRules';
import { readPrivateKeyDer, trueLabel } from '../../core/keys/keys';
import type { Span } from '../../core/model';
import type { LayoutIssue, LayoutIssueCode } from '../../core/pem/layout';
import { ignoresBefore } from '../../core/pem/layout';
import { toCertificatesPem, toPem } from '../../core/pem/scan';
import type { Cooperative } from '../../shared/cooperative';
import { foreignWords } from './foreignWords';
import type { HeldValue, Holding, ValuesHolding } from './holding';
import type { HostBinding } from './hostBindings';
import { joined, moved, shareOf } from './movedDocument';
import { unindentedBelow } from './unindented';
import { valueFaults } from './valueFaults';
import { toValueGroups } from './valueGroups';
import type { ManifestObject } from './valueNames';

/** A file as the document that it is, or would be. Holds nothing of a private key but what is public. */
export type HeldDocument =
  | {
      readonly kind: 'document';
      readonly document: PemDocument;
      /** False where the file is made of something else, and the document's spans are no places of it. */
      readonly isText: boolean;
      /** The values, where certificates and keys are values of a text. */
      readonly parts?: HeldParts;
    }
  /** PKCS#12: what is in it shows only once it is opened. */
  | { readonly kind: 'encrypted'; readonly der: Uint8Array }
  /** Bytes that are nothing known here. */
  | { readonly kind: 'unknown' };

/** Certificates and keys as values of a text. */
export interface HeldParts {
  /** Values that belong together: a chain with its key, or CA certificates. Spans are places of the text. */
  readonly groups: readonly HeldGroup[];
  /** Ordered as in the text, without those that `stringData` overrides. */
  readonly values: readonly PlacedValue[];
  /** Values that only another tool can read. */
  readonly foreign: readonly ForeignValue[];
  readonly faults: readonly ValueFault[];
  readonly bindings: readonly HostBinding[];
}

interface HeldGroup {
  readonly document: PemDocument;
  /** The Kubernetes object that it is of. */
  readonly object: ManifestObject | undefined;
  /** SHA-256 of the certificate that it presents. */
  readonly leafSha256: string | undefined;
}

/** A value of a text that holds certificates or keys. */
export interface PlacedValue extends Pick<HeldValue, 'name' | 'span'> {
  /** The place of each of its blocks: a part of the value's span. */
  readonly blocks: readonly Span[];
  /** Base64, in which no place of a block means anything to a reader. */
  readonly isEncoded: boolean;
  /** PKCS#12: what is in it shows only once it is opened. */
  readonly isEncrypted: boolean;
}

/** Reads a holding as a document, in steps. Never throws. What is not PEM is written as PEM and read. */
export function* toHeldDocumentSteps(holding: Holding): Cooperative<HeldDocument> {
  switch (holding.kind) {
    case 'pem':
      return { kind: 'document', document: holding.document, isText: true };
    case 'values':
      return { kind: 'document', ...(yield* ofValues(holding)), isText: true };
    case 'base64': {
      const inner = yield* toHeldDocumentSteps(holding.inner);
      return inner.kind === 'document' ? { ...inner, isText: false } : inner;
    }
    case 'der': {
      const { der, object } = holding;
      if (object.kind === 'pkcs12') return { kind: 'encrypted', der };
      const pem = derToPem(der, object);
      yield;
      if (pem === undefined) return unknown;
      const document = yield* readPemDocumentSteps(pem);
      return { kind: 'document', document: object.kind === 'pkcs7' ? asMessage(document) : document, isText: false };
    }
    case 'foreign':
      return unknown;
  }
}

const unknown = { kind: 'unknown' } as const;

/** Returns the certificates of a PKCS#7 message as such: they are a set, which has no order. */
const asMessage = (document: PemDocument): PemDocument => ({
  ...document,
  parts: document.parts.map((part, index, { length: count }) => ({ ...part, member: { index, count } })),
});

/** Makes a document with every block where its value stands in the text. */
function* ofValues({ values, bindings, sniLists, text }: ValuesHolding): Cooperative<{
  readonly document: PemDocument;
  readonly parts: HeldParts;
}> {
  let behind = 0;
  const seen: Placed[] = [];
  for (const value of values) {
    if (value.isOverridden) continue;
    yield;
    const placed = yield* toPlaced(value, text);
    const ignores = ignoresBefore(text, { start: behind, end: value.span.start }, value.span);
    behind = value.span.end;
    const unindented = unindentedBelow(text, value.span);
    const first = placed.blocks[0] ?? value.span;
    const issues: readonly LayoutIssue[] = unindented
      ? [...placed.document.issues, { code: 'unindentedBlock', span: first, facts: { key: unindented.key } }]
      : placed.document.issues;
    seen.push({ ...placed, document: { ...placed.document, ignores, issues } });
  }
  const placedGroups = toValueGroups(seen);
  const groups = placedGroups.map((group) => {
    const document = joined(group.map((each) => each.document));
    const [first] = group;
    const isRemoved = first?.value.isRemoved ?? false;
    return { document, object: first?.value.object, leafSha256: leafSha256Of(document), isRemoved };
  });
  return {
    document: joined(groups.map(({ document }) => document)),
    // Nobody needs to know what is wrong with what a patch takes out.
    parts: {
      groups: groups.filter(({ isRemoved }) => !isRemoved),
      values: seen.map(toPlacedValue),
      foreign: seen.flatMap(toForeign),
      faults: valueFaults(placedGroups, sniLists),
      bindings,
    },
  };
}

const toForeign = ({ value: { span, holding } }: Placed): readonly ForeignValue[] =>
  holding.kind === 'foreign'
    ? [
        {
          span,
          ...foreignWords(holding.format, { ...holding, isValue: true }),
          ...(holding.format === 'bytesAsText' && { severity: 'warning' }),
        },
      ]
    : [];

function leafSha256Of(document: PemDocument): string | undefined {
  const all = certificateParts(document);
  return (presentedParts(all)[0] ?? all[0])?.certificate.fingerprints.sha256;
}

interface Placed {
  readonly value: HeldValue;
  readonly document: PemDocument;
  readonly blocks: readonly Span[];
  readonly isEncoded: boolean;
  readonly isEncrypted: boolean;
}

const toPlacedValue = ({ value: { name, span }, blocks, isEncoded, isEncrypted }: Placed): PlacedValue => ({
  name,
  span,
  blocks,
  isEncoded,
  isEncrypted,
});

function* toPlaced(value: HeldValue, text: string): Cooperative<Placed> {
  const { holding, span } = value;
  if (holding.kind === 'pem' && holding.repaired) {
    const { document, spans } = holding.repaired;
    return { value, ...moved({ ...document, issues: [] }, { spans, text }), isEncoded: false, isEncrypted: false };
  }
  const inner = yield* toHeldDocumentSteps(holding);
  const whole = inner.kind === 'document' ? inner.document : empty;
  const issues = [...whole.issues.filter(({ code }) => harmful.has(code)), ...encodingIssues(holding, whole)];
  const document = { ...whole, issues };
  const blocks = [...new Set(document.parts.map(({ block }) => block))];
  const isEncrypted = inner.kind === 'encrypted' || document.parts.some(({ mislabelled }) => mislabelled === 'pkcs12');
  const spans = blocks.map((block, index) => shareOf(span, block.span, { of: blocks.at(-1)?.span.end ?? 1, index }));
  return {
    value,
    ...moved(document, { spans: blocks.length > 1 ? spans : [span], text: '' }),
    isEncoded: true,
    isEncrypted,
  };
}

/** Unusual layouts that keep OpenSSL from finding a block. */
const harmful: ReadonlySet<LayoutIssueCode> = new Set([
  'bareCarriageReturns',
  'indentedBlock',
  'byteOrderMark',
  'certificateHeader',
  'misspeltLabel',
]);

/** Returns what is wrong about the bytes that a value decodes to, at its first block. */
function encodingIssues(holding: Holding, { parts: [first] }: PemDocument): readonly LayoutIssue[] {
  const encoding = holding.kind === 'base64' ? holding.encoding : undefined;
  if (encoding === undefined || !first) return [];
  const { begin } = first.block;
  if (isWideEncoding(encoding)) return [{ code: 'wideEncoding', span: begin, facts: { encoding } }];
  return begin.start === 0 ? [{ code: 'byteOrderMark', span: begin, facts: {} }] : [];
}

const empty = readPemDocument('');

const toKeyPem = (der: Uint8Array): string => toPem(trueLabel(readPrivateKeyDer(der)) ?? 'PRIVATE KEY', der);

/** Returns the contents of a PKCS#12 file as PEM, with its keys in the clear. Overwrites those of `opened`. */
export function openedPem({ certificates, keys }: DecryptedContents): string {
  const text = [toCertificatesPem(certificates.map((der) => ({ der }))), ...keys.map(toKeyPem)].join('');
  for (const key of keys) key.fill(0);
  return text;
}
