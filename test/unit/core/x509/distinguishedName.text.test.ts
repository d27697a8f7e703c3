import assert from 'node:assert/strict';
import { escapeValue, nameText } from '../../../../src/core/x509/distinguishedName';

describe('nameText', () => {
  it('puts the last RDN first and joins the attributes of one by +', () => {
    assert.equal(nameText([['C=DE'], ['O=a', 'OU=b'], ['CN=x']]), 'CN=x,OU=b+O=a,C=DE');
  });
  it('leaves out an RDN without attributes', () => assert.equal(nameText([['C=DE'], [], ['CN=x']]), 'CN=x,C=DE'));
  it('is empty for an empty name', () => assert.equal(nameText([]), ''));
});

describe('escapeValue', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Example, Inc.', 'Example\\, Inc.'],
    ['a+b"c\\d<e>f;g', 'a\\+b\\"c\\\\d\\<e\\>f\\;g'],
    [' both ', '\\ both\\ '],
    [' ', '\\ '],
    ['  ', '\\ \\ '],
    ['#hash#', '\\#hash#'],
    ['a=b', 'a=b'],
    ['line\nbreak\u0000', 'line\\0Abreak\\00'],
    ['\u007f', '\\7F'],
    ['Дом 😜', 'Дом 😜'],
    ['', ''],
  ];
  for (const [value, expected] of cases) {
    it(`writes ${JSON.stringify(value)}`, () => assert.equal(escapeValue(value), expected));
  }
});
