import assert from 'node:assert/strict';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import { toCaChange, toPlan, toView as toViewSteps } from '../../../../src/ui/update/updatePlan';
import type { Authority, CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { toEntries, usesOf } from '../../app/fakes/fakeEntries';
import { FakeGateway } from '../../app/fakes/fakeGateway';
import { materialOf, parseMade, toUploadKey } from '../../app/fakes/madeMaterial';

const now = Date.UTC(2026, 10, 23);
type PreparedChange = Parameters<typeof toPlan>[2];
type Services = Parameters<typeof toViewSteps>[2];
const toView = (...given: Parameters<typeof toViewSteps>) => runSync(toViewSteps(...given));

describe('the plan of an update', () => {
  let authority: Authority;
  before(async () => {
    authority = await makeAuthority(now);
  });
  const make = (options: Partial<CertificateOptions> = {}): Promise<MadeCertificate> =>
    makeCertificate({
      now,
      commonName: 'a.com',
      dns: ['a.com'],
      issuer: authority.intermediate,
      toDays: 60,
      ...options,
    });
  const leafOf = (made: MadeCertificate) => ({
    place: 'new.pem',
    leaf: parseMade(made),
    chain: [parseMade(made), parseMade(authority.intermediate)],
    wasReordered: false,
    omitted: [],
  });
  const begunWith = (
    current: MadeCertificate,
    { needsKeyOnReplace = false, wantsNames = true } = {},
  ): PreparedChange => {
    const [entry] = toEntries({
      7: { names: ['a.com'], certificatePem: current.chainPem, labels: [{ key: 'team', value: 'web' }] },
    });
    const gateway = Object.assign(new FakeGateway(), {
      capabilities: { ...new FakeGateway().capabilities, needsKeyOnReplace, wantsNames },
    });
    const facts = {
      entries: [entry as CertificateEntry],
      isComplete: true,
      uses: usesOf(['a.com']),
      clock: { now, warningDays: null },
    };
    return {
      connection: { id: 'one', name: 'One', dialect: 'apisix', address: 'https://gw.test' },
      entry,
      gateway,
      facts,
    } as unknown as PreparedChange;
  };
  const services = { now: () => now, settings: { expiryWarningDays: 30 }, translate: english } as unknown as Services;

  describe('chooses the key', () => {
    it('that fits, among several', async () => {
      const [current, next, other] = await Promise.all([
        make({ key: 'RSA 2048' }),
        make(),
        make({ commonName: 'other' }),
      ]);
      const { draft } = toPlan(leafOf(next), materialOf([next], [other, next]), begunWith(current));
      assert.equal(draft.key?.place, '1.key');
    });

    it('that does not fit, so that it is shown', async () => {
      const [current, next, other] = await Promise.all([
        make({ key: 'RSA 2048' }),
        make(),
        make({ commonName: 'other' }),
      ]);
      assert.equal(toPlan(leafOf(next), materialOf([next], [other]), begunWith(current)).draft.key?.place, '0.key');
    });

    it('of the gateway, where that is the certificate’s own and the file brings another’s', async () => {
      const [current, other] = await Promise.all([make(), make({ commonName: 'other' })]);
      const next = await make({ keys: current.keys, toDays: 90 });
      assert.equal(toPlan(leafOf(next), materialOf([next], [other]), begunWith(current)).draft.key, undefined);
      // This kind of gateway wants the key with every certificate.
      assert.equal(
        toPlan(leafOf(next), materialOf([next], [other]), begunWith(current, { needsKeyOnReplace: true })).draft.key
          ?.place,
        '0.key',
      );
    });
  });

  it('keeps the CA, the type and the labels of what is there', async () => {
    const [current, next] = await Promise.all([make(), make({ toDays: 90 })]);
    const { ca, draft } = toPlan(leafOf(next), materialOf([next], [next]), begunWith(current));
    assert.deepEqual(
      [ca, draft.type, draft.labels, draft.names],
      [{ kind: 'keep' }, 'server', [{ key: 'team', value: 'web' }], ['a.com']],
    );
  });

  it('is shown with what changes, who is affected and what is in the way', async () => {
    const [current, next] = await Promise.all([make({ toDays: 90 }), make({ dns: ['b.com'], toDays: 10 })]);
    const prepared = begunWith(current);
    const view = toView(toPlan(leafOf(next), materialOf([next], [next]), prepared), prepared, services);
    assert.equal(view.prepared, prepared);
    assert.ok(view.rows.length > 0);
    assert.ok(view.checks.some(({ id }) => id === 'earlierEnd'));
    assert.deepEqual(
      view.impact.hosts.filter(({ outcome }) => outcome.kind === 'lost').map(({ host }) => host),
      ['a.com'],
    );
  });

  it('counts the CA that is chosen among what is checked', async () => {
    const [current, next] = await Promise.all([make(), make({ toDays: 90 })]);
    const prepared = begunWith(current);
    const plan = toPlan(leafOf(next), materialOf([next], [next]), prepared);
    const noCa = { kind: 'set', ca: { place: 'leaf.pem', certificates: [parseMade(next)] } } as const;
    const ids = (view: ReturnType<typeof toView>) => view.checks.map(({ id, outcome }) => `${id} ${outcome}`);
    assert.notDeepEqual(ids(toView({ ...plan, ca: noCa }, prepared, services)), ids(toView(plan, prepared, services)));
  });

  it('sends of the CA what was decided', () => {
    const certificates = [parseMade(authority.root)];
    assert.deepEqual(toCaChange({ kind: 'keep' }), { kind: 'keep' });
    assert.deepEqual(toCaChange({ kind: 'remove' }), { kind: 'remove' });
    assert.deepEqual(toCaChange({ kind: 'set', ca: { place: 'ca.pem', certificates } }), {
      kind: 'set',
      pem: authority.root.pem,
    });
    assert.deepEqual(toCaChange({ kind: 'set', ca: { place: 'ca.pem', certificates, depth: 0 } }), {
      kind: 'set',
      pem: authority.root.pem,
      depth: 0,
    });
  });

  it('reads no key on its way', async () => {
    const [current, next] = await Promise.all([make(), make({ toDays: 90 })]);
    const read: string[] = [];
    const key = { ...toUploadKey(next.keyPem, 'new.key'), toPem: () => (read.push('read'), next.keyPem) };
    const prepared = begunWith(current);
    toView(toPlan(leafOf(next), { ...materialOf([next]), keys: [key] }, prepared), prepared, services);
    assert.deepEqual(read, []);
  });
});
