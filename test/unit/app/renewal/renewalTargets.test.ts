import assert from 'node:assert/strict';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { CertificateIndex } from '../../../../src/app/inventory/certificateIndex';
import { findRenewalTargets } from '../../../../src/app/renewal/renewalTargets';
import type { CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);

describe('findRenewalTargets', () => {
  let fresh: MadeCertificate;
  let old: MadeCertificate;
  let longer: MadeCertificate;
  let stranger: MadeCertificate;
  before(async () => {
    const make = (options: Partial<CertificateOptions>) =>
      makeCertificate({ now, commonName: 'shop', dns: ['shop.com'], toDays: 5, ...options });
    [fresh, old, longer, stranger] = await Promise.all([
      make({ toDays: 90 }),
      make({}),
      make({ dns: ['shop.com', 'pay.shop.com'] }),
      make({ commonName: 'other', dns: ['other.com'] }),
    ]);
  });
  const entries = (objects: Readonly<Record<string, MadeCertificate>>): readonly CertificateEntry[] =>
    toEntries(
      Object.fromEntries(
        Object.entries(objects).map(([id, made]) => [
          id,
          { names: (parse(made).sans ?? []).map(({ value }) => value), certificatePem: made.pem },
        ]),
      ),
    );
  const find = (held: readonly CertificateEntry[], chosen?: CertificateEntry) => {
    const index = new CertificateIndex();
    for (const entry of held) index.put(entry);
    return findRenewalTargets(parse(fresh), index, chosen).map(
      ({ entry, relation }) => `${entry.stored.id} ${relation}`,
    );
  };

  it('finds every object that is renewed, whole or in part, and what holds the new one already', () => {
    assert.deepEqual(find(entries({ a: old, b: longer, c: stranger, d: fresh, e: old })).toSorted(), [
      'a renews',
      'b renewsInPart',
      'd holds',
      'e renews',
    ]);
  });

  it('finds one that a person chose although it is not renewed, and whatever has the same certificate', () => {
    const held = entries({ a: stranger, b: stranger, c: old });
    assert.deepEqual(find(held, held[0]).toSorted(), ['a chosen', 'b chosen', 'c renews']);
  });

  it('finds on another gateway what has the certificate of the one chosen, also by metadata alone', () => {
    const [chosen] = entries({ a: stranger });
    const { serial, issuer, validity } = parse(stranger);
    // Gateways may give fractions of a second.
    const fractional = { notBefore: validity.notBefore + 250, notAfter: validity.notAfter + 250 };
    const metadata = { serial, issuer: issuer.text, validity: fractional, names: ['other.com'], extensions: {} };
    const later = { ...metadata, validity: { ...validity, notAfter: validity.notAfter + 1_000 } };
    const held = toEntries({ a: { metadata }, b: { metadata: later } }, 'api7cloud').map((entry) => ({
      ...entry,
      connection: { ...entry.connection, id: 'cloud' },
    }));
    assert.deepEqual(find(held, chosen), ['a chosen']);
  });

  it('takes an object of another gateway with the ID of the one chosen for no more than it is', () => {
    const [chosen] = entries({ a: stranger });
    const [twin] = entries({ a: longer });
    assert(twin);
    assert.deepEqual(find([{ ...twin, connection: { ...twin.connection, id: 'other' } }], chosen), ['a renewsInPart']);
  });

  it('lists them by name, those of one name by ID', () => {
    const held = entries({ b: old, z: longer, a: old });
    const named = held.map((entry) =>
      entry.stored.id === 'z' ? { ...entry, sortKey: 'a' } : { ...entry, sortKey: 'b' },
    );
    assert.deepEqual(find(named), ['z renewsInPart', 'a renews', 'b renews']);
  });

  it('finds nothing of a certificate that shares no more than a serial number with the one chosen', () => {
    const [chosen] = entries({ a: stranger });
    assert(chosen);
    const { serial = '' } = chosen;
    const [other] = entries({ b: longer });
    assert(other);
    const elsewhere = { ...other.connection, id: 'other' };
    const renumbered = { ...other, serial, connection: elsewhere };
    assert.deepEqual(find([renumbered], chosen), ['b renewsInPart']);
    const undated = { ...renumbered, fingerprints: [], validity: undefined };
    assert.deepEqual(find([undated], chosen), []);
    assert.deepEqual(find([undated], { ...chosen, fingerprints: [], validity: undefined }), []);
  });

  it('finds one that cannot be read where a person chose it', () => {
    const [chosen] = toEntries({ a: { certificatePem: 'not PEM' } });
    assert(chosen);
    assert.deepEqual(find([chosen], chosen), ['a chosen']);
  });

  it('finds both sides of TLS where the new one may be on both', async () => {
    const make = (toDays: number) =>
      makeCertificate({ now, commonName: 'shop', dns: ['shop.com'], purpose: 'both', toDays });
    const [before, after] = await Promise.all([make(5), make(90)]);
    const held = toEntries({
      a: { type: 'client', names: ['shop.com'], certificatePem: before.pem },
      b: { type: 'server', names: ['shop.com'], certificatePem: before.pem },
    });
    const index = new CertificateIndex();
    for (const entry of held) index.put(entry);
    const relations = (leaf: MadeCertificate) =>
      findRenewalTargets(parse(leaf), index, undefined).map(({ entry, relation }) => `${entry.stored.id} ${relation}`);
    assert.deepEqual(relations(after).toSorted(), ['a renews', 'b renews']);
    assert.deepEqual(relations(fresh), ['b renews']);
  });
});
