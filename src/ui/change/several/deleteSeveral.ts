import * as vscode from 'vscode';
import type { Connection } from '../../../app/connections/connection';
import { ownerOf } from '../../../app/inventory/owner';
import { ownerWarning } from '../../../app/inventory/ownerWarnings';
import { readSeveralContext } from '../../../app/usage/changeContext';
import type { Impact } from '../../../app/usage/impact';
import { severalDeletionImpact } from '../../../app/usage/severalImpact';
import { runRemove } from '../../../app/writes/operations';
import type { StoredCertificate } from '../../../core/model';
import { dayText } from '../../../shared/dayText';
import { inHostSlices } from '../../../shared/turns';
import { toShortText } from '../../../shared/visibleText';
import { clockOf } from '../../base/clock';
import { withBusyPick } from '../../prompts/lateProgress';
import type { ReviewRow } from '../../prompts/reviewPick';
import { section, showReview } from '../../prompts/reviewPick';
import { askTypedIds } from '../askTypedIds';
import type { ChangeServices } from '../changeServices';
import { impactRows, textRows } from '../impactRows';
import type { FoundManifests, Manifest } from '../manifestSearch';
import { findManifests } from '../manifestSearch';
import { manifestRowsOfSeveral, openManifest } from '../ownerManifest';
import { reportGone, toReading } from '../prepareChange';
import type { Target } from '../target';
import type { GatewayItem } from './runSeveral';
import { runSeveral } from './runSeveral';
import type { TargetsOfGateway } from './severalTargets';
import { connectionNames, duringSeveral, titleOver } from './severalTargets';

/**
 * Deletes several certificates: who is affected by all of it together, every ID in one prompt, then what became of
 * each.
 */
export const deleteSeveral = (targets: readonly Target[], services: ChangeServices): Promise<void> =>
  duringSeveral(targets, services, async (groups) => {
    const { t } = vscode.l10n;
    const prepared = await prepare(groups, services);
    const items = prepared?.flatMap(({ items }) => items) ?? [];
    if (!prepared || items.length === 0) return;
    const place = connectionNames(prepared);
    const title = titleOver(
      prepared,
      items.length === 1
        ? t('Delete 1 certificate from {0}', place)
        : t('Delete {0} certificates from {1}', items.length, place),
    );
    if (!(await confirm(prepared, { title, items, services }))) return;
    await runSeveral({
      deed: 'delete',
      items,
      services,
      write: ({ entry }, writing) => runRemove(entry.stored, writing),
      doing: t('Deleting {0} certificates from {1}', items.length, place),
      allDone:
        items.length === 1
          ? t('Deleted 1 certificate from {0}.', place)
          : t('Deleted {0} certificates from {1}.', items.length, place),
      someDone: (done, total) => t('{0} of {1} deleted from {2}', done, total, place),
    });
  });

interface Prepared {
  /** Files of the workspace that make some of them. */
  readonly manifests: FoundManifests<StoredCertificate>;
  readonly connection: Connection;
  readonly items: readonly GatewayItem[];
  readonly impact: Impact | undefined;
}

/** Reads all of them and what uses them. Undefined where the person left, or one could not be read, which is said. */
async function prepare(
  groups: readonly TargetsOfGateway[],
  services: ChangeServices,
): Promise<readonly Prepared[] | undefined> {
  const { t } = vscode.l10n;
  const { inventory, log, notify } = services;
  const clock = clockOf(services);
  const title = titleOver(groups, t('Delete certificates from {0}', connectionNames(groups)));
  const prepared: Prepared[] = [];
  for (const { connection, gateway, targets } of groups) {
    const doing = t('Reading them from {0}', toShortText(connection.name, 60));
    const parts = { inventory, gateway: toReading(gateway, connection, services), clock };
    const readAll = async (signal: AbortSignal) => {
      const ids = targets.map(({ id }) => id);
      const context = await readSeveralContext({ connection, ids }, { ...parts, signal });
      const objects = context.entries.map(({ stored }) => stored);
      return { ...context, manifests: await findManifests(objects, { signal, log }) };
    };
    let read: Awaited<ReturnType<typeof readAll>> | undefined;
    try {
      read = await withBusyPick({ title, doing: t('Reading them and what uses them from the gateway…') }, readAll);
    } catch (error) {
      notify.failure(error, { doing, connection });
      return undefined;
    }
    if (!read) return undefined;
    if (read.usesError) log.error(doing, read.usesError);
    const { gone, entries, facts, manifests } = read;
    for (const target of targets) if (gone.includes(target.id)) reportGone(target, services);
    const impact = await inHostSlices(severalDeletionImpact(entries, facts));
    if (entries.length > 0)
      prepared.push({ connection, items: entries.map((entry) => ({ connection, gateway, entry })), impact, manifests });
  }
  return prepared;
}

/** Shows who is affected, then asks for every ID; going back leads from the one to the other. */
async function confirm(
  prepared: readonly Prepared[],
  {
    title,
    items,
    services,
  }: { readonly title: string; readonly items: readonly GatewayItem[]; readonly services: ChangeServices },
): Promise<boolean> {
  const { t } = vscode.l10n;
  for (;;) {
    const choice = await showReview<'delete' | { readonly manifest: Manifest }>({
      title,
      placeholder: t('Check who is affected'),
      rows: [
        {
          icon: 'trash',
          label: t('Delete…'),
          description: items.length === 1 ? t('asks for the ID next') : t('asks for the {0} IDs next', items.length),
          choice: 'delete',
          alwaysShow: true,
        },
        ...manifestRowsOfSeveral(prepared.map(({ manifests }) => manifests)),
        ...prepared.flatMap(({ connection, impact }) => [
          section(
            prepared.length === 1
              ? t('Who is affected')
              : t('Who is affected on {0}', toShortText(connection.name, 60)),
          ),
          ...(impact ? impactRows(impact, services.translate) : []),
        ]),
        section(t('What is deleted')),
        ...items.flatMap((item) => deletedRows(item, services)),
      ],
    });
    if (choice === undefined) return false;
    if (choice !== 'delete') {
      await openManifest(choice.manifest, { services, title: vscode.l10n.t('any of these certificates') });
      return false;
    }
    const answer = await askTypedIds({
      title,
      impact: t('They are deleted for good. The list before shows who is affected.'),
      placeholder:
        items.length === 1
          ? t('Type or paste the ID of the certificate that is deleted')
          : t('Type or paste the IDs of the {0} certificates that are deleted', items.length),
      objects: items.map(({ entry, connection }) => ({
        id: entry.stored.id,
        name: t('{0} on {1}', toShortText(entry.title, 60), toShortText(connection.name, 40)),
      })),
      canGoBack: true,
    });
    if (answer !== 'back') return answer === 'typed';
  }
}

function deletedRows({ entry, connection }: GatewayItem, { translate }: ChangeServices): readonly ReviewRow<never>[] {
  const { t } = vscode.l10n;
  const owner = ownerOf(entry.stored);
  return [
    {
      icon: 'globe',
      label: toShortText(entry.title, 80),
      description: [
        entry.validity && t('until {0}', dayText(entry.validity.notAfter)),
        toShortText(connection.name, 60),
        toShortText(entry.stored.id, 64),
      ]
        .filter(Boolean)
        .join(' · '),
      alwaysShow: true,
    },
    ...(owner ? textRows('warning', ownerWarning(owner, translate)) : []),
  ];
}
