import assert from 'node:assert/strict';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';
import { toBeforeSteps } from '../../../../src/app/writes/before';
import { runSync } from '../../../../src/shared/cooperative';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import type { Objects } from '../fakes/fakeEntries';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const toBefore = (...given: Parameters<typeof toBeforeSteps>) => runSync(toBeforeSteps(...given));
const ready = (objects: Objects, unreadable: readonly string[] = []): ConnectionState => ({
  kind: 'ready',
  entries: toEntries(objects),
  isComplete: true,
  loaded: 0,
  total: undefined,
  unreadable,
});

describe('what was on the gateway before a new certificate', () => {
  let made: MadeCertificate;
  let other: MadeCertificate;
  before(async () => {
    made = await makeCertificate({ now, commonName: 'a.test', dns: ['a.test'] });
    other = await makeCertificate({ now, commonName: 'a.test', dns: ['a.test'] });
  });

  it('knows what holds it already, on either side of TLS, and what says too little; not what is another', () => {
    const objects = {
      same: { certificatePem: made.pem },
      client: { certificatePem: made.pem, type: 'client' },
      other: { certificatePem: other.pem },
      quiet: {},
      secret: { certificatePem: '$secret://x' },
    } as const;
    assert.deepEqual([...toBefore(made.pem, ready(objects)).known].sort(), ['client', 'quiet', 'same', 'secret']);
  });

  it('keeps no endless list of what says too little', () => {
    const quiet = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`q${index}`, {}]));
    assert.deepEqual([...toBefore(made.pem, ready({ ...quiet, same: { certificatePem: made.pem } })).known], ['same']);
  });

  it('counts what could not be read', () => {
    assert.equal(toBefore(made.pem, ready({}, ['x', 'y'])).unreadable, 2);
    assert.equal(toBefore(made.pem, { kind: 'idle', entries: [] }).unreadable, 0);
  });
});
