import assert from 'node:assert/strict';
import 'reflect-metadata';
import { KeyUsageFlags } from '@peculiar/x509';
import { orderChain } from '../../../../src/core/chain/chain';
import { linkState } from '../../../../src/core/chain/links';
import type { Certificate } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';

const now = Date.UTC(2026, 10, 23);

function parse(made: MadeCertificate): Certificate {
  const reading = parseCertificate(made.der);
  assert.ok(reading.ok);
  return reading.value;
}

describe('orderChain', () => {
  const certificates: Record<string, Certificate> = {};
  before(async () => {
    const { root, intermediate } = await makeAuthority(now, 'Chain');
    const stranger = await makeAuthority(now, 'Stranger');
    const made: Record<string, MadeCertificate> = {
      root,
      intermediate,
      leaf: await makeCertificate({ now, commonName: 'leaf', issuer: intermediate }),
      second: await makeCertificate({ now, commonName: 'second', issuer: intermediate }),
      rsa: await makeCertificate({ now, commonName: 'rsa', key: 'RSA 2048', issuer: intermediate }),
      ed25519: await makeCertificate({ now, commonName: 'ed', key: 'Ed25519', issuer: intermediate }),
      selfSigned: await makeCertificate({ now, commonName: 'self' }),
      strangeRoot: stranger.root,
      // Named like the intermediate, signed with another key: what a renewed CA and a forger look like.
      impostor: await makeCertificate({
        now,
        subject: intermediate.subject,
        keys: stranger.root.keys,
        isCa: true,
        issuer: root,
      }),
    };
    for (const [name, each] of Object.entries(made)) certificates[name] = parse(each);
  });
  const list = (names: string) =>
    names
      .split(' ')
      .filter(Boolean)
      .map((name) => certificates[name] ?? assert.fail(name));
  const nameOf = (certificate: Certificate) =>
    Object.keys(certificates).find(
      (name) => certificates[name]?.fingerprints.sha256 === certificate.fingerprints.sha256,
    );
  const names = (some: readonly Certificate[]) => some.map(nameOf).join(' ');

  const cases: readonly [
    given: string,
    ordered: string,
    isInOrder: boolean,
    rest?: { strangers?: string; duplicates?: string; root?: string; isGap?: boolean },
  ][] = [
    ['', '', true],
    ['leaf', 'leaf', true, { isGap: true }],
    ['leaf intermediate', 'leaf intermediate', true, { isGap: true }],
    ['leaf intermediate root', 'leaf intermediate root', true, { root: 'root' }],
    ['root intermediate leaf', 'leaf intermediate root', false, { root: 'root' }],
    ['intermediate leaf root', 'leaf intermediate root', false, { root: 'root' }],
    ['leaf root', 'leaf', true, { strangers: 'root', isGap: true }],
    ['leaf strangeRoot intermediate', 'leaf intermediate', false, { strangers: 'strangeRoot', isGap: true }],
    ['leaf intermediate strangeRoot', 'leaf intermediate', true, { strangers: 'strangeRoot', isGap: true }],
    ['leaf intermediate intermediate', 'leaf intermediate', false, { duplicates: 'intermediate', isGap: true }],
    ['leaf impostor', 'leaf', true, { strangers: 'impostor', isGap: true }],
    ['leaf impostor intermediate root', 'leaf intermediate root', false, { strangers: 'impostor', root: 'root' }],
    ['leaf second intermediate', 'leaf intermediate', false, { strangers: 'second', isGap: true }],
    ['intermediate rsa', 'rsa intermediate', false, { isGap: true }],
    ['ed25519 intermediate', 'ed25519 intermediate', true, { isGap: true }],
    ['selfSigned', 'selfSigned', true],
    ['root', 'root', true],
    ['root strangeRoot', 'root', true, { strangers: 'strangeRoot' }],
  ];
  for (const [given, ordered, isInOrder, rest = {}] of cases) {
    it(given || 'nothing', () => {
      const chain = orderChain(list(given));
      assert.deepEqual(
        {
          ordered: names(chain.ordered),
          isInOrder: chain.isInOrder,
          strangers: names(chain.strangers),
          duplicates: names(chain.duplicates),
        },
        { ordered, isInOrder, strangers: rest.strangers ?? '', duplicates: rest.duplicates ?? '' },
      );
      assert.equal(chain.root && nameOf(chain.root), rest.root);
      assert.equal(chain.missingIssuer !== undefined, rest.isGap ?? false);
      assert.deepEqual([chain.faults, chain.unverified], [[], []]);
    });
  }

  it('names the issuer that is missing', () => {
    assert.equal(orderChain(list('leaf intermediate')).missingIssuer, 'CN=Chain Root CA,O=Chain Trust,C=DE');
  });

  it('tells which issuer may not sign', async () => {
    const root = await makeCertificate({ now, commonName: 'root', isCa: true, pathLength: 0 });
    const lower = await makeCertificate({
      now,
      commonName: 'lower',
      isCa: true,
      keyUsage: KeyUsageFlags.cRLSign,
      issuer: root,
    });
    const noCa = await makeCertificate({ now, commonName: 'no ca', issuer: lower, keyUsage: null });
    const leaf = await makeCertificate({ now, commonName: 'end', issuer: noCa });
    const { faults, ordered } = orderChain([leaf, noCa, lower, root].map(parse));
    assert.equal(ordered.length, 4);
    assert.deepEqual(
      faults.map(({ certificate, fault }) => [certificate.subject.text, fault]),
      [
        ['CN=no ca', 'notCa'],
        ['CN=lower', 'noKeyCertSign'],
        ['CN=root', 'pathTooLong'],
      ],
    );
  });

  it('refuses under a CA that does not allow what the certificate is for', async () => {
    const root = await makeCertificate({ now, commonName: 'for clients', isCa: true, purpose: 'client' });
    const verdictOf = async (purpose: 'server' | 'client') => {
      const leaf = await makeCertificate({ now, commonName: 'end', issuer: root, purpose });
      const { verdict } = orderChain([leaf, root].map(parse), { now });
      return verdict?.kind === 'refused' ? verdict.reasons.map(({ code }) => code) : verdict?.kind;
    };
    assert.deepEqual([await verdictOf('server'), await verdictOf('client')], [['purposeForbidden'], 'accepted']);
  });

  it('counts no CA in the path length that was issued under its own name', async () => {
    const root = await makeCertificate({ now, commonName: 'rolled', isCa: true, pathLength: 0 });
    const next = await makeCertificate({ now, commonName: 'next', isCa: true });
    const rollover = await makeCertificate({ now, commonName: 'rolled', keys: next.keys, isCa: true, issuer: root });
    const leaf = await makeCertificate({ now, commonName: 'end', issuer: rollover });
    const { faults, ordered } = orderChain([leaf, rollover, root].map(parse));
    assert.deepEqual([ordered.length, faults], [3, []]);
  });

  it('ends where two CAs sign each other', async () => {
    const a = await makeCertificate({ now, commonName: 'a', isCa: true });
    const b = await makeCertificate({ now, commonName: 'b', isCa: true, issuer: a });
    const aByB = await makeCertificate({ now, commonName: 'a', keys: a.keys, isCa: true, issuer: b });
    assert.equal(orderChain([aByB, b].map(parse)).ordered.length, 2);
  });

  describe('linkState', () => {
    const cases: readonly [name: string, change: Partial<Certificate>, state: string][] = [
      [
        'cannot tell of a signature this runtime does not know',
        { signatureAlgorithm: { oid: '1.2.3', name: '1.2.3' } },
        'cannotTell',
      ],
      [
        'says no where the key identifiers differ',
        { signatureAlgorithm: { oid: '1.2.3', name: '1.2.3' }, authorityKeyId: '00' },
        'notIssued',
      ],
      ['says no where the signature is another’s', {}, 'notIssued'],
      [
        'says no where the names differ',
        { signatureAlgorithm: { oid: '1.2.3', name: '1.2.3' }, issuer: { rdns: [], text: '', der: '' } },
        'notIssued',
      ],
    ];
    for (const [name, change, state] of cases) {
      it(name, () => {
        const [leaf, impostor] = list('leaf impostor');
        assert.ok(leaf && impostor);
        const unidentified = { ...impostor, subjectKeyId: leaf.authorityKeyId };
        assert.equal(linkState({ ...leaf, ...change }, unidentified), state);
      });
    }
  });
});
