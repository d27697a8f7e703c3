/**
 * Writing to a gateway, to the end: a note in the journal, the write, then a look at what the gateway has now. An
 * answer that got lost is never a reason to write again; the gateway is read instead, and what it holds decides what is
 * said. Nothing here throws.
 */
import type { StoredCertificate } from '../../core/model';
import type { CertificateBundle, CertificateChange, Gateway } from '../../gateway/gateway';
import { GatewayError } from '../../gateway/gateway';
import { NotNoted } from '../base/failureText';
import { raceAbort } from '../base/limiter';
import type {
  ChangedBefore,
  ChangedOtherwise,
  CreateOutcome,
  Failed,
  Gone,
  LookOutcome,
  RemoveOutcome,
  ReplaceOutcome,
  Unknown,
  Written,
} from './ends';
import type { Note, WriteNotes } from './journal';
import { lookAgain, readBack, toGone, toWriteError } from './looks';
import type { ChangeKind, WriteFacts } from './unfinishedWrite';
import { holdsWanted } from './verifyWrite';
import type { Wanted } from './wanted';
import { toWanted, toWantedNew } from './wanted';

export interface Writing<Call extends 'create' | 'replace' | 'remove'> {
  readonly gateway: Pick<Gateway, 'capabilities' | 'list' | 'read' | Call>;
  /** The journal, in which the write is noted before it leaves. */
  readonly notes: WriteNotes;
  /** Ends the write. Whoever aborts it after `onSent` gives up an answer that may be on its way. */
  readonly signal: AbortSignal;
  /** Called when the write may take effect from here on, whatever happens. */
  readonly onSent?: () => void;
  /** Called before the gateway is read to find out: there is no answer, or there was none to an earlier write. */
  readonly onLook?: () => void;
  /** Ends the reading that follows the write, and nothing else. */
  readonly lookSignal: AbortSignal;
}

export interface Creating {
  readonly bundle: CertificateBundle;
  /** Ids of objects that may hold the same certificate and were there before, and are therefore not the new one. */
  readonly known: ReadonlySet<string>;
  /** The number of objects that could not be read when the gateway was last listed. */
  readonly unreadable?: number;
}

export interface Replacing {
  readonly change: CertificateChange;
  readonly expected: StoredCertificate;
}

export function runCreate(
  { bundle, known, unreadable = 0 }: Creating,
  writing: Writing<'create'>,
): Promise<CreateOutcome> {
  const { gateway, signal, onSent, lookSignal } = writing;
  const wanted = toWantedNew(bundle);
  return runNoted<CreateOutcome>({ kind: 'create', wanted, known: [...known], unreadable }, writing, {
    write: async () => {
      const stored = await gateway.create(bundle, signal, onSent);
      return toWritten(stored, await readBack(gateway, stored.id, lookSignal), { wanted, gateway });
    },
    toEnd: (outcome) => {
      if (outcome.kind === 'gone' || outcome.kind === 'removed') return undefined;
      // An earlier try may have been for other names, labels or another CA.
      return outcome.kind === 'written' && holdsWanted(outcome.stored, wanted, gateway.capabilities.wantsNames) === 'no'
        ? { kind: 'changedOtherwise', current: outcome.stored }
        : outcome;
    },
    isSame: () => true,
    toRefusal: (error) => ({ kind: 'failed', error }),
  });
}

export function runReplace({ change, expected }: Replacing, writing: Writing<'replace'>): Promise<ReplaceOutcome> {
  const { gateway, signal, onSent, lookSignal } = writing;
  const wanted = toWanted(change);
  const kind = kindOf(change);
  return runNoted<ReplaceOutcome>({ kind, objectId: expected.id, revision: expected.revision, wanted }, writing, {
    write: async () => {
      const stored = await gateway.replace(expected.id, change, { expected, signal, onSent });
      return toWritten(stored, await readBack(gateway, expected.id, lookSignal), { wanted, gateway });
    },
    toEnd: (outcome) => (outcome.kind === 'removed' ? undefined : outcome),
    isSame: (earlier) => earlier.kind !== 'remove' && JSON.stringify(earlier.wanted) === JSON.stringify(wanted),
    toRefusal: (error) => toRefusal(error, expected.id, writing),
  });
}

function kindOf({ certificate, isEnabled, furtherPairs }: CertificateChange): ChangeKind {
  if (certificate !== undefined) return 'replace';
  if (furtherPairs !== undefined) return 'pairs';
  return isEnabled === undefined ? 'labels' : 'status';
}

