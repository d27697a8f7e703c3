import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import { oidText } from '../../../../src/core/asn1/oid';
import { hex, oid, tlv } from '../../../fixtures/der';

describe('oidText', () => {
  const dotted = [
    '2.5.4.3',
    '1.2.840.113549.1.1.11',
    '0.9.2342.19200300.100.1.25',
    '2.999',
    '2.47.127',
    '0.0',
    '1.39.4294967296',
    '2.999.9007199254740993',
    '2.18446744073709551615.18446744073709551616',
    `2.999.${2n ** 8000n}`,
  ];
  for (const each of dotted) {
    it(`reads ${each.slice(0, 60)}`, () => assert.equal(oidText(parseDer(oid(each)), 'It'), each));
  }

  const refused: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['empty', tlv(0x06), /empty or cut off/],
    ['cut off', tlv(0x06, hex('2a86')), /empty or cut off/],
    ['padded', tlv(0x06, hex('2a8001')), /padded/],
    ['beyond all measure', oid(`2.999.${2n ** 9000n}`), /more than 8192 bits/],
    ['of another type', tlv(0x02, hex('01')), /another type/],
  ];
  for (const [what, der, reason] of refused) {
    it(`refuses one that is ${what}`, () => assert.throws(() => oidText(parseDer(der), 'It'), reason));
  }
});
