import { failureText } from '../../app/base/failureText';
import type { DialectId } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import type { Log } from '../base/log';
import type { PickFailure } from '../prompts/pickPrompt';

/** Words why a gateway could not be asked, for a row of the list; the log gets the whole. */
export function toPickFailure(
  error: unknown,
  context: {
    readonly doing: string;
    readonly dialect: DialectId;
    readonly log: Pick<Log, 'error'>;
    readonly translate: Translate;
  },
): PickFailure {
  const { doing, dialect, log, translate } = context;
  const text = failureText(error, { dialect, translate });
  // Cancelled: the list is gone, nobody reads this.
  if (!text) return { what: '' };
  log.error(doing, error);
  return { what: text.what, more: text.more };
}
