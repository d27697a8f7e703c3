/** Finds the chain that is meant in a file, and completes it where it is a value of another text. */
import { isSameCertificate } from '../../core/chain/links';
import type { PemDocument } from '../../core/document/document';
import { certificatesOf } from '../../core/document/document';
import type { Insertion } from '../../core/fixes/arrange';
import { insertIssuers } from '../../core/fixes/arrange';
import type { TextEdit } from '../../core/fixes/lines';
import { withEdits } from '../../core/fixes/lines';
import type { Certificate } from '../../core/model';
import type { Cooperative } from '../../shared/cooperative';
import type { HeldParts } from './heldDocument';
import { editValueSteps } from './valueEdit';

interface Reading {
  readonly document: PemDocument;
  readonly parts?: Pick<HeldParts, 'groups'> | undefined;
}

/**
 * Returns the values of one object, where certificates are values of a text; the one that is meant, or the first with
 * any.
 */
export function documentAt({ document, parts }: Reading, offset: number | undefined): PemDocument {
  if (!parts) return document;
  const groups = parts.groups.map((group) => group.document).filter((each) => certificatesOf(each).length > 0);
  const meant = offset === undefined ? undefined : groups.find((each) => certificateAt(each, offset));
  return meant ?? groups[0] ?? document;
}

export function certificateAt({ parts }: PemDocument, offset: number): Certificate | undefined {
  const part = parts.find(
    ({ block: { span }, certificate }) => certificate?.ok && span.start <= offset && offset <= span.end,
  );
  return part?.certificate?.ok ? part.certificate.value : undefined;
}

interface Place {
  readonly text: string;
  /** The offset that `documentAt` was given: other objects may hold the same certificates. */
  readonly offset: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Inserts issuers into a value of a text, written as that is. Undefined where this is not possible. */
export function* insertIntoValueSteps(
  { text, offset, now }: Place,
  reading: Reading,
  insertions: readonly Insertion[],
): Cooperative<readonly TextEdit[] | undefined> {
  const [first] = insertions;
  // The text may have changed since the offset was taken.
  const after = [documentAt(reading, offset), reading.document]
    .flatMap(({ parts }) => parts)
    .find(({ certificate }) => first && certificate?.ok && isSameCertificate(certificate.value, first.after));
  if (!after) return undefined;
  const edit = yield* editValueSteps({ text, at: after.block.span.start, now }, function* (source) {
    yield;
    const edits = insertIssuers(source.text, source.document, insertions);
    return edits && withEdits(source.text, edits);
  });
  return typeof edit === 'string' ? undefined : [edit];
}
