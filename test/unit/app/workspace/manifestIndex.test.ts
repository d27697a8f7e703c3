import assert from 'node:assert/strict';
import type { FileReading } from '../../../../src/app/sources/fileReadings';
import { toHeldDocumentSteps } from '../../../../src/app/sources/heldDocument';
import { readHoldingSteps } from '../../../../src/app/sources/readHolding';
import { fileFindingSentence, findInFileSteps } from '../../../../src/app/workspace/fileFindings';
import { ManifestIndex } from '../../../../src/app/workspace/manifestIndex';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';

const now = Date.UTC(2026, 10, 28, 12);
const base64 = (content: string): string => Buffer.from(content).toString('base64');

function readingOf(uri: string, text: string): FileReading {
  const held = runSync(toHeldDocumentSteps(runSync(readHoldingSteps({ kind: 'text', text }, { isForeign: true }))));
  assert.ok(held.kind === 'document' && held.parts);
  return { uri, isText: true, document: held.document, parts: held.parts };
}

const secret = (name: string, pem: string, namespace = ''): string =>
  `kind: Secret\nmetadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}\ndata: {tls.crt: ${base64(pem)}}\n`;
const tls = (name: string, host: string, of: string, namespace = ''): string =>
  `kind: ApisixTls\nmetadata: {name: ${name}}\nspec: {hosts: [${host}], secret: {name: ${of}${namespace && `, namespace: ${namespace}`}}}\n`;

