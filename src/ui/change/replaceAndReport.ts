import type { Connection } from '../../app/connections/connection';
import type { FullEntry } from '../../app/inventory/certificateEntry';
import type { Deed } from '../../app/writes/endingText';
import { runReplace } from '../../app/writes/operations';
import type { CertificateChange, Gateway } from '../../gateway/gateway';
import { withWriteProgress } from '../prompts/lateProgress';
import type { ChangeServices } from './changeServices';
import type { ChangeStep } from './reportOutcome';
import { reportOutcome } from './reportOutcome';

interface Sending {
  readonly deed: Deed;
  /** Names the work while it goes on: `Updating shop.example.com on Staging`. */
  readonly doing: string;
  readonly connection: Connection;
  readonly services: ChangeServices;
}

/** Sends a change of the object that the person saw, shows the progress, and reports the outcome. */
export async function replaceAndReport(
  change: CertificateChange,
  { entry, gateway }: { readonly entry: FullEntry; readonly gateway: Gateway },
  { deed, doing, connection, services }: Sending,
): Promise<ChangeStep> {
  const { stored, title } = entry;
  const notes = services.journal.notes(connection, title);
  const end = await withWriteProgress(doing, (steps) =>
    runReplace({ change, expected: stored }, { gateway, notes, ...steps }),
  );
  return reportOutcome(end, { deed, title, connection, id: stored.id, before: entry, services });
}
