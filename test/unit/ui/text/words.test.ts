/**
 * RFC 5280 §4.1.2.5: 99991231235959Z says that there is no expiration date. So does every place that says when
 * something ends.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCalendarSteps } from '../../../../src/app/timeline/exportCalendar';
import { toCsvSteps, toMarkdownSteps } from '../../../../src/app/timeline/exportTable';
import { toLifetime, validityNote, validitySection } from '../../../../src/core/details/validity';
import { readPemDocument } from '../../../../src/core/document/document';
import { remainingDetail as outlineText } from '../../../../src/core/document/outline';
import type { Certificate } from '../../../../src/core/model';
import { isEndless } from '../../../../src/core/x509/expiry';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import { hoverText } from '../../../../src/ui/editor/hoverText';
import { lensText } from '../../../../src/ui/editor/lensText';
import { remainingText, shortRemaining, spokenRemaining, validityText } from '../../../../src/ui/text/words';
import { checkFiles } from '../../../cli/check';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';
import { toEntries } from '../../app/fakes/fakeEntries';

const now = Date.UTC(2026, 10, 28, 12);
const end = Date.UTC(9999, 11, 31, 23, 59, 59);

describe('no expiration date', () => {
  let made: MadeCertificate;
  let certificate: Certificate;
  before(async () => {
    made = await makeCertificate({
      now,
      commonName: 'device',
      dns: ['device.example.com'],
      toDays: (end - now) / 86_400_000,
    });
    certificate = parse(made);
  });
  const options = { now, warningDays: null, translate: english };
  const wording = { clock: options, translate: english, language: 'en' };
  const entry = () => {
    const [found] = toEntries({ one: [] });
    assert.ok(found);
    return { ...found, validity: certificate.validity };
  };
  const row = () => ({
    name: 'device',
    validity: certificate.validity,
    state: 'Valid',
    type: 'Server',
    issuer: 'CA',
    place: 'Staging',
    id: '1',
    key: '["c","1"]',
  });

  it('is what the certificate says', () => {
    assert.equal(certificate.validity.notAfter, end);
    assert.ok(isEndless(certificate.validity));
    assert.ok(!isEndless({ notAfter: end - 1000 }));
  });

  const places: readonly (readonly [place: string, text: () => string | undefined, wanted: string | RegExp])[] = [
    ['the beginning of a row', () => shortRemaining(entry(), wording), 'no end'],
    ['a row', () => remainingText(entry(), wording), 'no expiration date'],
    ['a row, as it is spoken', () => spokenRemaining(entry(), wording), 'has no expiration date'],
    ['the timeline', () => validityText(certificate.validity, wording), 'no expiration date'],
    ['the outline', () => outlineText(certificate.validity, options), 'no expiration date'],
    ['the page, in words', () => validityNote(certificate.validity, options), 'has no expiration date'],
    ['the page, its bar', () => toLifetime(certificate.validity, options).to, 'no expiration date'],
    [
      'the page, its row',
      () => validitySection(certificate.validity, options).rows.find(({ id }) => id === 'validity.notAfter')?.note,
      'has no expiration date',
    ],
    ['the hover', () => hoverText(readPemDocument(made.pem), 0, options), /Validity: .* UTC, no expiration date/],
    [
      'the lens',
      () =>
        lensText({ kind: 'deployed', entries: [entry()], outdated: [] }, certificate, {
          ...options,
          uri: 'file',
          certificate: { uri: 'file', certificate: 'ab'.repeat(32) },
          isTrusted: true,
          canUpload: true,
        }).title,
      /^deployed on .* · no expiration date$/,
    ],
    ['CSV', () => runSync(toCsvSteps([row()], options)), /"no expiration date","","Valid"/],
    ['Markdown', () => runSync(toMarkdownSteps([row()], options)), /\| no expiration date \|  ?\| Valid \|/],
  ];
  for (const [place, text, wanted] of places) {
    it(place, () => {
      const shown = text() ?? '';
      if (typeof wanted === 'string') assert.equal(shown, wanted);
      else assert.match(shown, wanted);
      assert.doesNotMatch(shown, /\b9999\b|\b2912\d{3}\b/);
    });
  }

  it('a calendar has no event for it', () => {
    assert.doesNotMatch(runSync(toCalendarSteps([row()], options)), /BEGIN:VEVENT/);
  });

  it('the check prints it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'endless-'));
    await writeFile(join(folder, 'a.pem'), made.pem);
    const text = JSON.stringify(await checkFiles([join(folder, 'a.pem')], { now, hosts: [] }));
    await rm(folder, { recursive: true });
    assert.match(text, /"end":"no expiration date"/);
    assert.match(text, /It has no expiration date/);
    assert.match(text, /device.example.com has no expiration date. For its date of issue, public CAs may give/);
    assert.doesNotMatch(text, /\b2912\d{3}\b/);
  });
});
