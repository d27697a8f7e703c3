import type { Impact } from '../../app/usage/impact';
import type { ReviewRow } from '../prompts/reviewPick';
import { showReview } from '../prompts/reviewPick';
import { askTypedId } from './askTypedIds';
import type { ChangeServices } from './changeServices';
import { impactSentence } from './impactRows';
import { openManifest } from './ownerManifest';
import type { PreparedChange } from './prepareChange';

interface IdQuestion {
  readonly title: string;
  readonly services: ChangeServices;
  /** Say what is lost, a sentence each. */
  readonly losses?: readonly string[];
}

/** Asks for the ID of the object that is about to change, and says who is affected. */
export const askId = ({ entry }: PreparedChange, impact: Impact, { title, services, losses = [] }: IdQuestion) =>
  askTypedId({ title, impact: impactSentence(impact, losses, services.translate), id: entry.stored.id, services });

interface Confirmation extends IdQuestion {
  readonly placeholder: string;
  /** The choice `go` leads on. */
  readonly rows: readonly ReviewRow<'go' | 'manifest'>[];
  /** False where nothing stops working. */
  readonly asksForId?: boolean;
}

/** Shows who is affected, then asks for the ID; going back leads from the one to the other. */
export async function confirmChange(
  prepared: PreparedChange,
  impact: Impact,
  { title, placeholder, rows, services, losses, asksForId = true }: Confirmation,
): Promise<boolean> {
  for (;;) {
    const choice = await showReview({ title, placeholder, rows });
    if (choice === 'manifest') await openManifest(prepared.manifest, { services, title: prepared.entry.title });
    if (choice !== 'go') return false;
    if (!asksForId) return true;
    const answer = await askId(prepared, impact, { title, services, ...(losses && { losses }) });
    if (answer !== 'back') return answer === 'typed';
  }
}
