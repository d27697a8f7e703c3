import assert from 'node:assert/strict';
import { hostOf, ipText, subnetText } from '../../../../src/core/hosts/hostText';
import { hex } from '../../../fixtures/der';

describe('ipText', () => {
  // RFC 5952 §4 and §5
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['c0000201', '192.0.2.1'],
    ['00000000', '0.0.0.0'],
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['fe800000000000000000000000000000', 'fe80::'],
    ['0000000000000000abcd000000000000', '::abcd:0:0:0'],
    ['20010db8aaaabbbbccccddddeeee0001', '2001:db8:aaaa:bbbb:cccc:dddd:eeee:1'],
    ['c000020', undefined],
    ['', undefined],
    ['c0000200ffffff00', undefined],
  ];
  for (const [bytes, expected] of cases) {
    it(`writes ${bytes || 'nothing'}`, () => assert.equal(ipText(hex(bytes)), expected));
  }
});

describe('subnetText', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['0a000000ff000000', '10.0.0.0/8'],
    ['c0000200ffffff80', '192.0.2.0/25'],
    ['0000000000000000', '0.0.0.0/0'],
    ['c0000201ffffffff', '192.0.2.1/32'],
    ['c0000200ff00ff00', '192.0.2.0/255.0.255.0'],
    [`20010db8${'0'.repeat(24)}ffffffff${'0'.repeat(24)}`, '2001:db8::/32'],
    ['c0000201', undefined],
    ['', undefined],
  ];
  for (const [bytes, expected] of cases) {
    it(`writes ${bytes || 'nothing'}`, () => assert.equal(subnetText(hex(bytes)), expected));
  }
});

describe('hostOf', () => {
  const cases: readonly (readonly [pasted: string, host: string | undefined])[] = [
    ['shop.example.com', 'shop.example.com'],
    [' https://me@Shop.example.com:8443/a?b#c ', 'shop.example.com'],
    ['//shop.example.com/', 'shop.example.com'],
    ['shop.example.com.', 'shop.example.com.'],
    ['shop.example.com.:443', 'shop.example.com.'],
    ['*.example.com', '*.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['192.0.2.1:443', '192.0.2.1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    // What browsers make an address of (WHATWG URL, IPv4 parser).
    ['127.1', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['2130706433:443', '127.0.0.1'],
    ['shop.1x', 'shop.1x'],
    ['', undefined],
    ['a b', undefined],
    ['https://', undefined],
  ];
  for (const [pasted, host] of cases) it(`reads ${pasted || 'nothing'}`, () => assert.equal(hostOf(pasted), host));
});
