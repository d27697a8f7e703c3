import type { Referrer } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { CertificateUse } from './certificateUse';
import { useText } from './useText';

interface UsedByOwner {
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
  /** It holds a copy of the certificate itself, and does not use the object. */
  readonly isCopy?: true;
}

/** The objects that use a certificate, to be shown with ids that can be copied. */
export interface UsedBy {
  /** `used by 2 routes`; undefined where nothing is certain. */
  readonly summary: string | undefined;
  readonly owners: readonly UsedByOwner[];
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
    owners: [
      ...use.owners.map((owner) => toOwner(owner, translate)),
      ...use.copies.map((owner) => ({ ...toOwner(owner, translate), isCopy: true as const })),
    ].slice(0, maxOwners),
    more: Math.max(0, use.owners.length + use.copies.length - maxOwners),
  };
}

const toOwner = ({ kind, id, name }: Referrer, translate: Translate): UsedByOwner => ({
  kind: kindWord(kind, translate),
  id,
  ...(name?.trim() ? { name } : {}),
});

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
