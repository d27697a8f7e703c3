import type { Notify } from '../prompts/notify';
import type { PromptsServices } from '../prompts/promptsServices';
import type { Comparisons } from './comparisons';

/** Services that this room takes. */
export interface CompareServices extends PromptsServices {
  /** Side-by-side views of what is and what would be. */
  readonly comparisons: Comparisons;
  readonly notify: Notify;
}
