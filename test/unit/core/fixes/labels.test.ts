import assert from 'node:assert/strict';
import { readPemDocument } from '../../../../src/core/document/document';
import type { ApplyFix } from '../../../../src/core/fixes/fixes';
import { applyAllFixes } from '../../../../src/core/fixes/fixes';
import { correctLabels, removeHeaders, removeIndent, writeAsHeld } from '../../../../src/core/fixes/labels';
import { runSync } from '../../../../src/shared/cooperative';
import { certificate } from '../../../fixtures/der';
import { toPem } from '../../../fixtures/keyPairs';

const armoured = (label: string, indent = '', lineEnd = '\n'): string =>
  [`-----BEGIN ${label}-----`, 'MAA=', `-----END ${label}-----`].map((line) => `${indent}${line}${lineEnd}`).join('');

describe('Fixes of how a block is written', () => {
  const cases: readonly [what: string, apply: ApplyFix, given: string, wanted: string][] = [
    ['swapped letters', correctLabels, armoured('CERTIFIACTE'), armoured('CERTIFICATE')],
    ['small letters', correctLabels, armoured('Certificate'), armoured('CERTIFICATE')],
    ['a label of something else', correctLabels, armoured('OpenVPN Static key V1'), armoured('OpenVPN Static key V1')],
    [
      'another block before it',
      correctLabels,
      armoured('PUBLIC KEY') + armoured('PRIVATE KYE'),
      armoured('PUBLIC KEY') + armoured('PRIVATE KEY'),
    ],
    ['a certificate under PKCS7', correctLabels, toPem(certificate(), 'PKCS7'), toPem(certificate(), 'CERTIFICATE')],
    ['no END', correctLabels, '-----BEGIN CERTIFCATE-----\nMAA=\n', '-----BEGIN CERTIFICATE-----\nMAA=\n'],
    [
      'PEM that was encoded twice',
      writeAsHeld,
      toPem(Buffer.from(toPem(certificate(), 'CERTIFICATE')), 'CERTIFICATE') + armoured('X509 CRL'),
      toPem(certificate(), 'CERTIFICATE') + armoured('X509 CRL'),
    ],
    [
      'headers of a certificate',
      removeHeaders,
      toPem(certificate(), 'CERTIFICATE').replace('\n', '\nX-Note: one\n two\n\n'),
      toPem(certificate(), 'CERTIFICATE'),
    ],
    ['no headers', removeHeaders, toPem(certificate(), 'CERTIFICATE'), toPem(certificate(), 'CERTIFICATE')],
    ['four spaces', removeIndent, armoured('CERTIFICATE', '    '), armoured('CERTIFICATE')],
    ['tabs and CRLF', removeIndent, armoured('CERTIFICATE', '\t', '\r\n'), armoured('CERTIFICATE', '', '\r\n')],
    [
      'other text keeps its indent',
      removeIndent,
      `data:\n  crt: |\n${armoured('CERTIFICATE', '    ')}  other: x\n`,
      `data:\n  crt: |\n${armoured('CERTIFICATE')}  other: x\n`,
    ],
    ['no indent', removeIndent, `  a note\n${armoured('CERTIFICATE')}`, `  a note\n${armoured('CERTIFICATE')}`],
  ];
  for (const [what, apply, given, wanted] of cases) {
    it(what, () => {
      const once = runSync(apply({ text: given, document: readPemDocument(given) }));
      assert.equal(once, wanted);
      assert.equal(runSync(apply({ text: once, document: readPemDocument(once) })), once);
    });
  }

  const together: readonly [what: string, given: string][] = [
    ['a no-break space', armoured('CERTIFICATE').replaceAll(/(BEGIN|END) /g, '$1\u00a0')],
    ['no space', armoured('CERTIFICATE').replaceAll(/(BEGIN|END) /g, '$1')],
    ['an indent and a label', armoured('CERTIFCATE', '  ')],
  ];
  for (const [what, given] of together) {
    it(`all of them: ${what}`, () =>
      assert.equal(runSync(applyAllFixes({ text: given, document: readPemDocument(given) })), armoured('CERTIFICATE')));
  }
});
