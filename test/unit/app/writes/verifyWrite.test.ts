import assert from 'node:assert/strict';
import type { WriteVerification } from '../../../../src/app/writes/verifyWrite';
import { holdsChain, holdsWanted } from '../../../../src/app/writes/verifyWrite';
import { toChainFacts, toWanted } from '../../../../src/app/writes/wanted';
import type { CertificateMetadata, StoredCertificate } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { CertificateChange } from '../../../../src/gateway/gateway';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { stored } from '../fakes/fakeConnections';

const now = Date.UTC(2026, 10, 23);
const crlf = (pem: string): string => pem.replace(/\n/g, '\r\n');

const verifyChange = (held: StoredCertificate, change: CertificateChange, wantsNames: boolean): WriteVerification =>
  holdsWanted(held, toWanted(change), wantsNames);

describe('The verification of a write', () => {
  let authority: Authority;
  let made: MadeCertificate;
  let other: MadeCertificate;
  let metadata: CertificateMetadata;

  before(async () => {
    authority = await makeAuthority(now);
    made = await makeCertificate({ now, commonName: 'a.test', dns: ['a.test'], issuer: authority.intermediate });
    other = await makeCertificate({ now, commonName: 'a.test', dns: ['a.test'], issuer: authority.intermediate });
    const reading = parseCertificate(made.der);
    assert(reading.ok);
    const { serial, issuer, validity } = reading.value;
    metadata = { serial, issuer: issuer.text, validity, names: [], extensions: {} };
  });

  describe('holdsChain', () => {
    const cases: readonly [string, () => string, () => Partial<StoredCertificate>, WriteVerification][] = [
      ['the same PEM', () => made.pem, () => ({ certificatePem: made.pem }), 'yes'],
      [
        'the same with other line ends and text around',
        () => made.pem,
        () => ({ certificatePem: `noise\r\n${crlf(made.pem)}` }),
        'yes',
      ],
      [
        'the chain, in another order',
        () => made.chainPem,
        () => ({
          certificatePem: made.chainPem
            .split(/(?<=-----END CERTIFICATE-----\n)/)
            .reverse()
            .join(''),
        }),
        'no',
      ],
      ['another of the same name', () => made.pem, () => ({ certificatePem: other.pem }), 'no'],
      ['the leaf without the chain that was sent', () => made.chainPem, () => ({ certificatePem: made.pem }), 'no'],
      ['a reference to a secret', () => made.pem, () => ({ certificatePem: '$secret://vault/1/cert' }), 'cannotTell'],
      ['nothing told', () => made.pem, () => ({}), 'cannotTell'],
      ['nothing readable sent', () => 'text', () => ({ certificatePem: made.pem }), 'cannotTell'],
      ['metadata', () => made.pem, () => ({ metadata: metadata }), 'yes'],
      ['metadata of another', () => other.pem, () => ({ metadata: metadata }), 'no'],
      [
        'a decimal serial',
        () => made.pem,
        () => ({ metadata: { ...metadata, serial: BigInt(`0x${metadata.serial ?? ''}`).toString() } }),
        'yes',
      ],
      [
        'a serial with colons',
        () => made.pem,
        () => ({ metadata: { ...metadata, serial: (metadata.serial ?? '').replace(/..(?=.)/g, '$&:').toLowerCase() } }),
        'yes',
      ],
      ['no serial', () => made.pem, () => ({ metadata: { ...metadata, serial: '' } }), 'cannotTell'],
      [
        'other dates',
        () => made.pem,
        () => ({ metadata: { ...metadata, validity: { notBefore: 0, notAfter: 1000 } } }),
        'no',
      ],
      ['another issuer', () => made.pem, () => ({ metadata: { ...metadata, issuer: 'CN=Somebody' } }), 'no'],
      ['no dates', () => made.pem, () => ({ metadata: (({ validity: _, ...rest }) => rest)(metadata) }), 'cannotTell'],
    ];
    for (const [name, sent, held, expected] of cases)
      it(`${expected}: ${name}`, () => assert.equal(holdsChain(stored('one', held()), toChainFacts(sent())), expected));
  });

  describe('verifyChange', () => {
    const team = { key: 'team', value: 'a' };
    const env = { key: 'env', value: 'b' };
    const cases: readonly [string, CertificateChange, Partial<StoredCertificate>, WriteVerification][] = [
      ['nothing was to change', {}, {}, 'yes'],
      ['labels in another order', { labels: [team, env] }, { labels: [env, team] }, 'yes'],
      ['a label of another value', { labels: [team] }, { labels: [{ ...team, value: 'c' }] }, 'no'],
      ['a label too many', { labels: [team] }, { labels: [team, env] }, 'no'],
      ['names in another spelling', { names: ['A.test'] }, { names: ['a.test'] }, 'yes'],
      ['a name is missing', { names: ['a.test', 'b.test'] }, { names: ['a.test'] }, 'no'],
      ['another type', { type: 'client' }, { type: 'server' }, 'no'],
      ['the type that was sent', { type: 'client' }, { type: 'client' }, 'yes'],
      ['a type in words that we do not know', { type: 'client' }, { type: undefined }, 'cannotTell'],
      ['other labels of the same number', { labels: [team, env] }, { labels: [team, { key: 'x', value: 'y' }] }, 'no'],
      ['other names of the same number', { names: ['a.test', 'b.test'] }, { names: ['a.test', 'c.test'] }, 'no'],
      ['switched on, as sent', { isEnabled: true }, { isEnabled: true }, 'yes'],
      ['one thing too little told', { certificate: 'text', type: 'server' }, { certificatePem: 'text' }, 'cannotTell'],
      [
        'one thing too little told, and another wrong',
        { certificate: 'text', type: 'client' },
        { certificatePem: 'text' },
        'no',
      ],
      ['still switched off', { isEnabled: true }, { isEnabled: false }, 'no'],
      ['the CA was kept', { ca: { kind: 'keep' } }, { ca: { pem: 'x' } }, 'yes'],
      ['the CA is still there', { ca: { kind: 'remove' } }, { ca: { pem: 'x' } }, 'no'],
      ['the CA is gone', { ca: { kind: 'remove' } }, {}, 'yes'],
      ['the CA did not arrive', { ca: { kind: 'set', pem: 'x' } }, {}, 'no'],
    ];
    for (const [name, change, held, expected] of cases)
      it(`${expected}: ${name}`, () => assert.equal(verifyChange(stored('one', held), change, true), expected));

    it('does not ask for names that the gateway derives itself', () => {
      assert.equal(verifyChange(stored('one', { names: ['a.test', '10.0.0.1'] }), { names: ['a.test'] }, false), 'yes');
    });

    it('compares a CA of which metadata alone is told', () => {
      const change: CertificateChange = { ca: { kind: 'set', pem: made.pem } };
      assert.equal(verifyChange(stored('one', { ca: { metadata: metadata } }), change, true), 'yes');
      assert.equal(
        verifyChange(stored('one', { ca: { metadata: { ...metadata, issuer: 'CN=Somebody' } } }), change, true),
        'no',
      );
      assert.equal(verifyChange(stored('one', { ca: {} }), change, true), 'cannotTell');
    });

    it('compares a CA as it does a certificate', () => {
      const change: CertificateChange = { ca: { kind: 'set', pem: authority.root.pem } };
      assert.equal(verifyChange(stored('one', { ca: { pem: authority.root.pem } }), change, true), 'yes');
      assert.equal(verifyChange(stored('one', { ca: { pem: made.pem } }), change, true), 'no');
    });
  });
});
