import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import { bits, boolean, octets, onlyChild, tags } from '../../../../src/core/asn1/values';
import { explicit, hex, implicit, integer, nil, octetString, sequence, tlv } from '../../../fixtures/der';

describe('octets', () => {
  it('reads the primitive form', () =>
    assert.equal(octets(parseDer(octetString(hex('0102'))), tags.octetString, 'It').toString('hex'), '0102'));
  it('joins the segments of the constructed form', () => {
    const split = tlv(0x24, octetString(hex('01')), tlv(0x24, octetString(hex('02')), octetString(hex('03'))));
    assert.equal(octets(parseDer(split), tags.octetString, 'It').toString('hex'), '010203');
  });
  it('joins them under an implicit tag', () => {
    assert.equal(
      octets(parseDer(explicit(2, octetString(hex('61')), octetString(hex('62')))), 0x82, 'It').toString(),
      'ab',
    );
  });
  it('joins them with an indefinite length', () => {
    assert.equal(octets(parseDer(hex('2480 040161 040162 0000')), tags.octetString, 'It').toString(), 'ab');
  });
  it('refuses another type', () =>
    assert.throws(() => octets(parseDer(implicit(0)), tags.octetString, 'It'), /another type/));
});

describe('bits', () => {
  it('tells the padding apart', () => {
    const { bytes, unused } = bits(parseDer(tlv(0x03, hex('07 80'))), 'It');
    assert.deepEqual([bytes.toString('hex'), unused], ['80', 7]);
  });
  for (const content of ['', '08 00', '01']) {
    it(`refuses "${content}"`, () =>
      assert.throws(() => bits(parseDer(tlv(0x03, hex(content))), 'It'), /not a bit string/));
  }
});

describe('boolean', () => {
  it('takes every byte but zero for true', () => assert.equal(boolean(parseDer(tlv(0x01, hex('01'))), 'It'), true));
  it('refuses two bytes', () => assert.throws(() => boolean(parseDer(tlv(0x01, hex('0000'))), 'It'), /not a boolean/));
});

describe('onlyChild', () => {
  for (const children of [[], [nil, integer(1)]]) {
    it(`refuses ${children.length} children`, () =>
      assert.throws(() => onlyChild(parseDer(sequence(...children)), 'It'), /exactly one/));
  }
});
