/**
 * Finds out on the gateway what became of a write that got no answer: at once, when the person asks again, before
 * anything is sent to the same object, and after a reload. Nothing here writes, and nothing throws.
 */
import type { ListedCertificate, StoredCertificate } from '../../core/model';
import type { Gateway } from '../../gateway/gateway';
import { GatewayError, toGatewayError } from '../../gateway/gateway';
import type { ChangedOtherwise, Failed, Gone, LookOutcome, NotWritten, Removed, Unknown, Written } from './ends';
import type { Note } from './journal';
import type { ChangeKind, WriteFacts } from './unfinishedWrite';
import type { WriteVerification } from './verifyWrite';
import { holdsChain, holdsType, holdsWanted, worst } from './verifyWrite';
import type { Wanted } from './wanted';

export interface LookOptions {
  readonly gateway: Pick<Gateway, 'capabilities' | 'list' | 'read'>;
  readonly lookSignal: AbortSignal;
  /** The reason why there is no answer. Not given where the window ended before one came. */
  readonly error?: GatewayError;
}

type LookEnd<Seen> = Seen | { readonly kind: 'unseen'; readonly lookError: GatewayError | undefined };

/** Looks, and ends the note of what is certain; what is not stays in the journal. */
export async function lookAgain(note: Note, looking: LookOptions): Promise<LookOutcome> {
  const error =
    looking.error ??
    new GatewayError('timeout', 'The window ended before the gateway answered.', { mayHaveTakenEffect: true });
  const end = await lookFor(note.write.facts, { ...looking, error });
  if (end.kind === 'unseen') {
    await note.leave();
    return { kind: 'unknown', error, lookError: end.lookError, note } satisfies Unknown;
  }
  await note.end();
  return end;
}

function lookFor(facts: WriteFacts, looking: Required<LookOptions>): Promise<LookEnd<Exclude<LookOutcome, Unknown>>> {
  switch (facts.kind) {
    case 'create':
      return lookForCreated(facts, looking);
    case 'replace':
    case 'labels':
    case 'status':
    case 'pairs':
      return lookAfterReplace(facts, looking);
    case 'remove':
      return lookAfterRemove(facts.objectId, looking);
  }
}

/**
 * Goes through the list for an object that holds the certificate for the same side of TLS, and was not there before.
 * One that has everything else as it was sent comes before one that has not.
 */
async function lookForCreated(
  { wanted, known, unreadable }: Omit<Extract<WriteFacts, { kind: 'create' }>, 'kind'>,
  { gateway, lookSignal, error }: Required<LookOptions>,
): Promise<LookEnd<Written | NotWritten | ChangedOtherwise>> {
  const before = new Set(known);
  let other: StoredCertificate | undefined;
  let hasDoubts = wanted.chain === undefined;
  let unread = 0;
  try {
    for await (const page of gateway.list(lookSignal)) {
      unread += page.unreadable.length;
      for (const listed of page.items) {
        const isSent = before.has(listed.id) ? 'no' : holdsSent(listed, wanted);
        if (isSent === 'cannotTell') hasDoubts = true;
        if (isSent !== 'yes') continue;
        const stored = await gateway.read(listed.id, lookSignal);
        const written = toWrittenUnseen(stored, wanted, gateway);
        if (written) return written;
        other ??= stored;
      }
    }
    if (other) return { kind: 'changedOtherwise', current: other };
    // One of those that are new, or cannot be read, may be it.
    return hasDoubts || unread > unreadable
      ? { kind: 'unseen', lookError: undefined }
      : { kind: 'notWritten', error, current: undefined };
  } catch (thrown) {
    return { kind: 'unseen', lookError: toWriteError(thrown) };
  }
}

/** Returns whether a listed object holds the certificate that was sent, for the same side of TLS. */
const holdsSent = (listed: ListedCertificate, { chain, type }: Wanted): WriteVerification =>
  chain === undefined ? 'no' : worst([holdsChain(listed, chain), holdsType(listed, type)]);

/** Returns an object as one that no answer confirmed; undefined where it holds something else than what was sent. */
function toWrittenUnseen(
  stored: StoredCertificate,
  wanted: Wanted,
  { capabilities }: Pick<Gateway, 'capabilities'>,
): Written | undefined {
  const holding = holdsWanted(stored, wanted, capabilities.wantsNames);
  const readBack = holding === 'yes' ? 'same' : 'cannotTell';
  return holding === 'no' ? undefined : { kind: 'written', stored, readBack, wasInterrupted: true };
}

/** Reads the object and says from what it holds whether the replacement took effect. */
async function lookAfterReplace(
  { objectId, revision, wanted }: Omit<Extract<WriteFacts, { kind: ChangeKind }>, 'kind'>,
  { gateway, lookSignal, error }: Required<LookOptions>,
): Promise<LookEnd<Written | NotWritten | ChangedOtherwise | Gone>> {
  try {
    const current = await gateway.read(objectId, lookSignal);
    if (current.revision === revision) return { kind: 'notWritten', error, current };
    return toWrittenUnseen(current, wanted, gateway) ?? { kind: 'changedOtherwise', current };
  } catch (thrown) {
    const lookError = toWriteError(thrown);
    return lookError.kind === 'notFound' ? { kind: 'gone' } : { kind: 'unseen', lookError };
  }
}

async function lookAfterRemove(
  id: string,
  { gateway, lookSignal, error }: Required<LookOptions>,
): Promise<LookEnd<Removed | NotWritten>> {
  try {
    return { kind: 'notWritten', error, current: await gateway.read(id, lookSignal) };
  } catch (thrown) {
    const lookError = toWriteError(thrown);
    return lookError.kind === 'notFound' ? { kind: 'removed', wasInterrupted: true } : { kind: 'unseen', lookError };
  }
}

/**
 * Returns a thrown value as the error of a write: anything but a failure of the gateway is a fault of ours, after which
 * nothing is certain.
 */
export const toWriteError = (thrown: unknown): GatewayError =>
  toGatewayError(thrown, { sentence: 'The write ended in an unexpected way.', mayHaveTakenEffect: true });

/** Reads the object back. Undefined where it cannot be read just now: the write itself went well. */
export async function readBack(
  gateway: Pick<Gateway, 'read'>,
  id: string,
  signal: AbortSignal,
): Promise<StoredCertificate | undefined> {
  try {
    return await gateway.read(id, signal);
  } catch {
    return undefined;
  }
}

/** Asks the gateway once more: a proxy that lets only reads through may have said that the object is not there. */
export async function toGone(
  id: string,
  { gateway, lookSignal }: { readonly gateway: Pick<Gateway, 'read'>; readonly lookSignal: AbortSignal },
  { status, gatewayText }: Partial<Pick<GatewayError, 'status' | 'gatewayText'>> = {},
): Promise<Failed | Gone> {
  if ((await readBack(gateway, id, lookSignal)) === undefined) return { kind: 'gone' };
  const error = new GatewayError('unexpected', 'The answer says that the object is gone, and it is still there.', {
    status,
    gatewayText,
    explanation:
      'Nothing was changed: the response says that the certificate does not exist, but the gateway still has it.',
  });
  return { kind: 'failed', error };
}
