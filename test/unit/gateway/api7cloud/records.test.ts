import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unreadable } from '../../../../src/gateway/answerLimits';
import * as records from '../../../../src/gateway/api7cloud/records';
import { toScope, toStored } from '../../../../src/gateway/api7cloud/translate';

const leaf = {
  snis: ['a.example'],
  subject: 'CN=a.example',
  issuer: 'CN=CA',
  serial_number: '123',
  signature_algorithm: 'SHA256-RSA',
  not_before: '2026-01-01T00:00:00Z',
  not_after: '2026-06-01T00:00:00Z',
};
const siblings = {
  id: '392306215415186327',
  cluster_id: '1',
  status: 50,
  type: 'Server',
  labels: ['a'],
  created_at: '2026-01-02T00:00:00Z',
  updated_at: '0001-01-01T00:00:00Z',
};

describe('readCertificate', () => {
  it('reads the flat shape and the nested one alike', () => {
    const [flat, nested] = [
      records.readCertificate({ ...siblings, ...leaf }),
      records.readCertificate({ ...siblings, Metadata: leaf }),
    ];
    assert.ok(typeof flat !== 'string');
    assert.deepEqual(flat, nested);
    assert.deepEqual(
      [flat.id, flat.leaf.names, flat.leaf.notAfter, flat.updatedAt, flat.notes],
      ['392306215415186327', ['a.example'], Date.UTC(2026, 5, 1), undefined, []],
    );
  });

  const ids: readonly (readonly [json: unknown, idOrProblem: string])[] = [
    [{ id: '1' }, '1'],
    [{ id: 7 }, '7'],
    [{ id: '18446744073709551615' }, '18446744073709551615'],
    [{}, unreadable.noId],
    [{ id: '0' }, unreadable.noId],
    [{ id: null }, unreadable.noId],
    ...[
      '18446744073709551616',
      392306215415186300000,
      '01',
      '-1',
      '1.5',
      '4482 [Verify](command:x)',
      '../1',
      'x',
      '1\n',
    ].map((id) => [{ id }, unreadable.impossibleId] as const),
    [[], unreadable.noObject],
    [null, unreadable.noObject],
  ];
  for (const [json, expected] of ids) {
    it(JSON.stringify(json), () => {
      const record = records.readCertificate(json);
      assert.equal(typeof record === 'string' ? record : record.id, expected);
    });
  }

  it('takes a serial number of either kind', () => {
    const serial = (serial_number: unknown) => {
      const record = records.readCertificate({ ...siblings, serial_number });
      return typeof record === 'string' ? record : record.leaf.serial;
    };
    assert.deepEqual(
      [serial('0A:ff'), serial(17), serial('392306215415186327'), serial(undefined)],
      ['0A:ff', '17', '392306215415186327', undefined],
    );
  });

  it('takes anything', () => {
    const members = fc.dictionary(
      fc.constantFrom(
        'id',
        'type',
        'status',
        'labels',
        'snis',
        'subject',
        'not_before',
        'not_after',
        'extensions',
        'ca_certificate',
        'Metadata',
        'created_at',
        'payload',
        'list',
        'count',
        'org_ids',
        'name',
      ),
      fc.jsonValue({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), members, fc.record({ payload: members })), (json) => {
        records.readListPayload(json);
        records.readOrganizationIds(json);
        records.readErrorWords(json);
        const named = records.readNamed(json);
        if (named !== undefined) toScope(named);
        const record = records.readCertificate(json);
        if (typeof record !== 'string') JSON.stringify(toStored(record));
      }),
    );
  });
});

describe('readListPayload', () => {
  const payloads: readonly (readonly [json: unknown, facts: readonly [number, number | undefined] | undefined])[] = [
    [{ payload: { list: [], count: 0 } }, [0, 0]],
    [{ payload: { list: null, count: 3 } }, [0, 3]],
    [{ payload: { list: [{}, {}] } }, [2, undefined]],
    [{ payload: { list: 'x' } }, undefined],
    [{ payload: {}, error: 'x' }, undefined],
    [{ payload: null }, undefined],
    [{ list: [] }, undefined],
  ];
  for (const [json, facts] of payloads) {
    it(JSON.stringify(json), () => {
      const page = records.readListPayload(json);
      assert.deepEqual(page && [page.objects.length, page.total], facts);
    });
  }
});

describe('readOrganizationIds', () => {
  const users: readonly (readonly [json: unknown, ids: readonly string[] | undefined])[] = [
    [{ payload: { org_ids: ['392306215415186327', '2'] } }, ['392306215415186327', '2']],
    [{ payload: { org_ids: null } }, []],
    [{ payload: { org_ids: [null, {}, '1'] } }, ['1']],
    [{ payload: null }, undefined],
  ];
  for (const [json, ids] of users)
    it(JSON.stringify(json), () => assert.deepEqual(records.readOrganizationIds(json), ids));
});

describe('readErrorWords', () => {
  const errors: readonly (readonly [json: unknown, words: string | undefined])[] = [
    [{ status: { code: 6, message: 'unauthorized' }, error: 'Token is expired' }, 'unauthorized: Token is expired'],
    [{ status: { code: 0, message: 'OK' } }, undefined],
    [{ message: 'no such route' }, 'no such route'],
    ['internal server error', 'internal server error'],
    [[], undefined],
  ];
  for (const [json, words] of errors) it(JSON.stringify(json), () => assert.equal(records.readErrorWords(json), words));
});
