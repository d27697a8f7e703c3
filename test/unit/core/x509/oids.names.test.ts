import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDer } from '../../../../src/core/asn1/der';
import { attributeTypes } from '../../../../src/core/x509/attributeTypes';
import { accessMethods, extendedKeyUsages, otherExtensions, policies } from '../../../../src/core/x509/oids';
import { signatureAlgorithms, toSignatureAlgorithm } from '../../../../src/core/x509/signature';
import { curves, parseSpki } from '../../../../src/core/x509/spki';
import { bitString, explicit, oid, sequence } from '../../../fixtures/der';

/**
 * What each OID is called. After a change that is meant, against its registry:
 * `GOLDEN=write npx mocha test/unit/core/x509/oids.names.test.ts`.
 */
const path = join(__dirname, 'oids.names.txt');

const keyOf = (type: string, ...parameters: readonly Uint8Array[]) => {
  const reading = parseSpki(sequence(sequence(oid(type), ...parameters), bitString(Buffer.from([4, 1, 1]))));
  assert.ok(reading.ok);
  const { algorithm, name, bits } = reading.value;
  return `${name}${bits === undefined ? '' : `, ${bits} bits`} (${algorithm})`;
};
const keys = [
  ...['1.2.840.113549.1.1.1', '2.5.8.1.1', '1.2.840.113549.1.1.10', '1.2.840.113549.1.1.7', '1.2.840.10045.2.1'],
  ...['1.3.101.110', '1.3.101.111', '1.3.101.112', '1.3.101.113', '1.2.840.10040.4.1', '1.3.14.3.2.12'],
  ...['1.2.840.113549.1.3.1', '1.2.840.10046.2.1', '1.2.643.2.2.19', '1.2.643.2.2.20', '1.2.643.7.1.1.1.1'],
  ...['1.2.643.7.1.1.1.2', '2.16.840.1.101.3.4.4.1', '2.16.840.1.101.3.4.4.2', '2.16.840.1.101.3.4.4.3', '2.999'],
];
const hashes = [
  ...['1.2.840.113549.2.5', '1.3.14.3.2.26', '2.999'],
  ...Array.from({ length: 12 }, (_, index) => `2.16.840.1.101.3.4.2.${index + 1}`),
];
const signatureOf = (type: string, ...parameters: readonly Uint8Array[]): string => {
  const { name, hash } = toSignatureAlgorithm(parseDer(sequence(oid(type), ...parameters)));
  return `${name}${hash === undefined ? '' : ` (${hash})`}`;
};

const tables: Readonly<Record<string, readonly (readonly [oid: string, name: string])[]>> = {
  'attributes of names': [...attributeTypes],
  purposes: [...extendedKeyUsages],
  policies: [...policies],
  'access methods': [...accessMethods],
  'extensions that are not read': [...otherExtensions],
  'signature algorithms': [...signatureAlgorithms.keys()].map((each) => [each, signatureOf(each)]),
  'hashes of RSASSA-PSS': hashes.map((each) => [
    each,
    signatureOf('1.2.840.113549.1.1.10', sequence(explicit(0, sequence(oid(each))))),
  ]),
  keys: keys.map((each) => [each, keyOf(each)]),
  curves: [...curves.keys()].map((each) => [each, keyOf('1.2.840.10045.2.1', oid(each))]),
};

describe('names by OID', () => {
  it('are those of the registries', () => {
    const drawn = Object.entries(tables)
      .map(([what, rows]) => [`=== ${what}`, ...rows.map((row) => row.join(' ')), ''].join('\n'))
      .join('\n');
    if (process.env['GOLDEN'] === 'write') writeFileSync(path, drawn);
    assert.equal(drawn, existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '');
  });
});
