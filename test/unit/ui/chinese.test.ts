import assert from 'node:assert/strict';
import bundle from '../../../l10n/bundle.l10n.zh-cn.json';
import { extensionSection } from '../../../src/core/details/extensions';
import { readPemDocument } from '../../../src/core/document/document';
import { findFindings, findingSentence } from '../../../src/core/findings/findings';
import { toPem } from '../../../src/core/pem/scan';
import { parseCertificate } from '../../../src/core/x509/certificate';
import type { Notes } from '../../../src/gateway/read';
import { readText, readTexts } from '../../../src/gateway/read';
import { gather, noteOf } from '../../../src/gateway/uses';
import type { Translate } from '../../../src/shared/translate';
import { english, translateSentence } from '../../../src/shared/translate';
import { hoverText } from '../../../src/ui/editor/hoverText';
import { certificateTooltip } from '../../../src/ui/tree/tooltip';
import { makeCertificate } from '../../fixtures/certificates';
import { boolean, certificate, certificateWith, extension, integer } from '../../fixtures/der';
import { englishIn } from '../../fixtures/englishIn';
import { entryOf, now, wording } from './tree/fakeWording';

const texts: Readonly<Record<string, string>> = bundle;

/** Puts a sentence into Chinese as VS Code does: one that the bundle has not stays English. */
const chinese: Translate = (sentence, values) => english(texts[sentence] ?? sentence, values);

function assertChinese(text: string | undefined): void {
  assert.match(text ?? '', /\p{Script=Han}/u);
  assert.deepEqual(englishIn([text ?? '']), []);
  // A colon of ours is the Chinese one.
  assert.doesNotMatch(text ?? '', /\p{Script=Han}: /u);
}

describe('in Chinese, what is made of parts', () => {
  const tooltip = (entry: Parameters<typeof certificateTooltip>[0]) =>
    certificateTooltip(entry, { ...wording, translate: chinese });

  it('the tooltip of a certificate', async () => {
    const { pem } = await makeCertificate({ now, commonName: 'leaf.test', dns: ['leaf.test'] });
    assertChinese(tooltip(entryOf('1', { certificatePem: pem, labels: [{ key: 'env', value: 'prod' }] })));
  });

  it('the tooltip of one that cannot be read, and of members of another type', () => {
    const notes: Notes = [];
    readText({ desc: 1 }, 'desc', notes);
    readTexts({ snis: ['a', 1] }, 'snis', notes);
    const text = tooltip(entryOf('1', { certificatePem: toPem('CERTIFICATE', Buffer.from([0x30, 0])), notes }));
    assertChinese(text);
    assert.match(text, /无法读取证书：/);
    assert.match(text, /`desc` 不是字符串。/);
  });

  it('what could not be read of the objects that use it', async () => {
    const pages = async function* () {
      yield await Promise.resolve({
        items: [],
        unreadable: [{ text: 'Object {number} of page {page} has no id.', values: { number: 2, page: 1 } }],
      });
    };
    const { unknown } = await gather({ kind: 'routes', pages: pages() });
    const notes: Notes = [];
    readText({ name: 1 }, 'name', notes);
    for (const sentence of [...unknown, ...notes.map((note) => noteOf('services', '7', note))])
      assertChinese(translateSentence(sentence, chinese));
  });

  const broken: readonly (readonly [what: string, der: Uint8Array])[] = [
    ['cut short', certificate().subarray(0, 40)],
    ['a padded serial number', certificate({ serial: integer('0001') })],
    ['no pair of times', certificate({ validity: integer(1) })],
    ['an issuer of another type', certificate({ issuer: integer(1) })],
  ];
  for (const [what, der] of broken) {
    const document = readPemDocument(toPem('CERTIFICATE', der));

    it(`the finding on a certificate: ${what}`, () => {
      const findings = findFindings(document, { now, warningDays: null }).filter(
        ({ code }) => code === 'unreadableCertificate',
      );
      assert.equal(findings.length, 1);
      for (const finding of findings) assertChinese(findingSentence(finding, chinese));
    });

    it(`the hover over a certificate: ${what}`, () =>
      assertChinese(hoverText(document, 0, { now, warningDays: null, translate: chinese })));
  }

  it('the notes on a certificate', () => {
    const reading = parseCertificate(
      Buffer.concat([
        certificateWith(extension('2.5.29.17', boolean(true)), extension('2.5.29.17', boolean(true))),
        Buffer.from([0, 0]),
      ]),
    );
    assert.ok(reading.ok);
    assert.equal(reading.value.notes.length, 4);
    for (const note of reading.value.notes) assertChinese(translateSentence(note, chinese));
    for (const { note } of extensionSection(reading.value.extensions, chinese).rows) assertChinese(note);
  });
});
