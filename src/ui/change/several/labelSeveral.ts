import * as vscode from 'vscode';
import type { FullEntry } from '../../../app/inventory/certificateEntry';
import { toEntry, toLabelText } from '../../../app/inventory/certificateEntry';
import { ownerOf } from '../../../app/inventory/owner';
import { ownerWarning } from '../../../app/inventory/ownerWarnings';
import { runReplace } from '../../../app/writes/operations';
import type { LabelChange } from '../../../app/writes/severalWrites';
import { changeLabels, parseLabelChange } from '../../../app/writes/severalWrites';
import type { Label } from '../../../core/model';
import { unlessMissing } from '../../../gateway/gateway';
import { toShortText } from '../../../shared/visibleText';
import { withBusyPick, withLateProgress } from '../../prompts/lateProgress';
import { input, refuse } from '../../prompts/prompts';
import type { ReviewRow } from '../../prompts/reviewPick';
import { section, showReview } from '../../prompts/reviewPick';
import { showInformationMessage } from '../../window/messages';
import type { ChangeServices } from '../changeServices';
import { textRows } from '../impactRows';
import type { FoundManifests, Manifest } from '../manifestSearch';
import { findManifests } from '../manifestSearch';
import { manifestRowsOfSeveral, openManifest } from '../ownerManifest';
import { reportGone } from '../prepareChange';
import type { Target } from '../target';
import type { GatewayItem } from './runSeveral';
import { runSeveral } from './runSeveral';
import type { TargetsOfGateway } from './severalTargets';
import { connectionNames, duringSeveral, titleOver } from './severalTargets';

interface LabelledItem extends GatewayItem {
  readonly labels: readonly Label[];
}

/**
 * Sets and removes labels of several certificates: what changes on each is shown first. No ID is asked for: nothing
 * stops working.
 */
export const labelSeveral = (targets: readonly Target[], services: ChangeServices): Promise<void> =>
  duringSeveral(targets, services, async (groups) => {
    const { t } = vscode.l10n;
    const incapable = groups.find(({ gateway }) => !gateway.capabilities.canEditLabelsAlone);
    if (incapable)
      return void showInformationMessage(
        t(
          '{0} takes labels only together with the certificate and its key. Update the certificate to change them.',
          toShortText(incapable.connection.name, 60),
        ),
      );
    const items = await readAll(groups, services);
    if (!items || items.length === 0) return;
    const place = connectionNames(groups);
    const title = titleOver(groups, t('Labels of {0} certificates on {1}', items.length, place));
    const styles = groups.map(({ gateway }) => gateway.capabilities.labels);
    const chosen = await choose(items, { title, style: styles.includes('pairs') ? 'pairs' : 'words', services });
    if (!chosen) return;
    await runSeveral({
      deed: 'labels',
      items: chosen,
      services,
      write: ({ entry, labels }, writing) => runReplace({ change: { labels }, expected: entry.stored }, writing),
      doing: t('Changing the labels of {0} certificates on {1}', chosen.length, place),
      allDone:
        chosen.length === 1
          ? t('Changed the labels of 1 certificate on {0}.', place)
          : t('Changed the labels of {0} certificates on {1}.', chosen.length, place),
      someDone: (done, total) => t('Labels of {0} of {1} certificates changed on {2}', done, total, place),
    });
  });

/** Reads the objects anew. Undefined where the person cancelled, or where one could not be read, which is reported. */
async function readAll(
  groups: readonly TargetsOfGateway[],
  services: ChangeServices,
): Promise<readonly GatewayItem[] | undefined> {
  const { t } = vscode.l10n;
  const items: GatewayItem[] = [];
  for (const { connection, gateway, targets } of groups) {
    try {
      const read = await withBusyPick(
        { title: t('Labels'), doing: t('Reading the labels from the gateway…') },
        async (signal) => {
          const entries: FullEntry[] = [];
          for (const target of targets) {
            const stored = await gateway.read(target.id, signal).catch(unlessMissing);
            if (stored) entries.push(services.inventory.put(connection.id, stored) ?? toEntry(connection, stored));
            else reportGone(target, services);
          }
          return entries;
        },
      );
      if (!read) return undefined;
      items.push(...read.map((entry) => ({ connection, gateway, entry })));
    } catch (error) {
      services.notify.failure(error, { doing: t('Reading them from {0}', connection.name), connection });
      return undefined;
    }
  }
  return items;
}

type ReviewChoice = 'change' | 'edit' | { readonly manifest: Manifest };

interface Choosing {
  readonly title: string;
  readonly style: 'words' | 'pairs';
  readonly services: ChangeServices;
}

