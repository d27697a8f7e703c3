import assert from 'node:assert/strict';
import type { Owner } from '../../../../src/app/inventory/owner';
import type { ManifestUse } from '../../../../src/app/workspace/ownerManifest';
import { makesObjectSteps, manifestUseSteps, maxManifestLength } from '../../../../src/app/workspace/ownerManifest';
import { runSync } from '../../../../src/shared/cooperative';
import { countSteps } from '../../../fixtures/countSteps';

const controller = (source: string | undefined): Owner => ({ kind: 'ingressController', source });
const adc: Owner = { kind: 'adc' };
const tls = (name: string, namespace?: string, kind = 'ApisixTls') =>
  `apiVersion: apisix.apache.org/v2\nkind: ${kind}\nmetadata:\n  name: ${name}\n${namespace ? `  namespace: ${namespace}\n` : ''}spec: {}\n`;

describe('the manifest that makes an object', () => {
  const rows: readonly (readonly [what: string, text: string, Owner, expected: boolean])[] = [
    ['its kind, name and namespace', tls('tls', 'shop'), controller('ApisixTls shop/tls'), true],
    ['the namespace left to whoever applies it', tls('tls'), controller('ApisixTls shop/tls'), true],
    ['another namespace', tls('tls', 'pay'), controller('ApisixTls shop/tls'), false],
    ['another name', tls('tls-2', 'shop'), controller('ApisixTls shop/tls'), false],
    ['another kind', tls('tls', 'shop', 'Ingress'), controller('ApisixTls shop/tls'), false],
    ['one of several documents', `${tls('a')}---\n${tls('tls', 'shop')}`, controller('ApisixTls shop/tls'), true],
    ['parts of two documents', `${tls('tls', 'pay')}---\n${tls('a', 'shop')}`, controller('ApisixTls shop/tls'), false],
    ['quoted, with a remark', tls('"tls" # main', "'shop'"), controller('ApisixTls shop/tls'), true],
    [
      'JSON',
      JSON.stringify({ kind: 'Ingress', metadata: { name: 'tls', namespace: 'shop' } }, null, 2),
      controller('Ingress shop/tls'),
      true,
    ],
    ['a name of letters that expressions know', tls('a.b', 'shop'), controller('ApisixTls shop/a.b'), true],
    ['and not what they would match', tls('axb', 'shop'), controller('ApisixTls shop/a.b'), false],
    ['labels that do not say', tls('tls', 'shop'), controller(undefined), false],
    [
      'labels that do not say, and a manifest with its name',
      `${tls('tls')}  hosts: [shop.example.com]\n`,
      controller(undefined),
      true,
    ],
    [
      'labels that do not say, and another kind with its name',
      `${tls('tls', 'shop', 'Deployment')}  hosts: [shop.example.com]\n`,
      controller(undefined),
      false,
    ],
    ['adc, by a name it is served for', 'ssls:\n  - snis: [shop.example.com]\n', adc, true],
    ['adc, another name', 'ssls:\n  - snis: [x.shop.example.com]\n', adc, false],
    ['adc, no certificates in it', 'services:\n  - hosts: [shop.example.com]\n', adc, false],
    ['nothing', '', adc, false],
    [
      'a file that is too long',
      `${tls('tls', 'shop')}#${'x'.repeat(1024 * 1024)}`,
      controller('ApisixTls shop/tls'),
      false,
    ],
  ];
  for (const [what, text, owner, expected] of rows)
    it(what, () => assert.equal(runSync(makesObjectSteps(text, owner, ['shop.example.com'])), expected));
});

describe('where to make a certificate instead of uploading it', () => {
  const ingress = `${tls('tls', 'shop', 'Ingress')}  tls:\n    - hosts:\n        - shop.example.com\n`;
  const rows: readonly (readonly [what: string, text: string, Owner['kind'][], ManifestUse | undefined])[] = [
    ['a manifest with its name', ingress, ['ingressController'], 'hasName'],
    ['a manifest with another', tls('tls'), ['ingressController'], undefined],
    ['where nobody manages anything', ingress, [], undefined],
    ['a manifest where adc manages', ingress, ['adc'], undefined],
    ['its name in the file of adc', 'ssls:\n  - snis: [shop.example.com]\n', ['adc'], 'hasName'],
    ['the file of adc without it', 'ssls:\n  - snis: [a.test]\n', ['ingressController', 'adc'], 'hasCertificates'],
    ['a file of adc without certificates', 'services: []\n', ['adc'], undefined],
    ['a file that is too long', `${ingress}#${'x'.repeat(1024 * 1024)}`, ['ingressController'], undefined],
  ];
  for (const [what, text, owners, expected] of rows)
    it(what, () =>
      assert.equal(runSync(manifestUseSteps(text, owners, ['a.shop.example.com', 'shop.example.com'])), expected),
    );
});

describe('a name in a manifest', () => {
  const rows: readonly (readonly [what: string, text: string, name: string, expected: boolean])[] = [
    ['a wildcard', 'snis: ["*.example.com"]', '*.example.com', true],
    ['a wildcard, and the name it begins with', 'snis: ["*.example.com"]', 'example.com', false],
    ['a part of a longer name', 'snis: [shop.example.com.test]', 'shop.example.com', false],
    ['behind a scheme, before a port', 'a: https://shop.example.com:443/', 'shop.example.com', true],
    ['an address of IPv6', "snis: ['2001:db8::1']", '2001:db8::1', true],
    ['a name of letters that are none of ASCII', 'snis: [münchen.example]', 'münchen.example', true],
    ['a name that is longer than those of hosts', `snis: [${'a'.repeat(254)}]`, 'a'.repeat(254), false],
  ];
  for (const [what, text, name, expected] of rows)
    it(what, () => assert.equal(runSync(makesObjectSteps(`ssls:\n  ${text}\n`, adc, [name])), expected));

  it('is looked for in steps, however many names and documents there are', () => {
    const names = Array.from({ length: 100 }, (_, at) => `${at}.example.com`);
    const words = `ssls:\n${'- a.example.com\n'.repeat(60_000)}`;
    const documents = '---\nkind: Ingress\n'.repeat(50_000);
    assert.ok(words.length < maxManifestLength && documents.length < maxManifestLength);
    assert.ok(countSteps(makesObjectSteps(words, adc, names)).count > 100);
    assert.ok(countSteps(makesObjectSteps(documents, controller('Ingress shop/tls'), names)).count > 50_000);
    assert.ok(countSteps(manifestUseSteps(documents, ['ingressController'], names)).count > 50_000);
  });
});
