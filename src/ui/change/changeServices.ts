import type { KnownUses } from '../../app/usage/knownUses';
import type { Journal } from '../../app/writes/journal';
import type { Log } from '../base/log';
import type { CompareServices } from '../compare/comparisons';
import type { HeldComparison } from '../compare/heldComparison';
import type { DetailPages } from '../details/detailPages';
import type { Guard } from '../prompts/guard';
import type { CertificateTree } from '../tree/certificateTree';

export interface ChangeServices extends CompareServices {
  readonly tree: CertificateTree;
  readonly details: DetailPages;
  /** Asked before anything that writes. */
  readonly guard: Guard;
  /** Writes whose outcome is not known yet. Every write is noted in it. */
  readonly journal: Journal;
  /** A comparison that an update waits for. */
  readonly heldComparison: HeldComparison;
  readonly log: Log;
  readonly uses: KnownUses;
}
