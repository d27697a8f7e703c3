import type { Referrer } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { CertificateUse } from './certificateUse';
import { useText } from './useText';

/** The objects that use a certificate, to be shown with ids that can be copied. */
export interface UsedBy {
  /** `used by 2 routes`; undefined where nothing is certain. */
  readonly summary: string | undefined;
  readonly owners: readonly { readonly kind: string; readonly id: string; readonly name?: string }[];
  /** The number of those that are left out. */
  readonly more: number;
}

/** Owners that are listed one by one. */
const maxOwners = 100;

export function toUsedBy(
  use: CertificateUse,
  entry: Pick<CertificateEntry, 'connection' | 'type'>,
  translate: Translate,
): UsedBy {
  return {
    summary: useText(use, entry, translate),
    owners: use.owners.slice(0, maxOwners).map(({ kind, id, name }) => ({
      kind: kindWord(kind, translate),
      id,
      ...(name?.trim() ? { name } : {}),
    })),
    more: Math.max(0, use.owners.length - maxOwners),
  };
}

function kindWord(kind: Referrer['kind'], translate: Translate): string {
  switch (kind) {
    case 'application':
      return translate('Application');
    case 'route':
      return translate('Route');
    case 'service':
      return translate('Service');
    case 'upstream':
      return translate('Upstream');
    case 'streamRoute':
      return translate('Stream route');
  }
}
