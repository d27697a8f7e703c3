import assert from 'node:assert/strict';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { FullEntry } from '../../../src/app/inventory/certificateEntry';
import { RowReader } from '../../../src/app/inventory/rowReader';
import { toHeldDocumentSteps } from '../../../src/app/sources/heldDocument';
import { readHolding } from '../../../src/app/sources/readHolding';
import { checkFurtherPair, toFurtherPair } from '../../../src/app/writes/furtherPair';
import { checkUpdate } from '../../../src/app/writes/updateChecks';
import { runSync } from '../../../src/shared/cooperative';
import { english } from '../../../src/shared/translate';
import { certificateRowText } from '../../../src/ui/tree/rowText';
import { certificateTooltip } from '../../../src/ui/tree/tooltip';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeCertificate } from '../../fixtures/certificates';
import { parse } from '../../fixtures/parsed';
import { wording } from '../ui/tree/fakeWording';
import { toEntries } from './fakes/fakeEntries';

const now = wording.clock.now;
const facts = { now, warningDays: null, translate: english };

/** The same certificate on another curve: both have an OID of eight bytes, and a point of 64. */
function toSm2({ pem, ...made }: MadeCertificate): MadeCertificate {
  const [p256, sm2] = [Buffer.from('2a8648ce3d030107', 'hex'), Buffer.from('2a811ccf5501822d', 'hex')];
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  sm2.copy(der, der.indexOf(p256));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return { ...made, der, pem: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n` };
}

describe('the pairs of national cryptography', () => {
  let signs: MadeCertificate;
  let encrypts: MadeCertificate;

  before(async () => {
    const make = async (keyUsage: x509.KeyUsageFlags): Promise<MadeCertificate> =>
      toSm2(await makeCertificate({ now, dns: ['gm.example.com'], key: 'EC P-256', keyUsage }));
    const { digitalSignature, keyEncipherment, dataEncipherment } = x509.KeyUsageFlags;
    [signs, encrypts] = await Promise.all([make(digitalSignature), make(keyEncipherment | dataEncipherment)]);
  });

  const entryOf = (first: MadeCertificate, ...further: readonly MadeCertificate[]): FullEntry => {
    const extraCertificates = further.map(({ pem }) => pem);
    const [entry] = toEntries({
      gm: { isGm: true, names: ['gm.example.com'], certificatePem: first.pem, extraCertificates },
    });
    return entry ?? assert.fail();
  };

  for (const [what, toEntry, word, sentence] of [
    ['in their places', () => entryOf(encrypts, signs), undefined, undefined],
    [
      'swapped',
      () => entryOf(signs, encrypts),
      'gm pairs swapped',
      'swapped: by their key usage, this one signs and the further one encrypts',
    ],
    [
      'both for signatures',
      () => entryOf(signs, signs),
      'first gm pair cannot encrypt',
      'this one signs and cannot encrypt',
    ],
    [
      'both for encryption',
      () => entryOf(encrypts, encrypts),
      'further gm pair cannot sign',
      'the further one encrypts',
    ],
    ['without the second', () => entryOf(encrypts), 'gm needs two pairs', 'it needs exactly one further pair'],
  ] as const)
    it(`row and tooltip say so, in a list and alone: ${what}`, () => {
      const full = toEntry();
      const listed = new RowReader().toRow(full.connection, full.stored);
      for (const entry of [full, listed]) {
        const row = { kind: 'certificate', entry, connection: entry.connection } as unknown as Parameters<
          typeof certificateRowText
        >[0];
        const { icon, description, spoken } = certificateRowText(row, wording);
        assert.equal(icon, word === undefined ? 'pass' : 'warning');
        for (const text of [description, spoken]) assert.equal(text.includes(word ?? 'gm '), word !== undefined);
        const tooltip = certificateTooltip(entry, wording);
        assert.equal(tooltip.includes(`GM/T 0024: `), sentence !== undefined);
        assert.ok(tooltip.includes(sentence ?? ''));
      }
    });

  it('a list takes them for nothing where the object has no gm', () => {
    const { connection, stored } = entryOf(signs, encrypts);
    const { isGm: _, ...plain } = stored;
    assert.equal(new RowReader().toRow(connection, plain).gmFault, undefined);
  });

  const draftOf = (made: MadeCertificate) => ({
    place: 'file.pem',
    leaf: parse(made),
    chain: [parse(made)],
    wasReordered: false,
    omitted: [],
  });
  const stops = (checks: readonly { readonly id: string; readonly outcome: string }[]) =>
    checks.some(({ id, outcome }) => id === 'keyUsage' && outcome === 'stop');

  it('an update of the first with one that only signs is stopped', () => {
    const current = entryOf(encrypts, signs);
    const check = (made: MadeCertificate) =>
      checkUpdate(
        {
          ...draftOf(made),
          key: undefined,
          type: 'server',
          names: ['gm.example.com'],
          labels: [],
          ca: { kind: 'keep' },
        },
        { ...facts, current, capabilities: { wantsNames: true, needsKeyOnReplace: false } as never },
      );
    assert.deepEqual([stops(check(signs)), stops(check(encrypts))], [true, false]);
  });

  it('a further pair that only encrypts is stopped', () => {
    const current = entryOf(encrypts);
    const check = (made: MadeCertificate) =>
      checkFurtherPair(toFurtherPair(draftOf(made), undefined, current), { ...facts, current });
    assert.deepEqual([stops(check(encrypts)), stops(check(signs))], [true, false]);
  });

  const objectOf = (cert: MadeCertificate, further: MadeCertificate) => ({
    id: 'gm',
    gm: true,
    snis: ['gm.example.com'],
    cert: cert.pem,
    certs: [further.pem],
  });
  const yaml = ({ pem }: MadeCertificate, by: string): string => pem.trimEnd().replaceAll('\n', `\n${by}`);
  const manifest = (cert: MadeCertificate, further: MadeCertificate): string =>
    `ssls:\n  - id: gm\n    gm: true\n    cert: |\n      ${yaml(cert, '      ')}\n    certs:\n      - |\n        ${yaml(further, '        ')}\n#END\n`;
  for (const [what, toText, count] of [
    ['swapped in a list of a gateway', () => JSON.stringify({ list: [{ value: objectOf(signs, encrypts) }] }), 2],
    ['swapped in an object', () => JSON.stringify(objectOf(signs, encrypts), null, 2), 2],
    ['swapped in a standalone configuration', () => manifest(signs, encrypts), 2],
    ['both for encryption', () => manifest(encrypts, encrypts), 1],
    ['in their places', () => manifest(encrypts, signs), 0],
    ['of two objects, which are no pair', () => JSON.stringify([{ cert: signs.pem }, { certs: [encrypts.pem] }]), 0],
  ] as const)
    it(`a text that holds them is read: ${what}`, () => {
      const text = toText();
      const holding = readHolding({ kind: 'text', text });
      const held = runSync(toHeldDocumentSteps(holding));
      assert.ok(held.kind === 'document');
      const found = (held.parts?.faults ?? []).filter(({ code }) => code === 'gmMisplaced');
      assert.equal(found.length, count);
      for (const { span } of found) assert.match(text.slice(span.start, span.end), /^-----BEGIN CERTIFICATE/);
    });
});
