import type { ListedCertificate, StoredCertificate } from '../../core/model';
import type { CertificateBundle } from '../gateway';
import type { JsonRecord } from '../read';
import { toRevision } from '../read';
import type { Writable } from '../sslBody';
import { noteMissingPem, setOptionalFacts, toBody, toEnabled, toPairs, toType } from '../sslBody';
import type { ApisixVersion } from './members';
import { forbiddenMembers, isObsolete, labelLimits } from './members';
import type { SslRecord } from './records';
import { noteUnaddressable } from './records';

/**
 * Translates an object. The revision is of the whole object but its keys, `update_time` included. Etcd's
 * `modifiedIndex` is left out: a create's answer has none, and the object it describes would seem changed at the next
 * read. A PATCH writes a number that is the id as text.
 * @param version of the gateway that answered; undefined where it hides it
 */
export const toStored = (record: SslRecord, version: ApisixVersion | undefined): StoredCertificate => ({
  ...toListed(record, version),
  revision: toRevision({ ...record.value, id: record.id }),
});

/** Does what {@link toStored} does, for one of many. */
export function toListed(record: SslRecord, version: ApisixVersion | undefined): ListedCertificate {
  const notes = [...record.notes];
  const type = toType(record.type, notes);
  const isEnabled = toEnabled(record.status, notes);
  noteMissingPem(record, notes);
  noteUnaddressable(record.id, notes);
  if (record.id.includes('+'))
    notes.push('Its ID is a long number, which the gateway writes in two ways: it can be removed, but not changed.');
  const ignored = forbiddenMembers(record.value, version);
  if (ignored.length > 0)
    notes.push(
      'It has fields or values that this version forbids: the gateway ignores the whole object and does not serve it.',
    );
  const isSingle = record.snis.length === 0 && record.sni !== undefined;
  const listed: Writable<ListedCertificate> = {
    id: record.id,
    type,
    // The data plane looks at `sni` only where `snis` is absent or empty.
    names: isSingle ? [record.sni] : record.snis,
    labels: toPairs(record.labels),
    isEnabled,
    extraCertificates: record.certs,
    notes,
  };
  if (isSingle) listed.isSingleName = true;
  setOptionalFacts(listed, record);
  if (record.isGm) listed.isGm = true;
  if (record.ocspStapling !== undefined) listed.ocspStapling = record.ocspStapling;
  if (ignored.length > 0) listed.ignored = { members: ignored, endsWithUpdate: ignored.every(isObsolete) };
  if (version !== undefined) listed.gatewayVersion = version.text;
  return listed;
}

/** Builds the body of a POST. */
export const toSslBody = (bundle: CertificateBundle, version: ApisixVersion | undefined): JsonRecord =>
  toBody(bundle, labelLimits(version));
