import assert from 'node:assert/strict';
import { isTangledYaml } from '../../../../src/app/sources/yamlShape';
import { runSync } from '../../../../src/shared/cooperative';

const secret =
  'apiVersion: v1\nkind: Secret\nmetadata: {name: shop-tls, labels: {team: "a[[["}}\ntype: kubernetes.io/tls\ndata:\n  tls.crt: TFMw\n  tls.key: TFMw\n';

const rows: readonly (readonly [string, string, boolean])[] = [
  ['a Secret', secret, false],
  ['two hundred of them', `---\n${secret}`.repeat(200), false],
  ['a List', `kind: List\nitems:\n${Array(100).fill('- kind: Secret\n  data: {a: TFMw}').join('\n')}`, false],
  ['a block scalar that looks nested', `kind: Secret\nstringData:\n  a: |\n    ${'['.repeat(50_000)}\n`, false],
  ['a quoted scalar that looks tagged', `kind: Secret\nstringData: {a: "${'!a '.repeat(50_000)}"}\n`, false],
  ['many long lines', `kind: Secret\ndata:\n${`  a: ${'x'.repeat(4_000)}\n`.repeat(200)}`, false],
  ['flow sequences in each other', `a: ${'['.repeat(200)}`, true],
  ['flow maps in each other', `a: ${'{a: '.repeat(200)}`, true],
  ['sequences in each other on one line', `a:\n ${'- '.repeat(200)}`, true],
  ['keys in each other on one line', '? '.repeat(200), true],
  ['tags by the thousand', `a: ${'!a '.repeat(2_000)}`, true],
  ['anchors by the thousand', `a: ${'&a '.repeat(2_000)}`, true],
  ['aliases by the thousand', `a: &a b\nc: [${'*a, '.repeat(2_000)}]`, true],
  ['documents by the thousand', '---\na: 1\n'.repeat(20_000), true],
];

describe('isTangledYaml', () => {
  for (const [title, text, expected] of rows)
    it(`${title}: ${expected}`, () => assert.equal(runSync(isTangledYaml(text)), expected));
});