/** @param expected the object as it was shown */
export function runRemove(expected: StoredCertificate, writing: Writing<'remove'>): Promise<RemoveOutcome> {
  const { gateway, signal, onSent } = writing;
  const { id } = expected;
  return runNoted<RemoveOutcome>({ kind: 'remove', objectId: id }, writing, {
    write: async () =>
      (await gateway.remove(id, { expected, signal, onSent })) === 'removed'
        ? { kind: 'removed', wasInterrupted: false }
        : toGone(id, writing),
    toEnd: (outcome) => (outcome.kind === 'written' || outcome.kind === 'changedOtherwise' ? undefined : outcome),
    isSame: ({ kind }) => kind === 'remove',
    toRefusal: (error) => toRefusal(error, id, writing),
  });
}

interface Steps<End> {
  readonly write: () => Promise<End>;
  /** Turns what looking for such a write showed into its end; undefined where that cannot be. */
  readonly toEnd: (outcome: LookOutcome) => End | undefined;
  /** True if an earlier write was to bring about the same. */
  readonly isSame: (earlier: WriteFacts) => boolean;
  /** Says what an error means after which nothing was written: the gateway refused, or nothing was sent. */
  readonly toRefusal: (error: GatewayError) => End | Promise<End>;
}

type NotedWriting = Pick<Writing<never>, 'notes' | 'signal' | 'onLook' | 'lookSignal'> & {
  readonly gateway: Pick<Gateway, 'capabilities' | 'list' | 'read'>;
};

/** Sends a write. The one way out: none leaves without a note, nor before it is known what became of an earlier one. */
async function runNoted<End>(
  facts: WriteFacts,
  writing: NotedWriting,
  { write, toEnd, isSame, toRefusal: refuse }: Steps<End | Failed | Unknown>,
): Promise<End | Failed | Unknown> {
  const { notes, signal, onLook, lookSignal, gateway } = writing;
  await notes.whenRead;
  for (const earlier of notes.earlier(facts)) {
    onLook?.();
    const outcome = await lookAgain(earlier, { gateway, lookSignal });
    if (outcome.kind === 'unknown') return outcome;
    // What did not take effect is sent now.
    const end = isSame(earlier.write.facts) && outcome.kind !== 'notWritten' ? toEnd(outcome) : undefined;
    if (end !== undefined) return end;
  }
  const keeping = await keepNote(facts, { notes, signal });
  if (!keeping.ok) return { kind: 'failed', error: keeping.error };
  const { note } = keeping;
  try {
    const end = await write();
    await note.end();
    return end;
  } catch (thrown) {
    const error = toWriteError(thrown);
    if (error.mayHaveTakenEffect) {
      onLook?.();
      return (
        toEnd(await lookAgain(note, { gateway, lookSignal, error })) ?? {
          kind: 'unknown',
          error,
          lookError: undefined,
          note,
        }
      );
    }
    await note.end();
    return refuse(error);
  }
}

type Keeping =
  { readonly ok: true; readonly note: Note } | { readonly ok: false; readonly error: GatewayError | NotNoted };

/** Keeps the note, which the write waits for; the person may leave meanwhile. */
async function keepNote(
  facts: WriteFacts,
  { notes, signal }: Pick<NotedWriting, 'notes' | 'signal'>,
): Promise<Keeping> {
  const keeping = notes.keep(facts);
  try {
    return { ok: true, note: await raceAbort(keeping, signal) };
  } catch (error) {
    if (error instanceof NotNoted) return { ok: false, error };
    keeping.then(
      (note) => note.end(),
      () => undefined,
    );
    return {
      ok: false,
      error: new GatewayError('cancelled', 'The write was cancelled before it was sent.', { cause: error }),
    };
  }
}

/** Turns an error after which nothing was written into the end of the write. */
async function toRefusal(
  error: GatewayError,
  id: string,
  looking: Pick<NotedWriting, 'gateway' | 'lookSignal'>,
): Promise<Failed | ChangedBefore | Gone> {
  switch (error.kind) {
    case 'conflict':
      return { kind: 'changedBefore', current: error.current };
    case 'notFound':
      return toGone(id, looking, error);
    default:
      return { kind: 'failed', error };
  }
}

/** Ends a write that the gateway took: what it holds is what was read back, or, where that failed, what it answered. */
function toWritten(
  answered: StoredCertificate,
  read: StoredCertificate | undefined,
  { wanted, gateway }: { readonly wanted: Wanted; readonly gateway: Pick<Gateway, 'capabilities'> },
): Written | ChangedOtherwise {
  const stored = read ?? answered;
  const holding = holdsWanted(stored, wanted, gateway.capabilities.wantsNames);
  if (holding === 'no') return { kind: 'changedOtherwise', current: stored };
  return {
    kind: 'written',
    stored,
    readBack: read === undefined ? 'failed' : holding === 'yes' ? 'same' : 'cannotTell',
    wasInterrupted: false,
  };
}
