import assert from 'node:assert/strict';
import { constants } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tls from 'node:tls';
import type { RootSources } from '../../../src/gateway/tlsOptions';
import { systemRoots, toTlsOptions } from '../../../src/gateway/tlsOptions';

const sources: RootSources = { getCaCertificates: undefined, bundled: ['bundled'], extraFile: undefined };
const modern: RootSources = {
  ...sources,
  getCaCertificates: (type) => (type === 'default' ? ['bundled', 'extra'] : ['system', 'bundled']),
};

describe('toTlsOptions', () => {
  const cases: readonly (readonly [
    name: string,
    identity: Parameters<typeof toTlsOptions>[0],
    sources: RootSources,
    options: object,
  ])[] = [
    ['nothing given', {}, sources, {}],
    ['a CA beside what an older Node has', { trustedCa: 'own' }, sources, { ca: ['bundled', 'own'] }],
    [
      'a CA beside all that a newer Node knows, each once',
      { trustedCa: 'own' },
      modern,
      { ca: ['bundled', 'extra', 'system', 'own'] },
    ],
    ['a CA alone', { trustedCa: 'own', trustsOnlyCa: true }, modern, { ca: ['own'] }],
    ['only a CA that is not there', { trustsOnlyCa: true }, modern, {}],
    ['a client certificate', { client: { certificate: 'c', key: 'k' } }, modern, { cert: 'c', key: 'k' }],
  ];
  for (const [name, identity, known, options] of cases) {
    it(name, () =>
      assert.deepEqual(toTlsOptions(identity, known), {
        rejectUnauthorized: true,
        minVersion: 'TLSv1.2',
        ciphers: constants.defaultCoreCipherList,
        ...options,
      }),
    );
  }
  it('takes the roots of this runtime', () => {
    const { ca = [] } = toTlsOptions({ trustedCa: 'own' });
    assert.ok(tls.rootCertificates.every((root) => ca.includes(root)));
  });
});

describe('systemRoots', () => {
  it('takes an extra file as it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'api7-roots-'));
    try {
      const extraFile = join(folder, 'extra.pem');
      writeFileSync(extraFile, 'extra');
      assert.deepEqual(systemRoots({ ...sources, extraFile }), ['bundled', 'extra']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('goes without an extra file that cannot be read', () =>
    assert.deepEqual(systemRoots({ ...sources, extraFile: '/does/not/exist.pem' }), ['bundled']));
  it('goes without an extra file that is none', () =>
    assert.deepEqual(systemRoots({ ...sources, extraFile: '/dev/zero' }), ['bundled']));
});
