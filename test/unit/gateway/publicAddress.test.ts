import assert from 'node:assert/strict';
import { isPublicAddress } from '../../../src/gateway/publicAddress';

describe('A public address', () => {
  for (const address of [
    '1.1.1.1',
    '9.255.255.255',
    '100.128.0.1',
    '172.32.0.1',
    '2606:4700::1111',
    '2a00:1450:4001::1',
  ])
    it(`is ${address}`, () => assert.equal(isPublicAddress(address), true));

  const others: Readonly<Record<string, readonly string[]>> = {
    'of this machine': ['127.0.0.1', '127.255.255.254', '::1', '0.0.0.0', '::'],
    'of a private network': [
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      'fd00::1',
      'fc00::1',
      'fec0::1',
    ],
    'of a carrier': ['100.64.0.1', '100.127.255.255'],
    'of one link': ['169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
    'of a cloud’s metadata': ['169.254.169.254', '100.100.100.200', '192.0.0.192', '168.63.129.16', 'fd00:ec2::254'],
    'an IPv4 address within an IPv6 one': [
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:169.254.169.254',
      '::ffff:8.8.8.8',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    ],
    'for documentation and measuring': [
      '192.0.2.1',
      '198.51.100.1',
      '203.0.113.1',
      '198.18.0.1',
      '2001:db8::1',
      '3fff::1',
    ],
    'of a group, or reserved': [
      '224.0.0.1',
      '239.255.255.255',
      '240.0.0.1',
      '255.255.255.255',
      'ff02::1',
      '192.88.99.1',
    ],
    'no address': ['', 'localhost', '127.1', '0x7f000001', '2130706433', '1.1.1.1:80', '[::1]'],
  };
  for (const [what, addresses] of Object.entries(others))
    for (const address of addresses)
      it(`is none that is ${what}: ${address}`, () => assert.equal(isPublicAddress(address), false));
});
