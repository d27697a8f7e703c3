import assert from 'node:assert/strict';
import type { PlanFacts } from '../../../../src/app/renewal/renewalPlan';
import { toRenewalPlan } from '../../../../src/app/renewal/renewalPlan';
import { leavesOf } from '../../../../src/app/writes/upload';
import type { StoredCertificate } from '../../../../src/core/model';
import type { Capabilities, References } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import type { CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { toEntries, usesOf } from '../fakes/fakeEntries';
import { FakeGateway } from '../fakes/fakeGateway';
import { idleGateway } from '../fakes/idleGateway';
import { materialOf } from '../fakes/madeMaterial';

const now = Date.UTC(2026, 10, 23);
const authority = makeAuthority(now);

async function make(options: Partial<CertificateOptions> = {}): Promise<MadeCertificate> {
  const { intermediate } = await authority;
  return makeCertificate({
    now,
    commonName: 'a.com',
    dns: ['a.com', 'b.com'],
    issuer: intermediate,
    toDays: 60,
    ...options,
  });
}

interface Case {
  readonly fresh?: Partial<CertificateOptions>;
  readonly object?: Partial<StoredCertificate>;
  readonly others?: Readonly<Record<string, Partial<StoredCertificate>>>;
  readonly capabilities?: Partial<Capabilities>;
  readonly relation?: PlanFacts['relation'];
  readonly uses?: References;
  readonly hasKey?: boolean;
}

async function planOf({
  fresh: options,
  object,
  others = {},
  capabilities,
  relation = 'renews',
  uses = usesOf(['a.com']),
  hasKey = true,
}: Case) {
  const [fresh, old] = await Promise.all([make(options), make({ toDays: 5 })]);
  const entries = toEntries({ 7: { names: ['a.com', 'b.com'], certificatePem: old.chainPem, ...object }, ...others });
  const [entry] = entries;
  assert(entry);
  const material = materialOf([fresh, fresh.issuer], hasKey ? [fresh] : []);
  const [leaf] = leavesOf(material, now);
  assert(leaf);
  const gateway = idleGateway({ capabilities: { ...new FakeGateway().capabilities, ...capabilities } });
  const clock = { now, warningDays: null };
  return runSync(
    toRenewalPlan(
      { leaf, material },
      { connection: entry.connection, entry, facts: { entries, isComplete: true, uses, clock } },
      { gateway, relation, ...clock, translate: english },
    ),
  );
}

describe('the plan of a renewal', () => {
  const cases: readonly [what: string, change: Case, problem: RegExp | undefined, isProposed: boolean][] = [
    ['a renewal of which nothing is lost', {}, undefined, true],
    ['one whose uses are not known', { uses: { ...usesOf([]), unknown: ['No routes were read.'] } }, undefined, true],
    ['one without its key', { hasKey: false, fresh: { key: 'RSA 2048' } }, /key/i, false],
    ['one for the key that the gateway has', { hasKey: false }, undefined, true],
    ['one that is the certificate of a client', { fresh: { purpose: 'client' } }, /clientAuth|server/, false],
    ['one that lacks a name', { fresh: { dns: ['a.com'] } }, undefined, false],
    ['one that is not seen to renew it', { relation: 'chosen' }, undefined, false],
    ['one that adc manages', { object: { labels: [{ key: 'managed-by', value: 'adc' }] } }, undefined, false],
    [
      'one that its gateway leaves out, also afterwards',
      { object: { ignored: { members: ['x'], endsWithUpdate: false } } },
      undefined,
      false,
    ],
    [
      'one that its gateway leaves out until it is updated',
      { object: { ignored: { members: ['x'], endsWithUpdate: true } } },
      undefined,
      true,
    ],
    ['one that is disabled', { object: { isEnabled: false } }, undefined, false],
    ['a twin of the same gateway', { others: { 8: { names: ['a.com', 'b.com'] } } }, undefined, true],
    [
      'one that only reads, as APISIX in standalone mode',
      { capabilities: { isReadOnly: true } },
      /^“Gateway a” runs in standalone mode/,
      false,
    ],
    [
      'a CA that the gateway does not return',
      { object: { ca: {} }, capabilities: { canReadCa: false } },
      /^It has a CA certificate that has to be chosen again/,
      false,
    ],
    ['a CA that it does return', { object: { ca: {} } }, undefined, true],
    [
      'further pairs whose keys would have to be sent again',
      { object: { extraCertificates: ['x'] }, capabilities: { needsKeyOnReplace: true } },
      /^It has further pairs/,
      false,
    ],
    ['further pairs that stay', { object: { extraCertificates: ['x'] } }, undefined, true],
  ];
  for (const [what, change, problem, isProposed] of cases)
    it(`${isProposed ? 'proposes' : problem ? 'refuses' : 'leaves to the person'} ${what}`, async () => {
      const plan = await planOf(change);
      if (problem) assert.match(plan.problem ?? 'none', problem);
      else assert.equal(plan.problem, undefined);
      assert.equal(plan.isProposed, isProposed);
    });
});
