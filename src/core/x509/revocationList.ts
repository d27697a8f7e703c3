import type { DerValue } from '../asn1/der';
import { DerError, parseDer, reading } from '../asn1/der';
import { timeOf } from '../asn1/time';
import { sequenceOf, tags } from '../asn1/values';
import type { Name, Reading, SignatureAlgorithm } from '../model';
import { toName } from './distinguishedName';
import { toSignatureAlgorithm } from './signature';

/** A certificate revocation list (RFC 5280 §5.1), as far as a person who meets its file wants to know. */
export interface RevocationList {
  readonly issuer: Name;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
  /** The number of certificates that it revokes. */
  readonly count: number;
}

export const parseRevocationList = (der: Uint8Array): Reading<RevocationList> =>
  reading(() => toRevocationList(parseDer(der)));

function toRevocationList(value: DerValue): RevocationList {
  const [content, , signature] = sequenceOf(value, 'The revocation list');
  const parts = sequenceOf(content, 'The content of the revocation list');
  if (signature?.tag !== tags.bitString)
    throw new DerError('The revocation list is not made of content, algorithm and signature.', value.start);
  // The version is left out in version 1.
  const [algorithm, issuer, thisUpdate, ...rest] = parts[0]?.tag === tags.integer ? parts.slice(1) : parts;
  const isTime = rest[0]?.tag === tags.utcTime || rest[0]?.tag === tags.generalizedTime;
  const revoked = isTime ? rest[1] : rest[0];
  return {
    issuer: toName(issuer, 'The issuer'),
    signatureAlgorithm: toSignatureAlgorithm(algorithm),
    thisUpdate: timeOf(thisUpdate, 'thisUpdate').time,
    nextUpdate: isTime ? timeOf(rest[0], 'nextUpdate').time : undefined,
    count: revoked?.tag === tags.sequence ? revoked.children.length : 0,
  };
}
