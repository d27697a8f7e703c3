import assert from 'node:assert/strict';
import { scanPem } from '../../../../src/core/pem/scan';
import { parseRequest } from '../../../../src/core/x509/request';
import { bitString, ed25519Spki, explicit, integer, name, octetString, oid, sequence } from '../../../fixtures/der';
import { makeRequest } from '../../../fixtures/requests';

async function derOf(...given: Parameters<typeof makeRequest>): Promise<Uint8Array> {
  const [block] = scanPem(await makeRequest(...given)).blocks;
  assert(block?.kind === 'certificateRequest' && block.der);
  return block.der;
}

describe('parseRequest', () => {
  it('reads subject, key and the names it asks for', async () => {
    const request = parseRequest(await derOf({ commonName: 'shop', dns: ['shop.example.com', '*.shop.example.com'] }));
    assert(request.ok);
    assert.equal(request.value.subject.text, 'CN=shop');
    assert.equal(request.value.key.name, 'EC P-256');
    assert.deepEqual(
      request.value.sans?.map(({ value }) => value),
      ['shop.example.com', '*.shop.example.com'],
    );
  });

  it('knows a request that asks for no names', async () => {
    const request = parseRequest(await derOf({ commonName: 'plain' }));
    assert(request.ok);
    assert.equal(request.value.sans, undefined);
  });

  describe('refuses what is none', () => {
    const subject = name(['2.5.4.3', 'made']);
    const parts = {
      version: integer(0),
      algorithm: sequence(oid('1.3.101.112')),
      signature: bitString(Buffer.alloc(64)),
    };
    const made = ({ version, algorithm, signature }: typeof parts) =>
      sequence(sequence(version, subject, ed25519Spki, explicit(0)), algorithm, signature);
    it('but takes a whole one', () => assert.equal(parseRequest(made(parts)).ok, true));
    const cases: readonly [what: string, der: Uint8Array][] = [
      ['no version', made({ ...parts, version: octetString() })],
      ['no key', sequence(sequence(parts.version, subject), parts.algorithm, parts.signature)],
      ['no algorithm', sequence(sequence(parts.version, subject, ed25519Spki))],
      ['a signature that is none', made({ ...parts, signature: octetString() })],
      ['no signature', sequence(sequence(parts.version, subject, ed25519Spki), parts.algorithm)],
    ];
    for (const [what, der] of cases) it(what, () => assert.equal(parseRequest(der).ok, false));
  });

  it('never throws, wherever it is cut or changed', async () => {
    const der = await derOf({ commonName: 'cut', dns: ['cut.example.com'] });
    for (let length = 0; length < der.length; length += 7) assert.equal(parseRequest(der.slice(0, length)).ok, false);
    for (let at = 0; at < der.length; at++) parseRequest(der.map((byte, index) => (index === at ? byte ^ 0xff : byte)));
  });
});
