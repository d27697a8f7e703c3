import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import type { OrphanedToken } from '../../app/connections/orphanedTokens';
import { OrphanedTokens } from '../../app/connections/orphanedTokens';
import { Emitter } from '../../shared/emitter';
import { toShortText } from '../../shared/visibleText';
import { onReturn } from '../base/passingTime';
import { showInformationMessage } from '../window/messages';
import type { ConnectionServices } from './connectionServices';

/** The key in the user's state, which all windows share. */
const askedKey = 'api7Certificates.askedTokens';

/** Asks about tokens whose connection disappeared from the settings. */
export function watchOrphanedTokens({
  context,
  settings,
  connections,
  tokens,
  log,
}: ConnectionServices): vscode.Disposable {
  const memory = context.globalState;
  const focused = new Emitter<void>();
  const subscription = onReturn(() => focused.fire());
  const orphans = new OrphanedTokens({
    settings,
    connections,
    tokens,
    scheduler: realScheduler,
    log,
    asked: {
      get ids() {
        const ids: unknown = memory.get(askedKey);
        return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
      },
      keep: (ids) => memory.update(askedKey, ids),
    },
    focus: {
      get isFocused() {
        return vscode.window.state.focused;
      },
      onDidFocus: focused.event,
    },
    ask,
  });
  return vscode.Disposable.from(orphans, subscription, focused);
}

async function ask({ name, origin }: OrphanedToken): Promise<boolean> {
  const accept = vscode.l10n.t('Delete Token');
  const sentence =
    name === undefined
      ? vscode.l10n.t(
          'A token for {0} is still stored, but no connection in the settings uses it. Delete it?',
          toShortText(origin, 100),
        )
      : vscode.l10n.t(
          'The connection “{0}” is no longer in the settings. Delete its token for {1} too?',
          toShortText(name, 60),
          toShortText(origin, 100),
        );
  return (await showInformationMessage(sentence, accept, vscode.l10n.t('Keep It'))) === accept;
}
