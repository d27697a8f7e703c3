import * as vscode from 'vscode';
import type { Connection } from '../../app/connections/connections';
import { isWhole } from '../../app/inventory/listing';
import type { GatheredMaterial, Material } from '../../app/sources/material';
import { conflictSteps } from '../../app/writes/conflictChecks';
import type { UploadMatch } from '../../app/writes/match';
import { matchSteps } from '../../app/writes/match';
import { matchChecks } from '../../app/writes/matchText';
import type { UploadDraft } from '../../app/writes/upload';
import { leavesOf, narrowTo, toFirstDraft } from '../../app/writes/upload';
import type { UploadCheck } from '../../app/writes/uploadCheck';
import { worstFirst } from '../../app/writes/uploadCheck';
import { checkUpload } from '../../app/writes/uploadChecks';
import { purposeOf } from '../../core/x509/purpose';
import type { Gateway } from '../../gateway/gateway';
import { inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import { clockOf } from '../base/clock';
import { wordingOf } from '../base/wording';
import type { ChangeServices } from '../change/changeServices';
import { findCreationManifest } from '../change/manifestSearch';
import { openManifest } from '../change/ownerManifest';
import { takesWrites } from '../change/takesWrites';
import { askCa } from '../material/askCa';
import { askConnection, askKey, askLabels, askLeaf, askNames, askType } from '../material/changes';
import { withLateProgress } from '../prompts/lateProgress';
import { openGateway } from '../prompts/notify';
import { toListFailureText } from '../tree/listFailureText';
import { updateCertificate } from '../update/update';
import { sendDraft, servingTableOf, waitUntilListed } from './send';
import type { SummaryChoice } from './summary';
import { draftTitle, namesOf, showSummary } from './summary';

interface At {
  readonly draft: UploadDraft;
  readonly connection: Connection;
}

/** Shows the summary, again after every change and every refusal, until it is sent or left. */
export async function review(services: ChangeServices, material: GatheredMaterial, first: Connection): Promise<void> {
  let at: At | undefined = await services.guard.during(first, async () => {
    const draft = await toBegin(material, services);
    return draft && { draft, connection: first };
  });
  while (at) {
    const here: At = at;
    at = await services.guard.during(here.connection, () => reviewAt(here, material, services));
  }
}

/**
 * Asks for the certificate, and for its type where Extended Key Usage leaves that open, before anything is shown as
 * decided.
 */
async function toBegin(material: GatheredMaterial, services: ChangeServices): Promise<UploadDraft | undefined> {
  const leaves = leavesOf(material, services.now());
  const [only] = leaves;
  const leaf = leaves.length === 1 ? only : await askLeaf(material, services.now());
  if (!leaf) return undefined;
  const draft = toFirstDraft(leaf, material);
  const purpose = purposeOf(draft.leaf.extendedKeyUsage);
  if (purpose !== 'both' && purpose !== 'any' && purpose !== 'unstated') return draft;
  const type = await askType(draft.leaf, draft.type, services);
  return type && { ...draft, type };
}

/** @returns where to go on: another connection was chosen */
async function reviewAt(
  { draft: first, connection }: At,
  material: GatheredMaterial,
  services: ChangeServices,
): Promise<At | undefined> {
  const gateway = await openGateway(connection, services);
  if (!gateway || !(await waitUntilListed(connection, services))) return undefined;
  if (!takesWrites(gateway, { connection, translate: services.translate })) return undefined;
  let draft = first;
  const doing = vscode.l10n.t('Looking for the file that defines {0}', toShortText(draftTitle(first), 60));
  const list = services.inventory.state(connection.id);
  const manifest = await withLateProgress(doing, (signal) =>
    findCreationManifest(list, namesOf(first), { signal, log: services.log }),
  );
  for (;;) {
    const match = await inHostSlices(matchSteps(draft, services.inventory.state(connection.id).entries));
    const choice = await showSummary({
      draft,
      match,
      connection,
      checks: await checksOf(draft, { match, gateway, connection, material, services }),
      changeable: changeableOf(draft, { gateway, material, services }),
      manifest,
      wording: wordingOf(services),
    });
    switch (choice) {
      case undefined:
        return undefined;
      case 'upload':
        if ((await sendDraft({ draft, connection, gateway, services })) !== 'stay') return undefined;
        break;
      case 'manifest':
        await openManifest(manifest?.manifest, { services, title: draftTitle(draft) });
        return undefined;
      case 'update':
      case 'show':
        if (match.kind === 'renews' || match.kind === 'identical')
          await goTo(choice, { match, connection, services, material: narrowTo(draft.chain, material) });
        return undefined;
      case 'connection': {
        const other = await askConnection(services);
        if (other && other.id !== connection.id && services.guard.mayWrite(other)) return { draft, connection: other };
        break;
      }
      default:
        draft = await change(draft, choice, { gateway, material, services });
    }
  }
}

/** Asks for one change; returns what there was where the person leaves it. */
async function change(
  draft: UploadDraft,
  choice: Exclude<SummaryChoice, 'upload' | 'update' | 'show' | 'manifest' | 'connection'>,
  {
    gateway,
    material,
    services,
  }: { readonly gateway: Gateway; readonly material: GatheredMaterial; readonly services: ChangeServices },
): Promise<UploadDraft> {
  const { capabilities } = gateway;
  switch (choice) {
    case 'certificate': {
      const other = await askLeaf(material, services.now());
      return other ? { ...toFirstDraft(other, material), labels: draft.labels, ca: draft.ca } : draft;
    }
    case 'key':
      return { ...draft, key: (await askKey(material, draft.leaf, services)) ?? draft.key };
    case 'type':
      return { ...draft, type: (await askType(draft.leaf, draft.type, services)) ?? draft.type };
    case 'names':
      return { ...draft, names: (await askNames(draft)) ?? draft.names };
    case 'labels':
      return { ...draft, labels: (await askLabels(draft.labels, capabilities.labels)) ?? draft.labels };
    case 'ca': {
      const ca = await askCa(
        {
          title: vscode.l10n.t('CA Certificate'),
          current: draft.ca,
          type: draft.type,
          hasDepth: capabilities.hasDepth,
        },
        services,
      );
      return ca === undefined || ca === 'keep' ? draft : { ...draft, ca: ca === 'none' ? undefined : ca };
    }
  }
}

interface Facts {
  readonly gateway: Gateway;
  readonly material: Material;
  readonly services: ChangeServices;
}

async function checksOf(
  draft: UploadDraft,
  {
    gateway,
    material,
    services,
    match,
    connection,
  }: Facts & { readonly match: UploadMatch; readonly connection: Connection },
): Promise<readonly UploadCheck[]> {
  const { translate, inventory } = services;
  const state = inventory.state(connection.id);
  const { dialect } = connection;
  const table = await servingTableOf(connection, { inventory });
  const conflicts = await inHostSlices(conflictSteps(draft, { list: state, table, dialect, translate }));
  const notes = material.notes.map((sentence): UploadCheck => ({ id: 'reading', outcome: 'note', sentence }));
  return worstFirst([
    ...checkUpload(draft, {
      ...clockOf(services),
      wantsNames: gateway.capabilities.wantsNames,
      translate,
    }),
    ...matchChecks(match, {
      isWhole: isWhole(state),
      failure: state.kind === 'failed' ? toListFailureText(state.failure, connection, translate).sentence : undefined,
      translate,
    }),
    ...conflicts,
    ...unfinishedChecks(draft, { connection, services }),
    ...notes,
  ]);
}

/** Checks for an earlier try whose outcome is unknown. */
function unfinishedChecks(
  { leaf, type }: UploadDraft,
  { connection, services }: Pick<Facts, 'services'> & { readonly connection: Connection },
): readonly UploadCheck[] {
  const wanted = { chain: { sha256: [leaf.fingerprints.sha256] }, type };
  const earlier = services.journal.notes(connection, '').earlier({ kind: 'create', wanted, known: [], unreadable: 0 });
  return earlier.length === 0
    ? []
    : [
        {
          id: 'duplicate',
          outcome: 'note',
          sentence: vscode.l10n.t('An earlier upload may have taken effect: the gateway is checked first'),
        },
      ];
}

function changeableOf(draft: UploadDraft, { gateway, material, services }: Facts): ReadonlySet<SummaryChoice> {
  const changeable = new Set<SummaryChoice>(['key', 'type', 'labels', 'ca']);
  if (leavesOf(material).length > 1) changeable.add('certificate');
  if (gateway.capabilities.wantsNames && draft.type === 'server') changeable.add('names');
  if (services.connections.all.length > 1) changeable.add('connection');
  return changeable;
}

/** Leads to where a certificate belongs that is not to be uploaded as one more. */
async function goTo(
  choice: 'update' | 'show',
  {
    match,
    connection,
    services,
    material,
  }: {
    readonly match: Extract<UploadMatch, { kind: 'renews' | 'identical' }>;
    readonly connection: Connection;
    readonly services: ChangeServices;
    readonly material: GatheredMaterial;
  },
): Promise<void> {
  const { stored, title } = match.entry;
  if (choice === 'show') return services.tree.reveal(connection.id, stored.id);
  await updateCertificate({ connection, id: stored.id, title }, services, material);
}
