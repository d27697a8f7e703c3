/** Says who undoes a write to a gateway, and what to change instead. */
import type { Cooperative } from '../../shared/cooperative';
import { filterSteps } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateEntry } from './certificateEntry';
import type { Owner } from './owner';
import { ownerOf } from './owner';

/** Says who undoes a write to the object, and what to change instead. */
export function ownerWarning(owner: Owner, translate: Translate): string {
  if (owner.kind === 'adc')
    return translate(
      'adc manages it: its next sync undoes what is changed here. Change the file that adc reads instead',
    );
  return owner.source === undefined
    ? translate(
        'The ingress controller manages it and soon undoes what is changed here. Change its manifest, or the Secret that it names, instead',
      )
    : translate(
        'The ingress controller manages it and soon undoes what is changed here. Change {source}, or the Secret that it names, instead',
        { source: toShortText(owner.source, 200) },
      );
}

/** A gateway's certificates, as far as they are known. */
export interface OwnedList {
  readonly entries: readonly CertificateEntry[];
  readonly isOfIngressGroup?: true;
}

/** Finds the tools that manage certificates of a gateway, each once. */
export function* ownerKindSteps({ entries, isOfIngressGroup }: OwnedList): Cooperative<readonly Owner['kind'][]> {
  const owned = yield* filterSteps(entries, ({ stored }) => ownerOf(stored) !== undefined);
  const kinds = new Set(owned.map(({ stored }) => ownerOf(stored)?.kind));
  return (['ingressController', 'adc'] as const).filter(
    (kind) => kinds.has(kind) || (kind === 'ingressController' && isOfIngressGroup === true),
  );
}

/** Says who removes what is created beside the objects that it manages; a sentence for each of them. */
export function* creationWarningSteps(list: OwnedList, translate: Translate): Cooperative<readonly string[]> {
  const kinds = yield* ownerKindSteps(list);
  return [
    ...(list.isOfIngressGroup
      ? [
          translate(
            'The ingress controller configures this gateway group and removes what it did not create. Create a manifest instead',
          ),
        ]
      : kinds.includes('ingressController')
        ? [
            translate(
              'The ingress controller manages certificates of this gateway and removes what it did not create. Create a manifest instead',
            ),
          ]
        : []),
    ...(kinds.includes('adc')
      ? [
          translate(
            'adc manages certificates of this gateway: its next sync deletes what its file does not have. Add it to that file instead',
          ),
        ]
      : []),
  ];
}
