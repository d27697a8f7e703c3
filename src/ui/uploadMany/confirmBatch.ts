import * as vscode from 'vscode';
import { actionOf } from '../../app/batch';
import type { BatchItem } from '../../app/batch';
import type { Connection } from '../../app/connections';
import { toVisibleText } from '../../shared/visibleText';
import { titleFor } from '../guard';
import { confirm, input, refuse } from '../prompts';
import { titleOf } from '../upload/summary';

const mostNames = 12;

/**
 * One confirmation for all, by count and the connection's name: pressed where certificates are only added, typed where some
 * are replaced or the gateway is production.
 */
export async function confirmBatch(items: readonly BatchItem[], connection: Connection): Promise<boolean> {
  const { t } = vscode.l10n;
  const name = toVisibleText(connection.name);
  const count = items.length;
  const replaced = items.filter((item) => actionOf(item) === 'replace').length;
  const title = count === 1 ? t('Upload 1 certificate to {0}', name) : t('Upload {0} certificates to {1}', count, name);
  if (replaced === 0 && !connection.production) {
    const names = items.slice(0, mostNames).map(({ draft }) => toVisibleText(titleOf(draft)));
    const detail = count > mostNames ? [...names, t('and {0} more', count - mostNames)] : names;
    return confirm({ message: `${title}?`, detail: detail.join('\n'), action: t('Upload') });
  }
  const expected = `${count} ${connection.name}`;
  const answer = await input({
    title: titleFor(connection, title),
    prompt: t('{0} are added, {1} are replaced. Type {2} to go on.', count - replaced, replaced, `“${toVisibleText(expected)}”`),
    placeholder: toVisibleText(expected),
    // Judged on Enter: half a text is no mistake yet.
    submit: (text) => Promise.resolve(text === expected ? undefined : refuse(t('That is not {0}. Nothing was sent.', `“${toVisibleText(expected)}”`))),
  });
  return answer.kind === 'value';
}
