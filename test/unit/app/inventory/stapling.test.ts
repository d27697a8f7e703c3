import assert from 'node:assert/strict';
import { CertificateIndex } from '../../../../src/app/inventory/certificateIndex';
import { staplingOffFrom } from '../../../../src/app/inventory/stapling';
import type { StoredCertificate } from '../../../../src/core/model';
import type { DialectId } from '../../../../src/gateway/gateway';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 28);
const on = { isEnabled: true, skipsVerification: false };

describe('Objects that staple no OCSP answers', () => {
  let leaf: MadeCertificate;
  let other: MadeCertificate;
  before(async () => {
    leaf = await makeCertificate({ now, commonName: 'leaf' });
    other = await makeCertificate({ now, commonName: 'other' });
  });

  const rows: readonly [
    what: string,
    object: () => Partial<StoredCertificate>,
    dialect: DialectId,
    ids: readonly string[],
  ][] = [
    ['off', () => ({ certificatePem: leaf.pem, ocspStapling: { ...on, isEnabled: false } }), 'apisix', ['44']],
    ['not said, which is off', () => ({ certificatePem: leaf.pem }), 'apisix', ['44']],
    ['on', () => ({ certificatePem: leaf.pem, ocspStapling: on }), 'apisix', []],
    ['another certificate', () => ({ certificatePem: other.pem }), 'apisix', []],
    ['another gateway, of which nothing is known', () => ({ certificatePem: leaf.pem }), 'api7cloud', []],
  ];
  for (const [what, object, dialect, ids] of rows) {
    it(what, () => {
      const entries = toEntries({ 44: object() }, dialect);
      const [entry] = entries;
      assert.ok(entry);
      const index = new CertificateIndex();
      for (const each of entries) index.put(each);
      const find = staplingOffFrom({
        connections: { all: [entry.connection] },
        inventory: { certificates: () => index },
      });
      assert.deepEqual(
        find(parse(leaf)).map(({ id }) => id),
        ids,
      );
    });
  }
});
