import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DerValue } from '../../../../src/core/asn1/der';
import { limits } from '../../../../src/core/limits';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import { parseSummary } from '../../../../src/core/x509/certificateSummary';
import { parseRequest } from '../../../../src/core/x509/request';
import { parseSpki } from '../../../../src/core/x509/spki';
import { makeCertificate } from '../../../fixtures/certificates';
import { byteEdits, changed, withEachByte } from '../../../fixtures/changedBytes';
import {
  certificate,
  certificateWith,
  ed25519Spki,
  explicit,
  extension,
  hex,
  implicit,
  name,
  octetString,
  oid,
  sequence,
  set,
  tlv,
  utf8,
} from '../../../fixtures/der';
import { inEnglish } from '../../../fixtures/inEnglish';

/** Reads it and demands an answer that is consistent in itself. */
function survives(bytes: Uint8Array): void {
  const reading = parseCertificate(bytes);
  if (reading.ok) {
    assert.ok(Number.isFinite(reading.value.validity.notBefore) && Number.isFinite(reading.value.validity.notAfter));
    assert.ok(reading.value.der.length <= bytes.length);
  } else {
    assert.match(inEnglish(reading.reason), /^[A-Za-z].*\.$/s);
  }
  parseSpki(bytes);
}

const many = (count: number, one: (i: number) => Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => one(i));

