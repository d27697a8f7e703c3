import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../../src/core/findings/findings';
import { readSeverities, severityChoices } from '../../../../src/core/findings/rule';

describe('readSeverities', () => {
  const cases: readonly [value: unknown, read: Readonly<Record<string, string>>][] = [
    [{}, {}],
    [
      { expired: 'hint', chainGap: 'off' },
      { expired: 'hint', chainGap: 'off' },
    ],
    [{ expired: 'fatal', chainGap: 1 }, {}],
    // No rule asks for it.
    [{ nonsense: 'off' }, { nonsense: 'off' }],
    [undefined, {}],
    [null, {}],
    ['off', {}],
    [['off'], {}],
    [JSON.parse('{ "__proto__": "off", "expired": "off" }'), JSON.parse('{ "__proto__": "off", "expired": "off" }')],
  ];
  for (const [value, read] of cases)
    it(JSON.stringify(value) ?? 'nothing', () => assert.deepEqual(Object.fromEntries(readSeverities(value)), read));

  it('knows the codes and severities of the setting in package.json, and no others', () => {
    const manifest = JSON.parse(readFileSync(join(__dirname, '../../../../package.json'), 'utf8'));
    const schema = manifest.contributes.configuration.properties['api7Certificates.diagnostics.severity'];
    assert.equal(schema.scope, 'resource');
    assert.deepEqual(
      schema.properties,
      Object.fromEntries(rules.map(({ code, severity }) => [code, { enum: [...severityChoices], default: severity }])),
    );
  });
});