/** Asks for the change, then lists its effect on each object; objects on which nothing changes are not written. */
async function choose(
  items: readonly GatewayItem[],
  { title, style, services }: Choosing,
): Promise<readonly LabelledItem[] | undefined> {
  let typed = '';
  for (;;) {
    const change = await askChange(items, { title, style, typed });
    if (!change) return undefined;
    typed = change.typed;
    const all = items.map((item) => ({ ...item, labels: changeLabels(item.entry.stored.labels, change) }));
    const chosen = all.filter(({ entry, labels }) => differs(entry.stored.labels, labels));
    const manifests = await withLateProgress(vscode.l10n.t('Looking for what makes them'), (signal) =>
      findManifests(
        chosen.map(({ entry }) => entry.stored),
        { signal, log: services.log },
      ),
    );
    const answer = await showReview<ReviewChoice>({
      title,
      placeholder: vscode.l10n.t('Check what changes'),
      rows: reviewRows(all, chosen, { manifests: manifests ? [manifests] : [], services }),
    });
    if (answer === 'change') return chosen;
    if (answer === undefined) return undefined;
    if (answer !== 'edit') {
      await openManifest(answer.manifest, { services, title: vscode.l10n.t('any of these certificates') });
      return undefined;
    }
  }
}

async function askChange(
  items: readonly GatewayItem[],
  { title, style, typed }: Omit<Choosing, 'services'> & { readonly typed: string },
): Promise<(LabelChange & { readonly typed: string }) | undefined> {
  const { t } = vscode.l10n;
  const present = new Set(items.flatMap(({ entry }) => entry.stored.labels.map(toLabelText)));
  const how =
    style === 'pairs'
      ? t('key=value sets a label, -key removes it; separated by spaces.')
      : t('A word adds a label, -word removes it; separated by spaces.');
  const now = present.size > 0 ? t('Labels now: {0}', toShortText([...present].join(', '), 200)) : t('No labels');
  const answer = await input({
    title,
    prompt: [how, now].join(' '),
    value: typed,
    check: (text) => {
      const reading = parseLabelChange(text, style);
      if (reading.ok) return undefined;
      return refuse(
        style === 'pairs'
          ? t('“{0}” is not of the form key=value or -key.', reading.wrong)
          : t('“{0}” is not a label.', reading.wrong),
      );
    },
  });
  if (answer.kind !== 'value') return undefined;
  const reading = parseLabelChange(answer.value, style);
  return reading.ok ? { ...reading.change, typed: answer.value } : undefined;
}

const differs = (before: readonly Label[], after: readonly Label[]): boolean =>
  before.length !== after.length || added(before, after).length > 0;

/** Returns texts of labels that the first list has not. */
function added(before: readonly Label[], after: readonly Label[]): readonly string[] {
  const known = new Set(before.map(toLabelText));
  return after.map(toLabelText).filter((text) => !known.has(text));
}

function reviewRows(
  all: readonly LabelledItem[],
  chosen: readonly LabelledItem[],
  {
    manifests,
    services,
  }: { readonly manifests: readonly FoundManifests<unknown>[]; readonly services: ChangeServices },
): readonly ReviewRow<ReviewChoice>[] {
  const { t } = vscode.l10n;
  const { translate } = services;
  const toRows = ({ entry, connection, labels }: LabelledItem): readonly ReviewRow<never>[] => {
    const { stored } = entry;
    const owner = ownerOf(stored);
    const [more, less] = [added(stored.labels, labels), added(labels, stored.labels)];
    const list = (words: readonly string[]) => toShortText(words.join(', '), 100);
    const changes = [
      less.length > 0 && t('removed: {0}', list(less)),
      more.length > 0 && t('added: {0}', list(more)),
    ].filter(Boolean);
    return [
      {
        icon: changes.length > 0 ? 'tag' : 'check',
        label: toShortText(entry.title, 80),
        description: [toShortText(connection.name, 60), toShortText(stored.id, 64)].join(' · '),
        detail: changes.length > 0 ? changes.join(' · ') : t('stays as it is'),
        alwaysShow: true,
      },
      ...(owner && changes.length > 0 ? textRows('warning', ownerWarning(owner, translate)) : []),
    ];
  };
  return [
    ...(chosen.length > 0
      ? [
          {
            icon: 'tag',
            label: t('Change Labels'),
            description: chosen.length === 1 ? t('of 1 certificate') : t('of {0} certificates', chosen.length),
            choice: 'change' as const,
            alwaysShow: true,
          },
        ]
      : []),
    { icon: 'edit', label: t('Edit Again'), choice: 'edit' as const, alwaysShow: true },
    ...manifestRowsOfSeveral(manifests),
    section(t('What changes')),
    ...all.flatMap(toRows),
  ];
}
