import * as vscode from 'vscode';
import type { GatheredMaterial } from '../../app/sources/material';
import { replacementImpact } from '../../app/usage/impact';
import type { Deed } from '../../app/writes/endingText';
import type { FurtherPair } from '../../app/writes/furtherPair';
import { checkFurtherPair, pairBar, toFurtherPair, toPairChange } from '../../app/writes/furtherPair';
import { fittingKey } from '../../app/writes/upload';
import type { Certificate } from '../../core/model';
import type { CertificateChange } from '../../gateway/gateway';
import { dayText } from '../../shared/dayText';
import { inHostSlices } from '../../shared/turns';
import { toShortText, toVisibleText } from '../../shared/visibleText';
import { clockOf } from '../base/clock';
import type { ChangeServices } from '../change/changeServices';
import { askId } from '../change/confirmChange';
import { impactRows, textRows } from '../change/impactRows';
import { manifestRows, openManifest } from '../change/ownerManifest';
import type { PreparedChange } from '../change/prepareChange';
import { prepareChange, replaceAndReport } from '../change/prepareChange';
import type { ChangeStep } from '../change/reportOutcome';
import type { Target } from '../change/target';
import { shortNames } from '../change/target';
import { askKey, chooseLeaf } from '../material/changes';
import { gather } from '../material/gather';
import { titleFor } from '../prompts/guard';
import type { ReviewRow } from '../prompts/reviewPick';
import { factRow, section, showReview } from '../prompts/reviewPick';
import { showInformationMessage } from '../window/messages';
import { chooseSourceFor } from './chooseSource';

/**
 * Adds a pair with a key of another kind to a certificate, or puts it in the place of the further pair that there is.
 */
export async function addFurtherPair(
  target: Target,
  services: ChangeServices,
  files: readonly vscode.Uri[],
): Promise<void> {
  const { t } = vscode.l10n;
  if (!services.guard.mayWrite(target.connection)) return;
  const name = toShortText(target.title, 60);
  const words = {
    title: t('Add a Pair to {0}', name),
    placeholder: t('Where is the further certificate?'),
    dialog: t('Further Certificate for {0}', name),
  };
  const source = files.length > 0 ? ({ kind: 'files', uris: files } as const) : await chooseSourceFor(words);
  const material = source && (await gather(source, services));
  if (!material) return;
  try {
    await services.guard.during(target.connection, async () => {
      while ((await addOnce(target, services, material)) === 'retry');
    });
  } finally {
    material.opened.dispose();
  }
}

async function addOnce(target: Target, services: ChangeServices, material: GatheredMaterial): Promise<ChangeStep> {
  const { t } = vscode.l10n;
  const [name, place] = shortNames(target);
  const title = titleFor(target.connection, t('Add a Pair to {0} on {1}', name, place));
  const leaf = await chooseLeaf(material, services.now());
  if (!leaf) return 'done';
  const prepared = await prepareChange(target, title, services);
  if (!prepared) return 'done';
  const bar = pairBar(prepared.entry, prepared.gateway.capabilities, services.translate);
  if (bar !== undefined) {
    void showInformationMessage(bar);
    return 'done';
  }
  let pair = toFurtherPair(leaf, fittingKey(leaf.leaf, material.keys) ?? material.keys[0], prepared.entry);
  for (;;) {
    const decided = await reviewPair(pair, prepared, { title, material, services });
    if (!decided) return 'done';
    pair = decided;
    const next = await send(toPairChange(pair), prepared, { target, services, deed: 'addPair' });
    if (next !== 'stay') return next;
  }
}

export interface Reviewing {
  readonly title: string;
  readonly material: GatheredMaterial;
  readonly services: ChangeServices;
}

type PairChoice = 'add' | 'key' | 'manifest';

const signs = { pass: 'pass', note: 'info', warning: 'warning', stop: 'error' } as const;

/** Shows the summary, again after every change, until the ID is typed; undefined where the person leaves. */
async function reviewPair(
  first: FurtherPair,
  prepared: PreparedChange,
  { title, material, services }: Reviewing,
): Promise<FurtherPair | undefined> {
  const { t } = vscode.l10n;
  const { entry, facts } = prepared;
  const impact = await inHostSlices(replacementImpact(entry, { keepsCertificate: true }, facts));
  let pair = first;
  for (;;) {
    const checks = checkFurtherPair(pair, {
      current: entry,
      ...clockOf(services),
      translate: services.translate,
    });
    const stop = checks.find(({ outcome }) => outcome === 'stop');
    const isDoubted = checks.some(({ outcome }) => outcome === 'warning');
    const go: ReviewRow<PairChoice> = stop
      ? {
          icon: 'circle-slash',
          label: t('Cannot be added yet'),
          description: toVisibleText(stop.sentence),
          alwaysShow: true,
          ...(stop.id === 'key' ? { choice: 'key' } : {}),
        }
      : {
          icon: 'add',
          label: isDoubted ? t('Add Anyway…') : t('Add…'),
          description: t('asks for the ID next'),
          choice: 'add',
          alwaysShow: true,
        };
    const choice = await showReview<PairChoice>({
      title,
      placeholder: t('Check what is added and who is affected'),
      rows: [
        go,
        ...manifestRows(prepared.manifest),
        section(t('What is added')),
        factRow('file', t('Certificate'), certificateLine(pair.draft.leaf)),
        {
          ...factRow('key', t('Private key'), pair.draft.key?.place ?? t('none chosen')),
          choice: 'key',
          buttons: [{ icon: 'edit', tooltip: t('Change') }],
        },
        ...pairRows(prepared),
        section(t('Who is affected')),
        ...impactRows(impact, services.translate),
        section(t('Checks')),
        ...checks.flatMap((check) => textRows(signs[check.outcome], toVisibleText(check.sentence))),
      ],
    });
    switch (choice) {
      case undefined:
        return undefined;
      case 'manifest':
        await openManifest(prepared.manifest, { services, title: prepared.entry.title });
        return undefined;
      case 'key':
        pair = {
          ...pair,
          draft: { ...pair.draft, key: (await askKey(material, pair.draft.leaf, services)) ?? pair.draft.key },
        };
        break;
      case 'add': {
        const answer = await askId(prepared, impact, { title, services });
        if (answer === 'typed') return pair;
        if (answer === 'cancelled') return undefined;
      }
    }
  }
}

/** Shows the first pair, which stays, and the object. */
export function pairRows({ entry }: PreparedChange) {
  const { t } = vscode.l10n;
  const [first] = entry.chain;
  return [
    factRow('verified', t('First pair'), first ? certificateLine(first) : t('unknown')),
    factRow('globe', t('Names'), entry.names.join(', ')),
    factRow('key', t('ID'), entry.stored.id),
  ];
}

export const certificateLine = ({ key, subject, validity }: Certificate): string =>
  [key.name, subject.text, vscode.l10n.t('until {0}', dayText(validity.notAfter))].join(' · ');

export async function send(
  change: CertificateChange,
  prepared: PreparedChange,
  {
    target,
    services,
    deed,
  }: { readonly target: Target; readonly services: ChangeServices; readonly deed: Deed & ('addPair' | 'removePairs') },
): Promise<ChangeStep> {
  const { t } = vscode.l10n;
  const { connection } = target;
  const [name, place] = shortNames(target);
  const doing =
    deed === 'addPair'
      ? t('Adding a pair to {0} on {1}', name, place)
      : t('Removing the further pairs of {0} on {1}', name, place);
  return replaceAndReport(change, prepared, { deed, doing, connection, services });
}
