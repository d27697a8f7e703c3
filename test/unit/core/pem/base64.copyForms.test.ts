import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { copyForms, toCopyForm } from '../../../../src/core/pem/base64';

const pem = '-----BEGIN CERTIFICATE-----\nMAo=\n-----END CERTIFICATE-----\n';

describe('toCopyForm', () => {
  const readers: Readonly<Record<(typeof copyForms)[number], (text: string) => unknown>> = {
    pem: (text) => text,
    oneLine: (text) => JSON.parse(`"${text}"`),
    base64: (text) => Buffer.from(text, 'base64').toString(),
    yaml: (text) => (parse(`tls.crt: ${text}`) as Record<string, unknown>)['tls.crt'],
  };
  for (const form of copyForms)
    it(`${form}: is read back as the same text`, () => {
      const text = toCopyForm(pem, form);
      assert.equal(readers[form](text), pem);
      assert.equal(text.includes('\n'), form === 'pem' || form === 'yaml');
    });
});
