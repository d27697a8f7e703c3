import type { DerValue } from '../asn1/der';
import { DerError } from '../asn1/der';
import { contentBytes, contextTag, sequenceOf } from '../asn1/values';
import { subnetText } from '../hosts/ipText';
import type { ExtensionContent, SanEntry } from '../model';
import { generalName } from './generalNames';

/** Prefixes of each name, as OpenSSL writes them. */
const labels: Record<SanEntry['kind'], string> = {
  dns: 'DNS',
  email: 'email',
  uri: 'URI',
  ip: 'IP',
  directoryName: 'DirName',
  registeredId: 'RID',
  other: 'other',
};

/**
 * Reads the names that certificates below may and may not have (RFC 5280 §4.2.1.10): `DNS:example.com`,
 * `IP:10.0.0.0/8`.
 */
export function nameConstraints(value: DerValue): ExtensionContent {
  const parts = sequenceOf(value, 'Name Constraints');
  return {
    kind: 'nameConstraints',
    permitted: parts.filter((part) => part.tag === contextTag(0, 'constructed')).flatMap(subtrees),
    excluded: parts.filter((part) => part.tag === contextTag(1, 'constructed')).flatMap(subtrees),
  };
}

function subtrees(part: DerValue): readonly string[] {
  return part.children.map((subtree) => {
    const [base] = sequenceOf(subtree, 'A name constraint');
    if (base === undefined) {
      throw new DerError('A name constraint has no name.', subtree.start);
    }
    const entry = generalName(base);
    const text = entry.kind === 'ip' ? (subnetText(contentBytes(base)) ?? entry.value) : entry.value;
    return `${labels[entry.kind]}:${text}`;
  });
}
