/** Reads the addresses of extensions. Each reader throws DerError where the value is malformed. */
import type { DerValue } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { textOf } from '../asn1/text';
import { contextTag, sequenceOf } from '../asn1/values';
import type { ExtensionContent } from '../model';
import { generalName } from './generalNames';

/**
 * Reads where the revocation lists are (RFC 5280 §4.2.1.13): the full names; a name relative to the issuer is no
 * address.
 */
export function distributionPoints(value: DerValue): ExtensionContent {
  const points = sequenceOf(value, 'The distribution points').flatMap((each) =>
    sequenceOf(each, 'A distribution point'),
  );
  const names = points.filter((part) => part.tag === contextTag(0, 'constructed')).flatMap((part) => part.children);
  const fullNames = names.filter((name) => name.tag === contextTag(0, 'constructed')).flatMap((name) => name.children);
  return { kind: 'crlDistributionPoints', addresses: fullNames.map((each) => generalName(each).value) };
}

/** Reads access methods as OIDs; their names are in oids.ts (RFC 5280 §4.2.2). */
export function informationAccess(value: DerValue): readonly { readonly method: string; readonly address: string }[] {
  return sequenceOf(value, 'Information Access').map((each) => {
    const [method, location] = sequenceOf(each, 'An access description');
    return {
      method: oidText(method, 'The access method'),
      address: location === undefined ? '' : generalName(location).value,
    };
  });
}

const cpsQualifier = '1.3.6.1.5.5.7.2.1';

/** Reads policies by OID with the addresses of their practice statements (RFC 5280 §4.2.1.4). */
export function certificatePolicies(value: DerValue): ExtensionContent {
  const policies = sequenceOf(value, 'The policies').map((each) => {
    const [policy, qualifiers] = sequenceOf(each, 'A policy');
    return { oid: oidText(policy, 'A policy'), cps: qualifiers === undefined ? [] : cpsAddresses(qualifiers) };
  });
  return { kind: 'certificatePolicies', policies };
}

function cpsAddresses(qualifiers: DerValue): readonly string[] {
  return sequenceOf(qualifiers, 'The qualifiers of a policy').flatMap((each) => {
    const [id, address] = sequenceOf(each, 'A qualifier of a policy');
    const text =
      oidText(id, 'A qualifier of a policy') === cpsQualifier && address !== undefined ? textOf(address) : undefined;
    return text === undefined ? [] : [text];
  });
}
