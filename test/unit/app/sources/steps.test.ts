import assert from 'node:assert/strict';
import { toMaterialSteps } from '../../../../src/app/sources/fileMaterial';
import { toHeldDocumentSteps } from '../../../../src/app/sources/heldDocument';
import type { Holding } from '../../../../src/app/sources/holding';
import { readHoldingSteps } from '../../../../src/app/sources/readHolding';
import { limits } from '../../../../src/core/limits';
import { toPem } from '../../../../src/core/pem/scan';
import { runSync } from '../../../../src/shared/cooperative';
import { countSteps } from '../../../fixtures/countSteps';
import { certificate, integer, signedData } from '../../../fixtures/der';

const der = certificate();
const count = 300;
const many = <T>(one: (index: number) => T): readonly T[] => Array.from({ length: count }, (_, index) => one(index));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
/** Certificates as long as a run of base64 has to be, each with a name of its own. */
const named = many((index) => base64(certificate({ serial: integer((index + 256).toString(16).padStart(40, '1')) })));
const pem = toPem('CERTIFICATE', der);
const message = signedData(...many(() => der));

const textOf = (text: string) => ({ kind: 'text', text }) as const;
const translate = (sentence: string): string => sentence;
const list = JSON.stringify(named);
const secret = `kind: Secret\nmetadata: {name: a}\ndata:\n${named.map((value, index) => `  k${index}: ${value}\n`).join('')}`;

/** Certificates by file: none but one is read in a step. */
const files: Readonly<Record<string, Parameters<typeof readHoldingSteps>[0]>> = {
  'a PKCS#7 message': { kind: 'binary', bytes: message },
  'the same as base64': textOf(base64(message)),
  'the same as PEM': textOf(toPem('PKCS7', message)),
  'the same under another label': textOf(toPem('CERTIFICATE', message)),
  'the same as a value': textOf(`data:\n  ca: ${base64(message)}\n`),
  'a list of JSON': textOf(list),
  'a Secret': textOf(secret),
  'blocks on one line': textOf(pem.repeat(count).replaceAll('\n', '\\n')),
  'values with blocks': textOf(JSON.stringify({ certs: many(() => pem) })),
};

describe('Reading a file', () => {
  for (const [name, content] of Object.entries(files)) {
    it(`yields at each of many certificates: ${name}`, () => {
      const read = countSteps(readHoldingSteps(content));
      assert.ok(read.count >= count, `${read.count} steps`);
      const held = countSteps(toHeldDocumentSteps(read.value));
      assert.equal(held.value.kind, 'document');
      // What is no text is written as PEM and read again.
      assert.ok(read.value.kind !== 'der' || held.count >= count, `${held.count} steps`);
    });

    it(`gathers them so: ${name}`, () => {
      const gathered = countSteps(toMaterialSteps({ place: 'a', content }, translate));
      assert.ok(gathered.count >= count, `${gathered.count} steps`);
      assert.equal(gathered.value.certificates.length, count);
    });
  }

  it('yields within a large block, however its lines are broken', () => {
    const large = toPem('X', Buffer.alloc(limits.objectBytes / 2));
    const [plain, escaped] = [large, large.replaceAll('\n', '\\n')].map(
      (text) => countSteps(readHoldingSteps(textOf(text), { isForeign: true })).count,
    );
    assert.ok((plain ?? 0) >= 8 && (escaped ?? 0) > 12, `${plain} and ${escaped} steps`);
  });

  it('yields where there is nothing to find', () => {
    const read = (text: string): number =>
      countSteps(readHoldingSteps(textOf(text.repeat(limits.foreignFileBytes / text.length)), { isForeign: true }))
        .count;
    for (const text of ['word ', '-----BEGIN CERTIFICATE-----\n', 'kind: Ingress\n'])
      assert.ok(read(text) >= limits.foreignFileBytes / (256 * 1024), text);
  });

  it('yields within a value that another tool has encrypted', () => {
    const vault = `a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n${`  ${'61'.repeat(40)}\n`.repeat(12_000)}`;
    const letters = 'A'.repeat(1_000_000);
    for (const text of [vault, `sops: ENC[AES256_GCM,${letters}]`, `a: ENC[PKCS7,${letters}]`]) {
      const { count } = countSteps(readHoldingSteps(textOf(text)));
      assert.ok(count > 100, `${count} steps: ${text.slice(0, 20)}`);
    }
  });

  it('finds the same in two texts that are read in turns', () => {
    const texts = [list, `${'x '.repeat(999)}${JSON.stringify({ a: base64(message) })}`, secret];
    const alone = texts.map((text) => spans(runSync(readHoldingSteps(textOf(text), { isForeign: true }))));
    const works = texts.map((text) => readHoldingSteps(textOf(text), { isForeign: true }));
    const found: (readonly string[])[] = [];
    while (found.filter(Boolean).length < works.length)
      for (const [index, work] of works.entries()) {
        if (found[index]) continue;
        const step = work.next();
        if (step.done) found[index] = spans(step.value);
      }
    assert.deepEqual(found, alone);
  });

  it('finds base64 wherever it stands in a long text', () => {
    const value = named[0] ?? '';
    for (const before of [0, 1, 255, 256, 257, 511].map((each) => each * 1024))
      for (const back of [0, 1, 15, 16, 17, 32, 33]) {
        const at = Math.max(0, before - back);
        const holding = runSync(readHoldingSteps(textOf(`${' '.repeat(at)}${value} `), { isForeign: true }));
        assert.deepEqual(spans(holding), [`${at} ${at + value.length}`]);
      }
  });
});

describe('A long value of JSON', () => {
  const long = JSON.stringify(pem.repeat(400));
  const read = (text: string) => runSync(readHoldingSteps(textOf(text), { isForeign: true }));

  it('has its name and its place', () => {
    for (const [text, name] of [
      [`{"ssl": {"cert": ${long}, "key": 1}}`, 'ssl.cert'],
      [`{"kind": "Secret", "metadata": {"name": "shop"}, "stringData": {"tls.crt": ${long}}}`, 'shop/tls.crt'],
      [`ssls:\n- cert: ${long}\n`, 'ssls[0].cert'],
      [`a: ${JSON.stringify('x'.repeat(400))}\n---\nb: ${long}\n`, 'b'],
    ] as const) {
      const holding = read(text);
      assert.ok(holding.kind === 'values');
      const [value] = holding.values;
      assert.equal(value?.name, name);
      assert.equal(value.isStructured, true);
      assert.ok(holding.values.every(({ name: each }) => each === name));
    }
  });

  it('is not unescaped, and so many short ones neither', () => {
    const values = many((index) => `v${index}`.padEnd(900, 'x'));
    const holding = read(JSON.stringify({ ...Object.fromEntries(values.entries()), cert: pem }));
    assert.ok(holding.kind === 'values');
    assert.deepEqual(
      holding.values.map(({ name }) => name),
      ['cert'],
    );
  });
});

const spans = (holding: Holding): readonly string[] =>
  holding.kind === 'values' ? holding.values.map(({ span }) => `${span.start} ${span.end}`) : [];