describe('ManifestIndex', () => {
  let one: MadeCertificate;
  let two: MadeCertificate;
  before(async () => {
    [one, two] = await Promise.all([
      makeCertificate({ now, commonName: 'one', dns: ['a.example.com'], toDays: -1 }),
      makeCertificate({ now, commonName: 'two', dns: ['a.example.com'] }),
    ]);
  });

  const indexOf = (...texts: readonly string[]): ManifestIndex => {
    const index = new ManifestIndex();
    texts.forEach((text, at) => index.set(readingOf(`file:///${at}.yaml`, text)));
    return index;
  };
  const conflictsOf = (index: ManifestIndex, at: number): readonly string[] =>
    index
      .conflictsOf(`file:///${at}.yaml`)
      .map(({ host, secret: mine, other, by, at: { file } }) => [host, mine, other, by, file].join(' | '));

  it('knows of a host that two manifests of two files serve with different certificates', () => {
    const index = indexOf(
      `${tls('x', 'A.example.com', 's')}---\n${secret('s', one.pem)}`,
      tls('y', 'a.example.com', 't'),
      secret('t', two.pem),
    );
    assert.deepEqual(conflictsOf(index, 0), ['a.example.com | Secret s | Secret t | ApisixTls y | file:///1.yaml']);
    assert.deepEqual(conflictsOf(index, 1), ['a.example.com | Secret t | Secret s | ApisixTls x | file:///0.yaml']);
    assert.deepEqual(conflictsOf(index, 2), []);
  });

  const silent: readonly (readonly [string, () => readonly string[]])[] = [
    ['of one certificate', () => [tls('x', 'a', 's'), tls('y', 'a', 't'), secret('s', one.pem), secret('t', one.pem)]],
    ['of two hosts', () => [tls('x', 'a', 's'), tls('y', 'b', 't'), secret('s', one.pem), secret('t', two.pem)]],
    ['of a Secret that is not here', () => [tls('x', 'a', 's'), tls('y', 'a', 't'), secret('s', one.pem)]],
    [
      'of a Secret of which there are two',
      () => [
        tls('x', 'a', 's'),
        tls('y', 'a', 't'),
        secret('s', one.pem, 'm'),
        secret('s', two.pem, 'n'),
        secret('t', one.pem),
      ],
    ],
  ];
  for (const [title, texts] of silent)
    it(`says nothing ${title}`, () => assert.deepEqual(conflictsOf(indexOf(...texts()), 0), []));

  it('goes by the namespace of a Secret where both sides name one', () => {
    const index = indexOf(
      tls('x', 'a', 's', 'm'),
      secret('s', one.pem, 'm'),
      secret('s', two.pem, 'n'),
      tls('y', 'a', 't'),
      secret('t', two.pem, 'm'),
      secret('t', two.pem, 'n'),
    );
    assert.deepEqual(conflictsOf(index, 0), ['a | Secret m/s | Secret t | ApisixTls y | file:///3.yaml']);
    assert.deepEqual(conflictsOf(index, 3), ['a | Secret t | Secret m/s | ApisixTls x | file:///0.yaml']);
    index.set(readingOf('file:///1.yaml', secret('s', two.pem, 'm')));
    assert.deepEqual(conflictsOf(index, 0), []);
  });

  it('takes a Secret without a namespace for any', () => {
    const index = indexOf(tls('x', 'a', 's', 'm'), secret('s', one.pem), tls('y', 'a', 't', 'm'), secret('t', two.pem));
    assert.equal(conflictsOf(index, 0).length, 1);
    index.set(readingOf('file:///4.yaml', secret('s', two.pem, 'm')));
    assert.deepEqual(conflictsOf(index, 0), []);
  });

  it('says nothing of a manifest whose Secret is not here, beside two that are', () => {
    const index = indexOf(
      tls('x', 'a', 's'),
      secret('s', one.pem),
      tls('y', 'a', 't'),
      secret('t', two.pem),
      tls('z', 'a', 'u'),
    );
    assert.deepEqual(conflictsOf(index, 4), []);
  });

  it('names both of two manifests in one file', () => {
    const index = indexOf(
      `${tls('x', 'a', 's')}---\n${tls('y', 'a', 't')}---\n${secret('s', one.pem)}---\n${secret('t', two.pem)}`,
    );
    assert.deepEqual(conflictsOf(index, 0), [
      'a | Secret s | Secret t | ApisixTls y | file:///0.yaml',
      'a | Secret t | Secret s | ApisixTls x | file:///0.yaml',
    ]);
  });

  const bound: readonly (readonly [what: string, of: string, object: string, isBound: boolean])[] = [
    ['the same', 'm', 'm', true],
    ['another', 'm', 'n', false],
    ['none for the manifest', '', 'm', true],
    ['none for the Secret', 'm', '', true],
    ['none for both', '', '', true],
  ];
  for (const [what, of, namespace, isBound] of bound)
    it(`${isBound ? 'has' : 'does not have'} a Secret serve a host by its namespace: ${what}`, () => {
      const index = indexOf(tls('x', 'a', 's', of));
      const hosts = index.hostsOf({ kind: 'Secret', name: 's', namespace });
      assert.deepEqual(hosts, isBound ? [{ host: 'a', by: 'ApisixTls x' }] : []);
      assert.deepEqual(index.hostsOf({ kind: 'Secret', name: 't', namespace }), []);
      assert.deepEqual(index.hostsOf({ kind: 'ConfigMap', name: 's', namespace }), []);
    });

  it('does not know which Secret is meant whose name a template makes', () => {
    const name = '"{{ .Values.name }}"';
    const index = indexOf(tls('x', 'a', name), secret(name, one.pem), tls('y', 'a', 't'), secret('t', two.pem));
    assert.deepEqual(conflictsOf(index, 0), []);
    assert.deepEqual(index.hostsOf({ kind: 'Secret', name: '{{ .Values.name }}', namespace: '' }), []);
  });

  it('tells which other files a change concerns, and nothing where nothing changed', () => {
    const index = indexOf(tls('x', 'a', 's'), secret('s', one.pem));
    const heard: (readonly string[])[] = [];
    index.onDidChange((uris) => heard.push(uris));
    index.set(readingOf('file:///1.yaml', secret('s', one.pem)));
    assert.deepEqual(heard, []);
    index.set(readingOf('file:///1.yaml', secret('s', two.pem)));
    index.forget('file:///1.yaml');
    index.forget('file:///1.yaml');
    assert.deepEqual(heard, [['file:///0.yaml'], ['file:///0.yaml']]);
  });

  it('tells of no file that a change has nothing to do with', () => {
    const index = indexOf(tls('x', 'a', 's'), tls('y', 'b', 't'), secret('u', one.pem), tls('z', 'a', 'v'));
    const heard: string[] = [];
    index.onDidChange((uris) => heard.push(uris.map((uri) => uri.slice('file:///'.length)).join()));
    index.set(readingOf('file:///4.yaml', secret('s', one.pem)));
    index.set(readingOf('file:///5.yaml', tls('w', 'c', 'u')));
    index.set(readingOf('file:///6.yaml', secret('other', one.pem)));
    index.set(readingOf('file:///1.yaml', tls('y', 'a', 't')));
    assert.deepEqual(heard, ['0.yaml,3.yaml', '2.yaml', '0.yaml,3.yaml']);
  });

  it('forgets what a file held before', () => {
    const index = indexOf(
      `${tls('x', 'a', 's')}---\n${secret('s', one.pem)}`,
      `${tls('y', 'a', 't')}---\n${secret('t', two.pem)}`,
    );
    assert.equal(conflictsOf(index, 0).length, 1);
    index.set(readingOf('file:///1.yaml', `${tls('y', 'a', 't')}---\n${secret('t', one.pem)}`));
    assert.deepEqual(conflictsOf(index, 0), []);
    index.set(readingOf('file:///1.yaml', `${tls('y', 'a', 't')}---\n${secret('t', two.pem)}`));
    assert.equal(conflictsOf(index, 0).length, 1);
    index.forget('file:///1.yaml');
    assert.deepEqual(conflictsOf(index, 0), []);
    assert.deepEqual(index.hostsOf({ kind: 'Secret', name: 't', namespace: '' }), []);
  });

  it('takes no longer for a file because there are many, nor for a host because it is bound often', () => {
    const { parts, ...reading } = readingOf('file:///x', `${tls('x', 'a', 's')}---\n${secret('s', one.pem)}`);
    const [binding] = parts?.bindings ?? [];
    const [group] = parts?.groups ?? [];
    assert.ok(parts && binding && group);
    const boundTo = (at: number, host: string) => ({
      binding: {
        ...binding,
        hosts: binding.hosts.map((each) => ({ ...each, host })),
        secret: { ...binding.secret, name: `s${at}` },
      },
      group: { ...group, object: { kind: 'Secret', name: `s${at}`, namespace: '' } },
    });
    const start = process.cpuUsage();
    const index = new ManifestIndex();
    for (let at = 0; at < 5_000; at++) {
      const uri = `file:///${at}.yaml`;
      const held = boundTo(at, `${at}.example.com`);
      index.set({ ...reading, uri, parts: { ...parts, bindings: [held.binding], groups: [held.group] } });
      assert.deepEqual(index.conflictsOf(uri), []);
    }
    const all = Array.from({ length: 20_000 }, (_, at) => boundTo(at, 'often.example.com'));
    const uri = 'file:///often.yaml';
    const own = { bindings: all.map((each) => each.binding), groups: all.map((each) => each.group) };
    index.set({ ...reading, uri, parts: { ...parts, ...own } });
    assert.deepEqual(index.conflictsOf(uri), []);
    // Milliseconds of processor time: others on the machine do not count.
    const took = process.cpuUsage(start).user / 1000;
    assert.ok(took < 10_000, `${took.toFixed(0)} ms`);
  });

  it('has a certificate cover the hosts that a manifest serves with it, wherever the manifest is', () => {
    const index = indexOf(tls('x', 'other.example.com', 's'), secret('s', two.pem));
    const reading = readingOf('file:///1.yaml', secret('s', two.pem));
    const findings = runSync(
      findInFileSteps(reading, { now, warningDays: null, hostsOf: (object) => index.hostsOf(object) }),
    );
    assert.deepEqual(
      findings.map((finding) => fileFindingSentence(finding, english)),
      ['s/tls.crt: ApisixTls x serves a.example.com for other.example.com, which none of its names covers.'],
    );
  });

  it('says in which value, and in which block of it, something was found', () => {
    const text = secret('s', two.pem + one.pem);
    const findings = runSync(findInFileSteps(readingOf('file:///a.yaml', text), { now, warningDays: null }));
    const expired = findings.find(({ code }) => code === 'expired');
    assert.ok(expired);
    assert.match(fileFindingSentence(expired, english), /^s\/tls\.crt, block 2: .*expired/);
    assert.equal(text.slice(expired.span.start, expired.span.end), base64(two.pem + one.pem));
  });
});
