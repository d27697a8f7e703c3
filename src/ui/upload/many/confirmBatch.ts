import * as vscode from 'vscode';
import type { Connection } from '../../../app/connections/connections';
import type { CertificateEntry } from '../../../app/inventory/certificateEntry';
import type { BatchItem } from '../../../app/writes/batch';
import { actionOf } from '../../../app/writes/batch';
import type { TypedIdsFault } from '../../../app/writes/typedId';
import { checkTypedIds, typedIds } from '../../../app/writes/typedId';
import { toShortText } from '../../../shared/visibleText';
import { titleFor } from '../../prompts/guard';
import { confirm, input, refuse } from '../../prompts/prompts';
import { ask } from '../../prompts/promptSession';
import { ListBox } from '../../window/boxes';
import type { Row } from '../../window/rows';
import { titleOf } from '../summary';

const maxNames = 12;

/**
 * One confirmation for all: pressed where certificates are only added; by count and the connection's name, typed, where the gateway is
 * production; by the ID of each object, typed, where some are replaced.
 */
export async function confirmBatch(items: readonly BatchItem[], connection: Connection): Promise<boolean> {
  const { t } = vscode.l10n;
  const { name } = connection;
  const count = items.length;
  const replaced = items.flatMap(replacedBy);
  const title = count === 1 ? t('Upload 1 certificate to {0}', name) : t('Upload {0} certificates to {1}', count, name);
  if (replaced.length > 0)
    return askTypedIds({
      title: titleFor(connection, title),
      impact: tally(count - replaced.length, replaced.length),
      entries: replaced,
    });
  if (!connection.production) {
    const names = items.slice(0, maxNames).map(({ draft }) => titleOf(draft));
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

interface TypedIdsQuestion {
  readonly title: string;
  /** Says in a line what happens once they are typed. */
  readonly impact: string;
  /** The objects that are replaced. */
  readonly entries: readonly CertificateEntry[];
}

/**
 * The last thing before several certificates are replaced: the ID of each, typed or pasted into one box, with all of them listed below.
 * Anything missing, and anything else, stays in the box with a word on what it is, and nothing is sent.
 */
async function askTypedIds({ title, impact, entries }: TypedIdsQuestion): Promise<boolean> {
  const { t } = vscode.l10n;
  const distinct = [...new Map(entries.map((entry) => [entry.stored.id, entry])).values()];
  const ids = distinct.map(({ stored }) => stored.id);
  const box = new ListBox<Row>();
  box.placeholder =
    ids.length === 1
      ? t('Type or paste the ID of the certificate that is replaced')
      : t('Type or paste the IDs of all {0} certificates that are replaced', ids.length);
  const show = (fault?: TypedIdsFault) => {
    const given = new Set(typedIds(box.value));
    box.rows = [
      ...(fault ? faultRows(fault) : [toRow('info', impact)]),
      ...distinct.map(({ stored, title: name }) => ({
        ...toRow(given.has(stored.id) ? 'pass' : 'circle-large-outline', stored.id),
        description: given.has(stored.id) ? t('typed') : toShortText(name, 60),
      })),
    ];
  };
  const answer = await ask<true>(box, { title }, ({ end }) => {
    box.onDidChangeValue(() => show());
    box.onDidAccept(() => {
      const fault = checkTypedIds(box.value, ids);
      if (fault) show(fault);
      else end({ kind: 'value', value: true });
    });
    show();
  });
  return answer.kind === 'value';
}

/** Stays whatever is typed: what is typed are IDs, no filter. */
const toRow = (icon: string, text: string): Row => ({ icon, label: text, alwaysShow: true });

function faultRows({ missing, extra }: TypedIdsFault): readonly Row[] {
  const { t } = vscode.l10n;
  const list = (words: readonly string[]) => toShortText(words.join(', '), 300);
  return [
    ...(missing.length > 0 ? [toRow('error', t('Nothing was sent. Missing: {0}', list(missing)))] : []),
    ...(extra.length > 0
      ? [toRow('error', t('Nothing was sent. Not one of these IDs, or typed twice: {0}', list(extra)))]
      : []),
  ];
}
