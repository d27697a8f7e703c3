import assert from 'node:assert/strict';
import 'reflect-metadata';
import { Extension } from '@peculiar/x509';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { deletionImpact, replacementImpact } from '../../../../src/app/usage/impact';
import { impactLines } from '../../../../src/app/usage/impactLines';
import { toDetail } from '../../../../src/core/details/detail';
import type { KeyUsage } from '../../../../src/core/model';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import { toGatewayInput } from '../../../../src/ui/details/gatewayInput';
import { certificateRowText } from '../../../../src/ui/tree/rowText';
import { certificateTooltip } from '../../../../src/ui/tree/tooltip';
import { makeCertificate } from '../../../fixtures/certificates';
import { makeParsed } from '../../../fixtures/parsed';
import { connection, stored } from '../fakes/fakeConnections';
import { toEntries, usesOf } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const clock = { now, warningDays: 30 };
/** RFC 7633: status_request. */
const mustStaple = new Extension('1.3.6.1.5.5.7.1.24', false, Uint8Array.from([0x30, 0x03, 0x02, 0x01, 0x05]));
const wording = { clock, translate: english, language: 'en' };

/** The sentences on an object itself, wherever it is shown and before it is written. */
describe('the state of an object', () => {
  const entry = (ignored: { members: readonly string[]; endsWithUpdate: boolean } | undefined, labels = {}) => {
    const [made] = toEntries({
      a: {
        names: ['a.test'],
        ...(ignored && { ignored }),
        labels: Object.entries<string>(labels).map(([key, value]) => ({ key, value })),
      },
    });
    return made ?? assert.fail();
  };
  const facts = (made: ReturnType<typeof entry>) => ({
    entries: [made],
    isComplete: true,
    uses: usesOf(['a.test']),
    clock,
  });
  const old = { members: ['exptime', 'validity_end'], endsWithUpdate: true };
  const odd = { members: ['foo'], endsWithUpdate: false };

  const rows: readonly (readonly [what: string, ignored: typeof old | undefined, first: string])[] = [
    ['served', undefined, 'note: Still served, now with the new certificate: a.test'],
    [
      'ignored, and fixed',
      old,
      'note: The gateway ignores the object now; the update removes what its version forbids: exptime, validity_end',
    ],
    ['ignored for good', odd, 'warning: The gateway ignores the object and goes on to: its version forbids foo'],
  ];
  for (const [what, ignored, first] of rows)
    it(`an update of one that is ${what}`, () => {
      const made = entry(ignored);
      const [line] = impactLines(runSync(replacementImpact(made, { names: ['a.test'] }, facts(made))), english);
      assert.equal(line && `${line.severity}: ${line.text}`, first);
    });

  it('an ignored object serves nobody until an update fixes it', () => {
    const kinds = (ignored: typeof old) => {
      const made = entry(ignored);
      const impacts = [replacementImpact(made, {}, facts(made)), deletionImpact(made, facts(made))].map(runSync);
      return impacts.map(({ hosts }) => hosts.map(({ outcome }) => outcome.kind).join());
    };
    assert.deepEqual(
      [kinds(old), kinds(odd)],
      [
        ['gained', 'untouched'],
        ['untouched', 'untouched'],
      ],
    );
  });

  it('who manages it comes before an update and a deletion', () => {
    const made = entry(undefined, { 'managed-by': 'adc' });
    for (const impact of [replacementImpact(made, {}, facts(made)), deletionImpact(made, facts(made))].map(runSync))
      assert.ok(
        impactLines(impact, english).some(({ severity, text }) => severity === 'warning' && /^adc /.test(text)),
      );
  });

  it('the row, the tooltip and the page say both', () => {
    const made = entry(old, { 'managed-by': 'adc' });
    const row = { kind: 'certificate', entry: made, connection: made.connection } as unknown as Parameters<
      typeof certificateRowText
    >[0];
    assert.match(certificateRowText(row, wording).description, /^ignored by the gateway · /);
    assert.match(certificateRowText(row, wording).spoken, /ignored by the gateway/);
    assert.notEqual(certificateRowText(row, wording).icon, 'pass');
    assert.match(certificateTooltip(made, wording), /Managed by: adc/);
    const page = toDetail(toGatewayInput(made, { gateway: 'APISIX', translate: english }), {
      now,
      warningDays: null,
      translate: english,
    });
    assert.deepEqual(
      page.badges.filter(({ severity }) => severity === 'ok' || severity === 'error'),
      [{ text: 'Ignored by the gateway', severity: 'error' }],
    );
    const found = page.sections.flatMap((section) => section.rows);
    assert.deepEqual(
      ['object.ignored', 'object.owner'].map((id) => found.find((each) => each.id === id)?.values),
      [['exptime', 'validity_end'], ['adc']],
    );
  });

  it('the page says what plugins add', () => {
    const [made] = toEntries({
      a: { isGm: true, ocspStapling: { isEnabled: true, skipsVerification: true }, names: ['a.test'] },
    });
    assert.ok(made);
    const page = toDetail(toGatewayInput(made, { gateway: 'APISIX', translate: english }), {
      now,
      warningDays: null,
      translate: english,
    });
    const found = page.sections.flatMap((section) => section.rows);
    assert.deepEqual(
      found.flatMap(({ id, values, note }) => (/gm|stapling/.test(id) ? [[id, ...values, note]] : [])),
      [
        [
          'object.gm',
          'two certificates: this one encrypts, the further one signs',
          'it needs exactly one further pair, which signs',
        ],
        ['object.stapling', 'On', 'the response is not verified'],
      ],
    );
  });

  for (const [what, extensions, dialect, ocspStapling, expected] of [
    ['no member', [mustStaple], 'apisix', undefined, 'warning Off'],
    ['switched off', [mustStaple], 'apisix', false, 'warning Off'],
    ['switched on', [mustStaple], 'apisix', true, ' On'],
    ['a certificate that does not want them', [], 'apisix', undefined, undefined],
    ['a gateway of which it is not known', [mustStaple], 'api7enterprise', undefined, undefined],
  ] as const)
    it(`the page says where stapled answers are wanted and not given: ${what}`, async () => {
      const { pem } = await makeCertificate({ now, extensions });
      const isStapled = ocspStapling !== undefined && {
        ocspStapling: { isEnabled: ocspStapling, skipsVerification: false },
      };
      const made = toEntry({ ...connection('a'), dialect }, stored('a', { certificatePem: pem, ...isStapled }));
      const page = toDetail(toGatewayInput(made, { gateway: 'APISIX', translate: english }), {
        now,
        warningDays: null,
        translate: english,
      });
      const row = page.sections.flatMap(({ rows: found }) => found).find(({ id }) => id === 'object.stapling');
      assert.equal(row && `${row.severity ?? ''} ${row.values.join()}`, expected);
    });

  it('row, tooltip and page say how many pairs there are, and which texts are references to secrets', () => {
    const [made] = toEntries({
      a: {
        names: ['a.test'],
        certificatePem: '$secret://vault/1/cert',
        ca: { pem: '$ENV://CA' },
        extraCertificates: ['$env://EC'],
      },
    });
    assert.ok(made);
    const row = { kind: 'certificate', entry: made, connection: made.connection } as unknown as Parameters<
      typeof certificateRowText
    >[0];
    const text = certificateRowText(row, wording);
    assert.match(text.description, /2 pairs/);
    assert.match(text.spoken, /2 pairs/);
    assert.ok(text.context.includes('pairs'));
    const tooltip = certificateTooltip(made, wording);
    assert.match(tooltip, /Further certificates: 1/);
    assert.match(tooltip, /Until the reference resolves, handshakes fail/);
    const page = toDetail(toGatewayInput(made, { gateway: 'APISIX', translate: english }), {
      now,
      warningDays: null,
      translate: english,
    });
    const rows = page.sections.flatMap((section) => section.rows);
    assert.deepEqual(rows.find(({ id }) => id === 'mtls.unread')?.values, [
      'a secret reference: not known until it resolves',
    ]);
    const found = rows.find(({ id }) => id === 'object.references');
    assert.deepEqual(found?.values, ['$secret://vault/1/cert', '$ENV://CA', '$env://EC']);
    assert.match(found?.note ?? '', /until it resolves, handshakes fail/);
  });

  it('the page says that the two of a gm object are swapped, by their key usage, and only then', async () => {
    const [made] = toEntries({ a: { isGm: true, names: ['a.test'] } });
    const certificate = await makeParsed({ now, commonName: 'a.test' });
    assert.ok(made);
    const input = toGatewayInput(made, { gateway: 'APISIX', translate: english });
    const noteFor = (first: readonly KeyUsage[], second: readonly KeyUsage[]) =>
      toDetail(
        {
          ...input,
          chain: [{ ...certificate, keyUsage: first }],
          extraChains: [[{ ...certificate, keyUsage: second }]],
        },
        { now, warningDays: null, translate: english },
      )
        .sections.flatMap((section) => section.rows)
        .find(({ id }) => id === 'object.gm')?.note;
    assert.match(noteFor(['digitalSignature'], ['keyEncipherment', 'keyAgreement']) ?? '', /^swapped/);
    assert.equal(noteFor(['keyEncipherment'], ['digitalSignature']), undefined);
    assert.match(noteFor(['digitalSignature'], ['digitalSignature']) ?? '', /this one signs and cannot encrypt/);
    assert.match(noteFor(['digitalSignature', 'keyEncipherment'], ['keyEncipherment']) ?? '', /further one encrypts/);
    assert.equal(noteFor(['digitalSignature', 'keyEncipherment'], ['digitalSignature']), undefined);
    assert.equal(noteFor([], []), undefined);
  });
});
