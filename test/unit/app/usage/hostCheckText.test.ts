import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostAnswer, HostWarning } from '../../../../src/app/usage/hostCheck';
import { toHostTable } from '../../../../src/app/usage/hostCheck';
import { hostAnswerText } from '../../../../src/app/usage/hostCheckText';
import type { SniAnswer } from '../../../../src/core/hosts/sni';
import type { RejectionReason, SniExplanation } from '../../../../src/core/hosts/sniReasons';
import { english } from '../../../../src/shared/translate';
import { certificate, name } from '../../../fixtures/der';
import { parse } from '../../../fixtures/parsed';
import { toEntries } from '../fakes/fakeEntries';

/**
 * Every answer as it is worded. After a change that is meant:
 * `GOLDEN=write npx mocha test/unit/app/usage/hostCheckText.test.ts`.
 */
const path = join(__dirname, 'hostCheckText.txt');
const host = 'shop.test';
const table = toHostTable(
  toEntries({
    a: { names: [host] },
    b: { names: [host], certificatePem: '$secret://vault/1/b' },
    left: { names: [host], ignored: { members: ['x', 'y'], endsWithUpdate: false } },
    freed: { names: [host], ignored: { members: ['x'], endsWithUpdate: true } },
  }),
  'apisix',
);
const answerOf = (answer: SniAnswer, more: Partial<HostAnswer> & Partial<SniExplanation> = {}): HostAnswer => {
  const { rule = 'exact', rejections = [], ...facts } = more;
  const explanation = { answer, rule, rejections };
  return { host, isHost: true, explanation, served: undefined, warnings: [], ...facts };
};

const served = (id: string): SniAnswer => ({ kind: 'served', id, name: '*.test', needsCatchAll: false });
const several = { kind: 'ambiguous', ids: ['a', 'b'], name: host, mayFail: false } as const;
const answers: Readonly<Record<string, HostAnswer>> = {
  'exactly this name': answerOf(served('a')),
  'a lone *': answerOf(served('a'), { rule: 'anyName' }),
  'a longer name': answerOf(served('a'), { rule: 'longerName' }),
  'a wildcard': answerOf(served('a'), { rule: 'wildcard' }),
  'an object that is listed no more': answerOf(served('gone')),
  'a secret reference': answerOf(served('b'), { served: table.entries.get('b') }),
  'several, and one is likely': answerOf({ ...several, likely: 'a' }),
  'several, and none is likely': answerOf({ ...several, likely: undefined }),
  'a wildcard that is refused': answerOf({ kind: 'refused', ids: ['a'], name: '*.test' }),
  nothing: answerOf({ kind: 'none' }),
  'no host': answerOf({ kind: 'none' }, { host: 'a b', isHost: false }),
  'an address': answerOf({ kind: 'noServerName' }, { host: '192.0.2.1' }),
};

const expired = {
  code: 'expired',
  certificate: parse({ der: certificate({ subject: name(['2.5.4.3', 'CA']) }) }),
} as const;
const warnings: Readonly<Record<HostWarning['kind'], readonly Omit<HostWarning, 'kind'>[]>> = {
  expired: [{ id: 'a' }],
  notYetValid: [{ id: 'a' }],
  expiring: [{ id: 'a' }],
  nameMismatch: [{ id: 'a' }],
  leafAlone: [{ id: 'a' }],
  selfSigned: [{ id: 'a' }],
  chainOutOfOrder: [{ id: 'a' }],
  issuerMayNotSign: [{ id: 'a' }],
  issuerExpired: [{ id: 'a' }],
  ambiguous: [{ id: 'a' }],
  mayFail: [{ id: 'a' }],
  clientRefuses: [{ id: 'a' }, { id: 'a', reason: expired }],
  needsVersion: [{ id: 'a' }],
  dotNeedsVersion: [{ id: 'a' }],
  longerName: [{ id: 'a' }],
  ignored: [{ id: 'left' }, { id: 'freed' }],
  secretReference: [{ id: 'b' }],
  unreadable: [{ id: 'a' }],
};

const rejections: Readonly<Record<RejectionReason, string>> = {
  client: host,
  disabled: host,
  ignored: host,
  typeUnknown: host,
  exactWins: '*.test',
  longerWins: '*.test',
  oneLabel: '*.test',
  notTried: '*.test',
  loadedLater: host,
  belowOnly: '*.shop.test',
  trailingDot: 'shop.test.',
};

function draw(): string {
  const rejected = Object.entries(rejections) as [RejectionReason, string][];
  const warned = Object.entries(warnings) as [HostWarning['kind'], readonly Omit<HostWarning, 'kind'>[]][];
  const all = hostAnswerText(
    answerOf(served('a'), {
      warnings: warned.flatMap(([kind, each]) => each.map((warning) => ({ kind, ...warning }))),
      rejections: rejected.map(([reason, each]) => ({ id: 'a', name: each, reason })),
    }),
    table,
    english,
  );
  return [
    ...Object.entries(answers).map(([what, answer]) => `${what}: ${hostAnswerText(answer, table, english).sentence}`),
    '',
    ...warned.flatMap(([kind, each]) => each.map(() => kind)).map((kind, index) => `${kind}: ${all.warnings[index]}`),
    '',
    ...rejected.map(([reason], index) => `${reason}: ${all.rejections[index]}`),
    '',
  ].join('\n');
}

describe('the answer to which certificate is served, in words', () => {
  it('says every answer, warning and rejection', () => {
    const drawn = draw();
    if (process.env['GOLDEN'] === 'write') writeFileSync(path, drawn);
    assert.equal(drawn, existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '');
  });
});
