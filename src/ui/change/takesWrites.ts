import type { Connection } from '../../app/connections/connection';
import { standaloneText } from '../../app/connections/standalone';
import type { Gateway } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { showWarningMessage } from '../window/messages';

/** Returns whether a gateway takes writes at all, as far as it is known once something was read. Says why not. */
export function takesWrites(
  { capabilities }: Pick<Gateway, 'capabilities'>,
  { connection, translate }: { readonly connection: Connection; readonly translate: Translate },
): boolean {
  if (capabilities.isReadOnly) void showWarningMessage(standaloneText(connection.name, translate));
  return capabilities.isReadOnly !== true;
}
