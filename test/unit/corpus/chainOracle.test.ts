import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chainCases } from '../../corpus/chainCases';
import { compareChains } from '../../corpus/chainOracle';
import type { Authority } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';

const now = Date.UTC(2026, 10, 28);

describe('The oracle of chains', () => {
  let authority: Authority;
  let folder: string;
  before(async () => {
    authority = await makeAuthority(now);
    folder = mkdtempSync(join(tmpdir(), 'limbo-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const limboCase = (id: string, more: object) => ({
    id,
    features: [],
    validation_kind: 'SERVER',
    trusted_certs: [authority.root.pem],
    untrusted_intermediates: [authority.intermediate.pem],
    validation_time: '2026-11-28T00:00:00+00:00',
    expected_peer_name: { kind: 'DNS', value: 'a.example.com' },
    max_chain_depth: null,
    ...more,
  });

  it('counts verdicts of a limbo.json, and names those that differ without a reason', async () => {
    const { pem } = await makeCertificate({ now, dns: ['a.example.com'], issuer: authority.intermediate });
    const expired = await makeCertificate({ now, toDays: -1, dns: ['a.example.com'], issuer: authority.intermediate });
    const other = await makeCertificate({ now, commonName: 'another root', isCa: true });
    const right = { peer_certificate: pem, expected_result: 'SUCCESS' };
    const file = join(folder, 'limbo.json');
    writeFileSync(
      file,
      JSON.stringify({
        version: 1,
        testcases: [
          limboCase('made::right', right),
          limboCase('made::expired', { peer_certificate: expired.pem, expected_result: 'FAILURE' }),
          limboCase('made::of-another-host', { ...right, expected_peer_name: { kind: 'DNS', value: 'b.example.com' } }),
          limboCase('made::of-no-root', { ...right, trusted_certs: [other.pem], expected_result: 'FAILURE' }),
          limboCase('made::revoked', { ...right, features: ['has-crl'], expected_result: 'FAILURE' }),
          limboCase('webpki::cn::made', { ...right, expected_result: 'FAILURE' }),
        ],
      }),
    );
    const { report, unexplained } = compareChains(chainCases(file));
    assert.deepEqual(unexplained, ['made::of-another-host']);
    assert.match(report, /^\| all \| 1 \| 2 \| 1 \| 1 \| 0 \| 1 \|$/m);
    assert.match(report, /^\| made::of-another-host \| accepted \| hostMismatch \| \*\*none\*\* \|$/m);
    assert.match(report, /^\| webpki::cn::made \| refused \| accepted \| Clients read no Common Name/m);
  });
});
