import assert from 'node:assert/strict';
import 'reflect-metadata';
import { KeyUsageFlags } from '@peculiar/x509';
import { readPemDocument } from '../../../../src/core/document/document';
import {
  certificateParts,
  distinctParts,
  hostOfCommonName,
  presentedParts,
} from '../../../../src/core/findings/certificateParts';
import type { CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { makeKeyPair } from '../../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 23);
const partsOf = (...made: readonly MadeCertificate[]) =>
  certificateParts(readPemDocument(made.map(({ pem }) => pem).join('')));

describe('hostOfCommonName', () => {
  const rows: readonly (readonly [name: string, isHost: boolean])[] = [
    ['example.com', true],
    ['*.example.com', true],
    ['192.0.2.1', true],
    ['localhost', true],
    [' example.com ', true],
    [`${'a'.repeat(63)}.example`, true],
    [`${'a'.repeat(64)}.example`, false],
    ['a.*.example.com', false],
    ['Example Root CA', false],
    ['example', false],
    ['my.localhost.', false],
  ];
  for (const [name, isHost] of rows)
    it(`${JSON.stringify(name)}: ${isHost ? 'a host' : 'none'}`, () => {
      const subject = { rdns: [[{ oid: '2.5.4.3', type: 'CN', value: name }]], text: '', der: '' };
      assert.equal(hostOfCommonName({ subject }), isHost ? name.trim() : undefined);
    });
});

describe('presentedParts', () => {
  const selfSigned = (options: Partial<CertificateOptions> = {}) =>
    makeCertificate({ now, isCa: true, commonName: 'Box', dns: ['box.test'], keyUsage: null, ...options });
  const isPresented = async (made: MadeCertificate, ...others: readonly MadeCertificate[]): Promise<boolean> => {
    const parts = partsOf(made, ...others);
    return presentedParts(parts).some((each) => each === parts[0]);
  };
  const rows: readonly (readonly [what: string, options: Partial<CertificateOptions>, expected: boolean])[] = [
    ['by a DNS name', {}, true],
    ['by an address', { dns: [], ips: ['192.0.2.1'] }, true],
    ['by its Common Name', { dns: [], commonName: 'box.test' }, true],
    ['not by a mail address', { dns: [], emails: ['a@box.test'] }, false],
    ['not without any host', { dns: [] }, false],
    ['whose key may sign handshakes', { keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign }, true],
    ['not if its key may sign certificates alone', { keyUsage: KeyUsageFlags.keyCertSign }, false],
  ];
  for (const [what, options, expected] of rows)
    it(`takes a self-signed CA for a server ${what}`, async () =>
      assert.equal(await isPresented(await selfSigned(options)), expected));

  it('takes none for a server that issued another', async () => {
    const root = await selfSigned();
    const issued = await makeCertificate({
      now,
      dns: ['a.test'],
      issuer: root,
      keys: await makeKeyPair('EC P-256', 'a'),
    });
    assert.equal(await isPresented(root, issued), false);
    assert.equal(await isPresented(issued, root), true);
    assert.equal(await isPresented(root, await makeCertificate({ now, dns: ['b.test'] })), true);
  });
  it('takes a leaf, and no intermediate', async () => {
    const { intermediate, root } = await makeAuthority(now);
    const leaf = await makeCertificate({ now, dns: ['a.test'], issuer: intermediate });
    const parts = partsOf(leaf, intermediate, root);
    assert.deepEqual(presentedParts(parts), parts.slice(0, 1));
    assert.deepEqual(distinctParts([...parts, ...partsOf(leaf)]), parts);
  });
});
