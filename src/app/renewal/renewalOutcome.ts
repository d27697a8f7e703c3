/** Outcomes of the write to one object, as data and in words. */
import type { Gateway } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { failureText } from '../base/failureText';
import type { Inventory } from '../inventory/inventory';
import { rivalsIn } from '../inventory/listing';
import { endingText } from '../writes/endingText';
import type { ReplaceOutcome } from '../writes/ends';
import type { Note, WriteNotes } from '../writes/journal';
import { lookAgain } from '../writes/looks';
import { runReplace } from '../writes/operations';
import { toChange } from '../writes/update';
import type { RenewalPlan } from './renewalPlan';
import type { RenewalObject } from './renewalTargets';

export type Ended =
  | ReplaceOutcome
  /** Its turn never came: somebody cancelled, or its gateway refused one before for a reason that holds for all. */
  | { readonly kind: 'notTried'; readonly why: 'cancelled' }
  | { readonly kind: 'notTried'; readonly why: 'gateway'; readonly sentence: string };

export interface RenewalOutcome {
  readonly ended: Ended;
  readonly severity: 'ok' | 'info' | 'warning' | 'error';
  readonly sentence: string;
}

/** Writes it, if the gateway still has it as it was shown, and reads it back. */
export function sendRenewal(
  { draft, context: { entry }, gateway }: RenewalPlan,
  parts: { readonly notes: WriteNotes; readonly onSent: () => void; readonly onLook: () => void },
): Promise<ReplaceOutcome> {
  const neverAborted = new AbortController().signal;
  return runReplace(
    { change: toChange(draft, entry, gateway.capabilities), expected: entry.stored },
    { gateway, signal: neverAborted, lookSignal: neverAborted, ...parts },
  );
}

/** Looks for a write that got no answer. */
export async function lookForRenewal(note: Note, gateway: Gateway, lookSignal: AbortSignal): Promise<ReplaceOutcome> {
  const outcome = await lookAgain(note, { gateway, lookSignal });
  return outcome.kind === 'removed' ? { kind: 'gone' } : outcome;
}

export function toOutcome(
  ended: Ended,
  { connection, entry, plan }: RenewalObject,
  {
    inventory,
    now,
    translate: t,
  }: {
    readonly inventory: Pick<Inventory, 'state' | 'certificates'>;
    readonly now: () => number;
    readonly translate: Translate;
  },
): RenewalOutcome {
  switch (ended.kind) {
    case 'notTried':
      return {
        ended,
        severity: 'info',
        sentence:
          ended.why === 'cancelled'
            ? t('Not tried: cancelled before it was its turn.')
            : t('Not tried, because its gateway refused an earlier one: {why}', { why: ended.sentence }),
      };
    case 'failed':
      return {
        ended,
        severity: 'error',
        sentence:
          failureText(ended.error, { dialect: connection.dialect, translate: t })?.sentence ??
          t('Nothing was written: it was cancelled.'),
      };
    default: {
      const { severity, sentence } = endingText(ended, {
        deed: 'update',
        title: entry.title,
        connection,
        id: entry.stored.id,
        before: plan?.context.entry,
        rivalsFor: rivalsIn(inventory, connection.id),
        now: now(),
        translate: t,
      });
      return { ended, sentence, severity: ended.kind === 'written' && severity === 'info' ? 'ok' : severity };
    }
  }
}
