import * as vscode from 'vscode';
import { toShortText } from '../../shared/visibleText';
import { askTypedId } from '../change/askTypedId';
import type { ChangeServices } from '../change/changeServices';
import type { PreparedChange } from '../change/prepareChange';
import { askCa } from '../material/askCa';
import { caText } from '../text/caText';
import type { CaDecision, UpdatePlan } from './updatePlan';

/**
 * Asks what becomes of the CA. Keeping it is offered where the gateway can do that; removing one asks for the ID, since
 * without it anybody is let in (server), or any upstream believed (client).
 *
 * @returns undefined where things stay as they are
 */
export async function askCaChange(
  { draft, ca }: UpdatePlan,
  prepared: PreparedChange,
  { title, services }: { readonly title: string; readonly services: ChangeServices },
): Promise<CaDecision | undefined> {
  const { t } = vscode.l10n;
  const { stored } = prepared.entry;
  const { capabilities } = prepared.gateway;
  const held = stored.ca && caText(stored.ca, services.translate);
  const answer = await askCa(
    {
      title,
      current: ca.kind === 'set' ? ca.ca : undefined,
      type: draft.type,
      hasDepth: capabilities.hasDepth,
      more: [
        ...(held !== undefined && capabilities.canReadCa
          ? [{ icon: 'check', label: t('Keep it'), description: held, answer: 'keep' as const }]
          : []),
        ...(held !== undefined && ca.kind !== 'set'
          ? [
              {
                icon: 'trash',
                label: t('Remove it…'),
                description: t('asks for the ID: {0}', held),
                answer: 'none' as const,
              },
            ]
          : []),
      ],
    },
    services,
  );
  if (answer === undefined) return undefined;
  if (answer === 'keep') return { kind: 'keep' };
  if (answer !== 'none') return { kind: 'set', ca: answer };
  if (held === undefined) return { kind: 'keep' };
  const impact =
    draft.type === 'server'
      ? t('Removes the CA {0}: clients are let in without a certificate.', toShortText(held, 100))
      : t('Removes the CA {0}: upstreams are no longer verified with it.', toShortText(held, 100));
  return (await askTypedId({ title, impact, id: stored.id, services })) === 'typed' ? { kind: 'remove' } : undefined;
}

/** Returns whether the person has to say what becomes of the CA: one that cannot be read back cannot be kept either. */
export const mustChooseCa = ({ ca }: UpdatePlan, { entry, gateway }: PreparedChange): boolean =>
  entry.stored.ca !== undefined && !gateway.capabilities.canReadCa && ca.kind === 'keep';