describe('parseCertificate on hostile bytes', () => {
  const rich = certificateWith(
    extension(
      '2.5.29.17',
      sequence(
        implicit(2, Buffer.from('a.example')),
        implicit(7, hex('7f000001')),
        explicit(4, name(['2.5.4.3', 'x'])),
      ),
    ),
    extension('2.5.29.31', sequence(sequence(explicit(0, explicit(0, implicit(6, Buffer.from('http://a'))))))),
    extension('2.5.29.32', sequence(sequence(oid('2.5.29.32.0')))),
    extension('2.5.29.30', sequence(explicit(0, sequence(implicit(2, Buffer.from('a')))))),
    extension('1.3.6.1.4.1.11129.2.4.2', octetString(hex(`002b 0029 00 ${'11'.repeat(40)}`))),
  );
  let made: readonly Uint8Array[] = [];
  before(async () => {
    const options = { now: 0, dns: ['a.example', 'b.example'], ips: ['192.0.2.1'] };
    const rsa = await makeCertificate({ ...options, key: 'RSA 2048' });
    made = [rich, rsa.der, (await makeCertificate(options)).der];
  });

  it('answers for any bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), survives), { numRuns: 500 }));

  it('answers for every truncation', () => {
    for (const der of made) {
      for (let length = 0; length < der.length; length++) {
        assert.equal(parseCertificate(der.subarray(0, length)).ok, false);
      }
    }
  });

  it('answers for every byte set to every telling value', () => {
    for (const bytes of withEachByte(rich, [0x00, 0x01, 0x1e, 0x1f, 0x30, 0x7f, 0x80, 0x84, 0xa0, 0xff]))
      survives(bytes);
  });

  it('answers for changed, cut and doubled bytes', () => {
    fc.assert(
      fc.property(byteEdits(made.length), ([which, edits]) => survives(changed(made[which] ?? rich, edits))),
      { numRuns: 2000 },
    );
  });

  const nested = (open: string, depth: number): Uint8Array => Buffer.from(open.repeat(depth), 'hex');
  const bombs: readonly (readonly [string, Uint8Array])[] = [
    ['nested indefinite lengths', nested('3080', 400_000)],
    ['nested definite lengths', nested('30841fffffff', 150_000)],
    ['a length of 2^1000', Buffer.concat([hex('30fd'), Buffer.alloc(125, 0xff)])],
    ['an OID of a megabyte', certificate({ algorithm: sequence(tlv(0x06, Buffer.alloc(900_000, 0xff), hex('01'))) })],
    ['a serial number of a megabyte', certificate({ serial: tlv(0x02, hex('01'), Buffer.alloc(900_000, 0xab)) })],
    [
      'an exponent of a megabyte',
      certificate({
        spki: sequence(
          sequence(oid('1.2.840.113549.1.1.1')),
          tlv(0x03, hex('00'), sequence(tlv(0x02, hex('01')), tlv(0x02, hex('01'), Buffer.alloc(900_000, 0xab)))),
        ),
      }),
    ],
    ['constructed strings in constructed strings', certificateWith(sequence(oid('2.999'), nested('2480', 400_000)))],
    ['more than the limit', new Uint8Array(limits.objectBytes + 1)],
  ];
  const tooMany: readonly (readonly [string, Uint8Array, number])[] = [
    [
      'with more bytes than one may have',
      certificateWith(extension('2.999', octetString(Buffer.alloc(limits.certificateBytes)))),
      limits.certificateBytes,
    ],
    [
      'with more values than one may have',
      certificate({ subject: sequence(set(), ...many(limits.certificateValues, () => set())) }),
      limits.certificateValues,
    ],
  ];
  for (const [what, bytes, most] of tooMany) {
    it(`refuses one ${what}`, () => {
      for (const reading of [parseCertificate(bytes), parseSummary(bytes), parseRequest(bytes)])
        assert.match(reading.ok ? '' : inEnglish(reading.reason), new RegExp(`^More than ${most} `));
    });
  }

  it('reads one with as many names as it may have, and looks at no more of an extension', () => {
    const named = (count: number) =>
      parseCertificate(
        certificateWith(
          extension('2.5.29.17', sequence(...many(count, (i) => implicit(2, Buffer.from(`h${i}.example`))))),
        ),
      );
    const [most, more] = [named(limits.certificateValues - 1), named(limits.certificateValues)];
    assert.ok(most.ok && more.ok);
    assert.equal(most.value.sans?.length, limits.certificateValues - 1);
    assert.equal(more.value.extensions[0]?.content.kind, 'malformed');
  });

  for (const [what, bytes] of bombs) {
    it(`answers for ${what}`, () => survives(bytes));
  }
});

/** Counts work that grows with the input: values looked into, and characters made of bytes. */
function workOf(bytes: Uint8Array): number {
  let work = 0;
  const children = Object.getOwnPropertyDescriptor(DerValue.prototype, 'children');
  assert.ok(children?.get);
  const { get } = children;
  const toText = Buffer.prototype.toString;
  Object.defineProperty(DerValue.prototype, 'children', {
    configurable: true,
    get(this: DerValue) {
      const found: unknown = get.call(this);
      work += 1 + (Array.isArray(found) ? found.length : 0);
      return found;
    },
  });
  Buffer.prototype.toString = function (...args: Parameters<typeof toText>) {
    const text = toText.apply(this, args);
    work += text.length;
    return text;
  };
  try {
    const reading = parseCertificate(bytes);
    assert.ok(reading.ok, reading.ok ? '' : inEnglish(reading.reason));
  } finally {
    Object.defineProperty(DerValue.prototype, 'children', children);
    Buffer.prototype.toString = toText;
  }
  return work;
}

describe('The work of parseCertificate', () => {
  const growing: readonly (readonly [what: string, make: (count: number) => Uint8Array])[] = [
    [
      'names',
      (n) =>
        certificateWith(extension('2.5.29.17', sequence(...many(n, (i) => implicit(2, Buffer.from(`h${i}.example`)))))),
    ],
    ['extensions', (n) => certificateWith(...many(n, (i) => extension(`2.999.${i}`, utf8('value'))))],
    [
      'attributes of the subject',
      (n) => certificate({ subject: sequence(...many(n, (i) => set(sequence(oid('2.5.4.11'), utf8(`unit ${i}`))))) }),
    ],
    [
      'attributes of one RDN',
      (n) => certificate({ subject: sequence(set(...many(n, (i) => sequence(oid('2.5.4.11'), utf8(`unit ${i}`))))) }),
    ],
    ['arcs of an OID', (n) => certificateWith(extension(`2.999${'.16384'.repeat(n)}`, utf8('')))],
    ['bytes of an unknown extension', (n) => certificateWith(extension('2.999', octetString(Buffer.alloc(n * 10))))],
    [
      'segments of a string',
      (n) => certificateWith(sequence(oid('2.999'), tlv(0x24, ...many(n, () => octetString(hex('01')))))),
    ],
    ['bytes behind it', (n) => Buffer.concat([certificate(), Buffer.alloc(n * 10)])],
    [
      'bytes of the key',
      (n) => certificate({ spki: Buffer.concat([sequence(sequence(oid('2.999')), tlv(0x03, Buffer.alloc(n * 10)))]) }),
    ],
  ];
  for (const [what, make] of growing) {
    it(`doubles at most with the ${what}`, () => {
      const [once, twice] = [workOf(make(1000)), workOf(make(2000))];
      assert.ok(twice <= 2.2 * once, `${once} became ${twice}`);
    });
  }

  it('is counted at all', () => assert.ok(workOf(certificate({ spki: ed25519Spki })) > 20));
});
