/** Finds who manages an object, and will undo what somebody else writes to it, by the labels that these tools leave. */
import type { Label } from '../../core/model';
import type { Cooperative } from '../../shared/cooperative';
import { filterSteps } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateEntry } from './certificateEntry';

export type Owner =
  /** `source`: the Kubernetes object that it is made of, `ApisixTls shop/tls`, where the labels say so. */
  { readonly kind: 'ingressController'; readonly source: string | undefined } | { readonly kind: 'adc' };

/**
 * The controller writes `k8s/kind`, `k8s/namespace`, `k8s/name` and (sic) `manager-by` (apisix-ingress-controller,
 * internal/controller/label); adc writes `managed-by`.
 */
export function ownerOf(labels: readonly Label[]): Owner | undefined {
  if (labels.length === 0) return undefined;
  const values = new Map(labels.map(({ key, value }) => [key, value]));
  if (values.get('manager-by') === 'apisix-ingress-controller' || values.has('k8s/controller-name'))
    return { kind: 'ingressController', source: sourceOf(values) };
  return values.get('managed-by') === 'adc' ? { kind: 'adc' } : undefined;
}

function sourceOf(values: ReadonlyMap<string, string | undefined>): string | undefined {
  const name = [values.get('k8s/namespace'), values.get('k8s/name')].filter(Boolean).join('/');
  return name === '' ? undefined : [values.get('k8s/kind'), name].filter(Boolean).join(' ');
}

/** `ingress controller: ApisixTls shop/tls`, safe to show as it is. */
export function ownerName(owner: Owner, translate: Translate): string {
  if (owner.kind === 'adc') return 'adc';
  return owner.source === undefined
    ? translate('ingress controller')
    : translate('ingress controller: {source}', { source: toShortText(owner.source, 200) });
}

/** `managed by adc`, for a row. */
export const ownerWord = (owner: Owner, translate: Translate): string =>
  owner.kind === 'adc' ? translate('managed by adc') : translate('managed by the ingress controller');

/** Who undoes a write to the object, and what to change instead. */
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

/** Who removes what is created beside the objects that it manages; a sentence for each of them. */
export function* creationWarningSteps(
  entries: readonly CertificateEntry[],
  translate: Translate,
): Cooperative<readonly string[]> {
  const owned = yield* filterSteps(entries, ({ stored }) => ownerOf(stored.labels) !== undefined);
  const kinds = new Set(owned.map(({ stored }) => ownerOf(stored.labels)?.kind));
  return [
    ...(kinds.has('ingressController')
      ? [
          translate(
            'The ingress controller manages certificates of this gateway and removes what it did not make. Create a manifest instead',
          ),
        ]
      : []),
    ...(kinds.has('adc')
      ? [
          translate(
            'adc manages certificates of this gateway: its next sync deletes what its file does not have. Add it to that file instead',
          ),
        ]
      : []),
  ];
}
