/** Reads one object of a gateway and what depends on it, to plan its renewal. */
import type { Gateway } from '../../gateway/gateway';
import type { InSlices } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { failureText } from '../base/failureText';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { Inventory } from '../inventory/inventory';
import type { Material } from '../sources/material';
import { readChangeContext } from '../usage/changeContext';
import type { KnownUses } from '../usage/knownUses';
import type { UploadLeaf } from '../writes/upload';
import { toRenewalPlan } from './renewalPlan';
import type { RenewalObject } from './renewalTargets';

/** The new certificate, and the material that it comes from. */
export interface RenewalSource {
  readonly leaf: UploadLeaf;
  readonly material: Material;
  /** The object that a person wants to renew, where it was one. */
  readonly chosen?: CertificateEntry | undefined;
}

export interface ReadingParts {
  readonly inventory: Pick<Inventory, 'refresh' | 'state' | 'put'>;
  readonly log: { info(line: string): void; error(doing: string, error: unknown): void };
  readonly now: () => number;
  readonly warningDays: () => number | null;
  readonly translate: Translate;
  /** Runs long work in slices; undefined where the result is not wanted any more. */
  readonly inSlices: InSlices;
}

export interface RenewalReading {
  readonly gateway: Gateway;
  /** The uses of the gateway's certificates, read once for all of its objects. */
  readonly uses: ReturnType<KnownUses['read']>;
  /** Set where the gateway was listed just now. */
  readonly isListed: boolean;
  readonly source: RenewalSource;
  readonly parts: ReadingParts;
  readonly signal: AbortSignal;
}

/** Reads an object anew and plans its renewal. Undefined where that is not wanted any more. Never throws. */
export async function readRenewalObject(
  object: RenewalObject,
  { gateway, uses, isListed, source, parts, signal }: RenewalReading,
): Promise<RenewalObject | undefined> {
  const { inventory, translate, log, inSlices } = parts;
  const { connection, relation } = object;
  const { id } = object.entry.stored;
  const clock = { now: parts.now(), warningDays: parts.warningDays() };
  try {
    const context = await readChangeContext(
      { connection, id },
      {
        inventory: {
          refresh: () => (isListed ? Promise.resolve() : inventory.refresh(connection.id)),
          state: (each) => inventory.state(each),
          put: (each, stored) => inventory.put(each, stored),
        },
        gateway: { read: gateway.read.bind(gateway), uses: () => uses },
        clock,
        signal,
      },
    );
    if (context.usesError) log.error(translate('Reading what uses certificates'), context.usesError);
    const plan = await inSlices(
      toRenewalPlan(source, context, { gateway, relation, ...clock, translate }),
      () => !signal.aborted,
    );
    if (!plan) return undefined;
    const isSelected = plan.problem === undefined && (object.wasAsked ? object.isSelected : plan.isProposed);
    return { ...object, entry: context.entry, plan, problem: plan.problem, isSelected, isReading: false };
  } catch (error) {
    const text = failureText(error, { dialect: connection.dialect, translate });
    if (!text) return undefined;
    log.error(translate('Reading certificate {id}', { id }), error);
    return { ...object, problem: text.sentence, isSelected: false, plan: undefined, isReading: false };
  }
}
