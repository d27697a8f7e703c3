import assert from 'node:assert/strict';
import { ownerName, ownerOf, withOwnerWord } from '../../../../src/app/inventory/owner';
import { creationWarningSteps, ownerWarning } from '../../../../src/app/inventory/ownerWarnings';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import { toEntries } from '../fakes/fakeEntries';

const labels = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

const controller = {
  'manager-by': 'apisix-ingress-controller',
  'k8s/kind': 'ApisixTls',
  'k8s/namespace': 'shop',
  'k8s/name': 'tls',
  'k8s/controller-name': 'apisix.apache.org/gateway-controller',
};

describe('ownerOf', () => {
  const rows: readonly (readonly [what: string, Readonly<Record<string, string>>, name: string | undefined])[] = [
    ['nobody', { team: 'shop' }, undefined],
    ['the ingress controller', controller, 'ingress controller: ApisixTls shop/tls'],
    ['one that says only who', { 'manager-by': 'apisix-ingress-controller' }, 'ingress controller'],
    [
      'one known by the name of its controller',
      { 'k8s/controller-name': 'x', 'k8s/name': 'tls' },
      'ingress controller: tls',
    ],
    ['adc', { 'managed-by': 'adc' }, 'adc'],
    ['another tool in the same label', { 'managed-by': 'helm', 'manager-by': 'me' }, undefined],
    ['a label that a person wrote', { 'k8s/name': 'tls' }, undefined],
    [
      'hostile text is made visible',
      { ...controller, 'k8s/name': 'a\u202Eb' },
      'ingress controller: ApisixTls shop/a\\u{202E}b',
    ],
  ];
  for (const [what, values, name] of rows)
    it(what, () => {
      const owner = ownerOf({ labels: labels(values) });
      assert.equal(owner && ownerName(owner, english), name);
    });

  it('knows the ingress controller by the gateway group alone, where no label says more', () => {
    const owned = (values: Readonly<Record<string, string>>) => {
      const owner = ownerOf({ labels: labels(values), isInIngressGroup: true });
      return owner && ownerName(owner, english);
    };
    assert.equal(owned({}), 'ingress controller');
    assert.equal(owned({ team: 'shop' }), 'ingress controller');
    assert.equal(owned(controller), 'ingress controller: ApisixTls shop/tls');
    assert.equal(owned({ 'managed-by': 'adc' }), 'adc');
  });

  it('adds the owner to a name', () => {
    assert.equal(withOwnerWord('a', { labels: labels({ 'managed-by': 'adc' }) }, english), 'a · managed by adc');
    assert.equal(withOwnerWord('a', { labels: [] }, english), 'a');
  });

  it('says who undoes a write, and what to change instead', () => {
    const warning = (values: Readonly<Record<string, string>>) => {
      const owner = ownerOf({ labels: labels(values) });
      return owner && ownerWarning(owner, english);
    };
    assert.match(warning(controller) ?? '', /soon undoes.*Change ApisixTls shop\/tls, or the Secret/);
    assert.match(warning({ 'managed-by': 'adc' }) ?? '', /next sync undoes.*file that adc reads/);
  });

  it('warns of an upload beside what they manage, once for each', () => {
    const entries = toEntries({
      a: { labels: labels(controller) },
      b: { labels: labels(controller) },
      c: { labels: labels({ 'managed-by': 'adc' }) },
      d: {},
    });
    assert.deepEqual(
      runSync(creationWarningSteps({ entries }, english)).map((sentence) => sentence.split(' manages')[0]),
      ['The ingress controller', 'adc'],
    );
    // A group that it configures says so before there is anything in it.
    assert.match(
      runSync(creationWarningSteps({ entries: [], isOfIngressGroup: true }, english)).join(),
      /^The ingress controller configures this gateway group and removes what it did not create\./,
    );
    assert.equal(runSync(creationWarningSteps({ entries, isOfIngressGroup: true }, english)).length, 2);
    assert.deepEqual(runSync(creationWarningSteps({ entries: toEntries({ d: {} }) }, english)), []);
  });
});
