import type { Connection } from '../../app/connections';
import { checkUpload, fittingKey, leavesOf, proposedNames, proposedType } from '../../app/upload';
import type { UploadDraft, UploadLeaf, UploadMaterial } from '../../app/upload';
import { purposeOf } from '../../core/purpose';
import type { Gateway } from '../../gateway/gateway';
import type { Services } from '../services';
import { askConnection, askKey, askLabels, askLeaf, askNames, askType } from './changes';
import { sendDraft } from './send';
import { showSummary } from './summary';
import type { SummaryChoice } from './summary';

/** The summary, again after every change and every refusal, until it is sent or left. */
export async function review(services: Services, material: UploadMaterial, first: Connection): Promise<void> {
  let connection = first;
  let gateway = await open(services, connection);
  if (!gateway) return;
  const leaves = leavesOf(material);
  const [only] = leaves;
  const leaf = leaves.length === 1 ? only : await askLeaf(material);
  if (!leaf) return;
  let draft = toDraft(leaf, material);
  if (leavesTypeOpen(draft)) {
    const type = await askType(draft.leaf, draft.type, services);
    if (!type) return;
    draft = { ...draft, type };
  }
  for (;;) {
    const { wantsNames, labels } = gateway.capabilities;
    const checks = checkUpload(draft, {
      now: services.now(),
      warningDays: services.settings.expiryWarningDays,
      wantsNames,
      identical: identicalTo(draft, connection, services),
      translate: services.translate,
    });
    const changeable = new Set<SummaryChoice>(['key', 'type', 'labels']);
    if (leaves.length > 1) changeable.add('certificate');
    if (wantsNames && draft.type === 'server') changeable.add('names');
    if (services.connections.all.length > 1) changeable.add('connection');
    const choice = await showSummary({ draft, checks, connection, changeable });
    switch (choice) {
      case undefined:
        return;
      case 'upload':
        if (await sendDraft({ draft, connection, gateway, services })) return;
        break;
      case 'certificate': {
        const other = await askLeaf(material);
        if (other) draft = { ...toDraft(other, material), labels: draft.labels };
        break;
      }
      case 'key':
        draft = { ...draft, key: (await askKey(material, draft.leaf, services)) ?? draft.key };
        break;
      case 'type':
        draft = { ...draft, type: (await askType(draft.leaf, draft.type, services)) ?? draft.type };
        break;
      case 'names':
        draft = { ...draft, names: (await askNames(draft)) ?? draft.names };
        break;
      case 'labels':
        draft = { ...draft, labels: (await askLabels(draft.labels, labels)) ?? draft.labels };
        break;
      case 'connection': {
        const other = await askConnection(services);
        const opened = other && (await open(services, other));
        if (other && opened) [connection, gateway] = [other, opened];
        break;
      }
    }
  }
}

async function open(services: Services, connection: Connection): Promise<Gateway | undefined> {
  const opened = await services.connections.open(connection.id);
  if (opened.ok) return opened.gateway;
  services.notify.unready(opened, connection);
  return undefined;
}

function toDraft(leaf: UploadLeaf, material: UploadMaterial): UploadDraft {
  return {
    ...leaf,
    // A key that does not fit is shown, not hidden: the person sees why nothing can be sent.
    key: fittingKey(leaf.leaf, material.keys) ?? material.keys[0],
    type: proposedType(leaf.leaf),
    names: proposedNames(leaf.leaf),
    labels: [],
  };
}

/** Extended Key Usage leaves the choice to the person: it is asked before anything is shown as decided. */
function leavesTypeOpen({ leaf }: UploadDraft): boolean {
  const purpose = purposeOf(leaf.extendedKeyUsage);
  return purpose === 'both' || purpose === 'any' || purpose === 'unstated';
}

function identicalTo({ leaf }: UploadDraft, connection: Connection, { inventory }: Services): readonly string[] {
  return inventory
    .state(connection.id)
    .entries.filter((entry) => entry.chain[0]?.fingerprints.sha256 === leaf.fingerprints.sha256)
    .map((entry) => entry.stored.id);
}
