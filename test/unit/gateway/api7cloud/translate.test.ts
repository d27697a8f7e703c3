import assert from 'node:assert/strict';
import type { StoredCertificate } from '../../../../src/core/model';
import { readCertificate } from '../../../../src/gateway/api7cloud/records';
import { toCertificateBody, toScope, toStored } from '../../../../src/gateway/api7cloud/translate';
import type { CertificateBundle } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';

const stored = (value: object): StoredCertificate => {
  const record = readCertificate({ id: '1', type: 'Server', ...value });
  return typeof record === 'string' ? assert.fail(record) : toStored(record);
};
const validity = { notBefore: Date.UTC(2026, 0), notAfter: Date.UTC(2026, 5) };
const dates = { not_before: '2026-01-01T00:00:00Z', not_after: '2026-06-01T00:00:00Z' };

describe('toStored', () => {
  const cases: readonly (readonly [name: string, value: object, expected: Partial<StoredCertificate>])[] = [
    ['server', {}, { type: 'server', isEnabled: undefined, notes: [] }],
    ['client', { type: 'Client' }, { type: 'client', notes: [] }],
    ['lower case', { type: 'client' }, { type: 'client', notes: [] }],
    ['another type', { type: 'Both' }, { type: undefined, notes: ['The type is neither Server nor Client.'] }],
    ['no type', { type: null }, { type: undefined, notes: ['The response does not contain the type.'] }],
    ['deleted', { status: 100 }, { notes: ['API7 Cloud marks it as deleted.'] }],
    ['labels are words', { labels: ['a', 'b'] }, { labels: [{ key: 'a' }, { key: 'b' }] }],
    [
      'metadata',
      { snis: ['a.example'], subject: 'CN=a', serial_number: '7', ...dates, extensions: { '2.5.29.15': 'Key Usage' } },
      {
        names: ['a.example'],
        metadata: {
          names: ['a.example'],
          subject: 'CN=a',
          serial: '7',
          validity,
          extensions: { '2.5.29.15': 'Key Usage' },
        },
      },
    ],
    [
      'half a validity is none',
      { not_before: dates.not_before, not_after: '0001-01-01T00:00:00Z' },
      { metadata: { names: [], extensions: {} } },
    ],
    [
      'a CA',
      { ca_certificate: { subject: 'CN=CA', snis: null, ...dates } },
      { ca: { metadata: { subject: 'CN=CA', names: [], validity, extensions: {} } } },
    ],
    ['never PEM', { certificate: 'PEM' }, { extraCertificates: [] }],
  ];
  for (const [name, value, expected] of cases) {
    it(name, () => assert.deepEqual({ ...stored(value), ...expected }, stored(value)));
  }
  it('has no room for PEM', () => assert.equal('certificatePem' in stored({ certificate: 'PEM' }), false));
});

describe('toCertificateBody', () => {
  const bundle: CertificateBundle = {
    certificate: 'CERT\n',
    privateKey: 'KEY\n',
    type: 'client',
    names: ['a.example'],
    labels: [],
  };
  it('sends the least', () =>
    assert.deepEqual(toCertificateBody(bundle), { certificate: 'CERT\n', private_key: 'KEY\n', type: 'Client' }));
  it('sends all', () => {
    assert.deepEqual(
      toCertificateBody({ ...bundle, type: 'server', caCertificate: 'CA\n', labels: [{ key: 'a' }, { key: 'b' }] }),
      {
        certificate: 'CERT\n',
        private_key: 'KEY\n',
        ca_certificate: 'CA\n',
        labels: ['a', 'b'],
        type: 'Server',
      },
    );
  });
  it('refuses labels with a value', () => {
    assert.throws(
      () => toCertificateBody({ ...bundle, labels: [{ key: 'a', value: 'b' }] }),
      (error) => error instanceof GatewayError && error.kind === 'rejected',
    );
  });
});

describe('toScope', () => {
  const named = { id: '1', name: 'production', status: 3, domain: 'p.example' };
  it('shows the domain', () => assert.deepEqual(toScope(named), { id: '1', name: 'production', detail: 'p.example' }));
  it('shows a state that is not the ordinary one', () =>
    assert.deepEqual(toScope({ ...named, status: 5 }), { id: '1', name: 'production', detail: 'being deleted' }));
  it('shows the id where there is no name', () =>
    assert.deepEqual(toScope({ id: '1', name: undefined, status: undefined, domain: '' }), { id: '1', name: '1' }));
});
