import * as vscode from 'vscode';
import type { Connection } from '../../../app/connections/connections';
import type { CertificateEntry } from '../../../app/inventory/certificateEntry';
import { withOwnerWord } from '../../../app/inventory/owner';
import type { BatchItem } from '../../../app/writes/batch';
import { actionOf } from '../../../app/writes/batch';
import type { Translate } from '../../../shared/translate';
import { toShortText } from '../../../shared/visibleText';
import { askTypedIds } from '../../change/askTypedIds';
import { titleFor } from '../../prompts/guard';
import { confirm, input, refuse } from '../../prompts/prompts';
import { draftTitle } from '../summary';

const maxNames = 12;

/**
 * Asks one confirmation for all: pressed where certificates are only added; by count and the connection's name, typed,
 * where the gateway is production; by the ID of each object, typed, where some are replaced.
 */
export async function confirmBatch(
  items: readonly BatchItem[],
  { connection, translate }: { readonly connection: Connection; readonly translate: Translate },
): Promise<boolean> {
  const { t } = vscode.l10n;
  const { name } = connection;
  const count = items.length;
  const replaced = items.flatMap(replacedBy);
  const title = count === 1 ? t('Upload 1 certificate to {0}', name) : t('Upload {0} certificates to {1}', count, name);
  if (replaced.length > 0)
    return (
      (await askTypedIds({
        title: titleFor(connection, title),
        impact: tally(count - replaced.length, replaced.length),
        // Two certificates of a batch may renew one object.
        objects: [
          ...new Map(
            replaced.map(({ stored, title: name }) => [
              stored.id,
              { id: stored.id, name: withOwnerWord(toShortText(name, 60), stored, translate) },
            ]),
          ).values(),
        ],
      })) === 'typed'
    );
  if (!connection.production) {
    const names = items.slice(0, maxNames).map(({ draft }) => draftTitle(draft));
    const detail = count > maxNames ? [...names, t('and {0} more', count - maxNames)] : names;
    return confirm({ message: `${title}?`, detail, action: t('Upload') });
  }
  const expected = `${count} ${connection.name}`;
  const answer = await input({
    title: titleFor(connection, title),
    prompt: [tally(count, 0), t('Type {0} to continue.', `“${expected}”`)].join(' '),
    placeholder: expected,
    // Judged on Enter: half a text is no mistake yet.
    submit: (text) =>
      Promise.resolve(text === expected ? undefined : refuse(t('That is not {0}. Nothing was sent.', `“${expected}”`))),
  });
  return answer.kind === 'value';
}

const replacedBy = (item: BatchItem): readonly CertificateEntry[] =>
  item.match.kind === 'renews' && actionOf(item) === 'replace' ? [item.match.entry] : [];

function tally(added: number, replaced: number): string {
  const { t } = vscode.l10n;
  if (replaced === 0) return added === 1 ? t('1 is added.') : t('{0} are added.', added);
  const replacing =
    replaced === 1
      ? t('1 takes the place of the one it renews.')
      : t('{0} take the place of those they renew.', replaced);
  return added === 0 ? replacing : t('{0} added; {1}', added, replacing);
}
