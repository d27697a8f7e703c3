import assert from 'node:assert/strict';
import { english } from '../../../../src/shared/translate';
import { certificateTooltip } from '../../../../src/ui/tree/tooltip';
import { toCodeSpan, toSentenceMarkdown } from '../../../../src/ui/window/markdownText';
import { makeCertificate } from '../../../fixtures/certificates';
import { dates, entryOf, now, wording } from './fakeWording';

describe('what a tooltip says of use', () => {
  it('names what uses it, and counts the rest', () => {
    const owners = Array.from({ length: 10 }, (_, index) => ({ kind: 'Route', id: String(index), name: 'pay' }));
    const text = certificateTooltip(entryOf('1'), { ...wording, usedBy: { summary: undefined, owners, more: 5 } });
    assert.match(text, /Used by: `Route pay \(0\)`, .*`Route pay \(7\)`, and 7 more/);
  });

  it('says conflicts of names', () => {
    const conflicts = [{ kind: 'uncovered', id: '1', names: ['`x`'] }] as const;
    assert.match(certificateTooltip(entryOf('1'), { ...wording, conflicts }), /does not name it: `` `x` ``\./);
  });
});

describe('certificateTooltip', () => {
  it('says what matters of a certificate', async () => {
    const made = await makeCertificate({
      now,
      commonName: 'leaf.test',
      dns: ['leaf.test'],
      serial: '0a1b',
      fromDays: -30,
      toDays: 12.5,
    });
    const entry = entryOf('4482', {
      names: ['leaf.test', 'www.leaf.test'],
      certificatePem: made.pem,
      labels: [{ key: 'env', value: 'prod' }],
      ca: { pem: 'x' },
    });
    assert.deepEqual(certificateTooltip(entry, wording).split(/ {2}\n|\n\n/), [
      '**`leaf.test`**',
      'Expiring · 12 days left · Server',
      'Validity: 2026-10-24 12:00 UTC to 2026-12-06 00:00 UTC',
      'Counts as expiring in its last 30 days, as set in the settings.',
      'Gateway: `Gateway a`',
      'Names: `leaf.test`, `www.leaf.test`',
      'Issuer: `CN=leaf.test`',
      'Key: `EC P-256`',
      'Serial number: `0A1B`',
      'ID: `4482`',
      'Labels: `env=prod`',
      'CA: clients must present a certificate (mTLS)',
    ]);
  });

  it('leaves out what is not known, and says so of the dates', () => {
    assert.equal(
      certificateTooltip(entryOf('1', { names: [] }), wording),
      '**`1`**\n\nDates unknown · Server  \nGateway: `Gateway a`  \nID: `1`',
    );
  });

  it('still shows the dates of a disabled certificate', () => {
    assert.match(
      certificateTooltip(entryOf('1', { ...dates(-3, 3), isEnabled: false }), wording),
      /Disabled · Server {2}\nValidity: 2026-11-20/,
    );
  });

  it('counts the names it does not show', () => {
    const names = Array.from({ length: 100 }, (_, index) => `n${index}.test`);
    assert.match(certificateTooltip(entryOf('1', { names }), wording), /`n11\.test`, and 88 more {2}\n/);
  });

  const hostile: readonly string[] = [
    '[click](command:workbench.action.quit)',
    '![](https://evil.test/pixel.png)',
    '<img src=https://evil.test>',
    '$(error) https://evil.test www.evil.test',
    '`](command:x) `` [y](command:y)',
    '```\n# heading\n```',
    '\u202Emoc.elgoog',
    '`',
    ' ` ',
    'a|b\\',
  ];
  for (const text of hostile)
    it(`keeps ${JSON.stringify(text)} inside a code span, wherever it stands`, () => {
      const { validity } = entryOf('x', dates(-1, 1));
      const metadata = {
        names: [],
        extensions: {},
        subject: text,
        issuer: text,
        serial: text,
        ...(validity && { validity }),
      };
      const entry = entryOf(text, {
        names: [text, text],
        labels: [{ key: text, value: text }],
        description: text,
        notes: [{ text: 'A note on {what}.', values: { what: text } }],
        metadata,
      });
      // Take the spans out as CommonMark reads them (a run of backticks ends at the next run of the same length).
      const rest = certificateTooltip(entry, wording).replace(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
      assert.match(rest, /^[\w\s*:·,.()-]*$/);
      assert.doesNotMatch(rest, /command|evil|heading/);
    });
});

describe('toCodeSpan', () => {
  const cases: readonly [text: string, span: string][] = [
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`a', '`` `a ``'],
    ['a```b`', '```` a```b` ````'],
    [' a ', '`  a  `'],
    ['', '—'],
    ['  ', '—'],
    ['a\nb', '`a\\u{A}b`'],
    ['x'.repeat(300), `\`${'x'.repeat(200)}…\``],
  ];
  for (const [text, span] of cases) it(JSON.stringify(text.slice(0, 20)), () => assert.equal(toCodeSpan(text), span));

  it('says beside its gateway that it is a production one', () => {
    const entry = entryOf('1', {});
    const production = { ...entry, connection: { ...entry.connection, production: true } };
    assert.match(certificateTooltip(production, wording), /Gateway: `Gateway a` · production {2}\n/);
  });

  it('quotes in a sentence of ours what strangers chose, and nothing else', () => {
    const sentence = { text: '`{member}` of {id} is not a list: {reason}', values: { member: 'a`b', id: '[x](y)' } };
    assert.equal(
      toSentenceMarkdown({ ...sentence, words: { reason: 'A lone * is $(icon).' } }, english),
      '``a`b`` of `[x](y)` is not a list\\: A lone \\* is \\$\\(icon\\).',
    );
  });

  const plain: readonly [sentence: string, markdown: string][] = [
    ['https://a.test', 'https\\:\\/\\/a\\.test'],
    ['a\n# b', 'a\\\\u\\{A\\}\\# b'],
    ['a\r\n\n- b', 'a\\\\u\\{D\\}\\\\u\\{A\\}\\\\u\\{A\\}\\- b'],
    ['a\u202eb\u200b', 'a\\\\u\\{202E\\}b\\\\u\\{200B\\}'],
  ];
  for (const [sentence, markdown] of plain)
    it(`writes a sentence without values in one line, as text: ${JSON.stringify(sentence)}`, () =>
      assert.equal(toSentenceMarkdown(sentence, english), markdown));

  it('names the owner in plain words, with what it is made of in a code span', () => {
    const labels = [
      { key: 'manager-by', value: 'apisix-ingress-controller' },
      { key: 'k8s/name', value: '[x](command:y)' },
    ];
    assert.match(
      certificateTooltip(entryOf('1', { labels }), wording),
      /Managed by: ingress controller: `\[x\]\(command:y\)`/,
    );
  });

  const rules: readonly [days: number, warningDays: number | null, rule: string][] = [
    [14, null, 'Counts as expiring in its last 4 days: a third of its lifetime of 14 days.'],
    [365, null, 'Counts as expiring in its last 30 days.'],
    [365, 7, 'Counts as expiring in its last 7 days, as set in the settings.'],
  ];
  for (const [days, warningDays, rule] of rules)
    it(`says why one of ${days} days is in its state: ${rule}`, () => {
      const text = certificateTooltip(entryOf('1', dates(-1, days - 1)), {
        ...wording,
        clock: { ...wording.clock, warningDays },
      });
      assert.ok(text.includes(rule), text);
    });
});
