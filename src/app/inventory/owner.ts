/** Finds who manages an object, and will undo what somebody else writes to it, by the labels that these tools leave. */
import type { StoredCertificate } from '../../core/model';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';

export type Owner =
  /** `source`: the Kubernetes object that it is made of, `ApisixTls shop/tls`, where the labels say so. */
  { readonly kind: 'ingressController'; readonly source: string | undefined } | { readonly kind: 'adc' };

/** The facts of an object that show its owner. */
export type OwnedFacts = Pick<StoredCertificate, 'labels' | 'isInIngressGroup'>;

/**
 * The controller writes `k8s/kind`, `k8s/namespace`, `k8s/name` and (sic) `manager-by` (apisix-ingress-controller,
 * internal/controller/label); adc writes `managed-by`.
 */
export function ownerOf({ labels, isInIngressGroup }: OwnedFacts): Owner | undefined {
  const values = new Map(labels.map(({ key, value }) => [key, value]));
  if (values.get('manager-by') === 'apisix-ingress-controller' || values.has('k8s/controller-name'))
    return { kind: 'ingressController', source: sourceOf(values) };
  if (values.get('managed-by') === 'adc') return { kind: 'adc' };
  return isInIngressGroup ? { kind: 'ingressController', source: undefined } : undefined;
}

function sourceOf(values: ReadonlyMap<string, string | undefined>): string | undefined {
  const name = [values.get('k8s/namespace'), values.get('k8s/name')].filter(Boolean).join('/');
  return name === '' ? undefined : [values.get('k8s/kind'), name].filter(Boolean).join(' ');
}

/** Names an owner, safe to show: `ingress controller: ApisixTls shop/tls`. `quote` sets off what strangers chose. */
export function ownerName(
  owner: Owner,
  translate: Translate,
  quote: (text: string) => string = (text) => text,
): string {
  if (owner.kind === 'adc') return 'adc';
  return owner.source === undefined
    ? translate('ingress controller')
    : translate('ingress controller: {source}', { source: quote(toShortText(owner.source, 200)) });
}

/** Says who manages an object, for a row: `managed by adc`. */
export const ownerWord = (owner: Owner, translate: Translate): string =>
  owner.kind === 'adc' ? translate('managed by adc') : translate('managed by the ingress controller');

/** Adds to a name who manages the object, if anybody does: `shop.example.com · managed by adc`. */
export function withOwnerWord(name: string, stored: OwnedFacts, translate: Translate): string {
  const owner = ownerOf(stored);
  return owner ? `${name} · ${ownerWord(owner, translate)}` : name;
}
