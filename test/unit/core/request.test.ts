import assert from 'node:assert/strict';
import { scanPem } from '../../../src/core/pem';
import { parseRequest } from '../../../src/core/request';
import { makeRequest } from '../../fixtures/requests';

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
    assert.deepEqual(request.value.sans?.map(({ value }) => value), ['shop.example.com', '*.shop.example.com']);
  });

  it('knows a request that asks for no names', async () => {
    const request = parseRequest(await derOf({ commonName: 'plain' }));
    assert(request.ok);
    assert.equal(request.value.sans, undefined);
  });

  it('never throws, wherever it is cut or changed', async () => {
    const der = await derOf({ commonName: 'cut', dns: ['cut.example.com'] });
    for (let length = 0; length < der.length; length += 7) assert.equal(parseRequest(der.slice(0, length)).ok, false);
    for (let at = 0; at < der.length; at++) parseRequest(der.map((byte, index) => (index === at ? byte ^ 0xff : byte)));
  });
});
