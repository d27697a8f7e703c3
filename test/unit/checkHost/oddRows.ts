import assert from 'node:assert/strict';
import type { Asked } from '../../checkHost/checkHosts';
import { checkHosts } from '../../checkHost/checkHosts';

const now = Date.UTC(2026, 10, 29, 12);

/** `apisix 3.18.0`, `api7cloud`, `api7enterprise`; `apisix` where the gateway hides its version. */
type Gateway = string;

/** What is said of chains and dates depends on the certificate; here names alone are asked for. */
const ofContent = ['unreadable', 'nameMismatch', 'leafAlone', 'expired', 'notYetValid', 'expiring'];

/** `served rule`, `a|b>likely` where it depends on the node, `id:reason` of what is not taken, `!warning`. */
function shortAnswer(gateway: Gateway, json: string, host: string): string {
  const [dialect, version] = gateway.split(' ') as [Asked['dialect'], string | undefined];
  const checked = checkHosts(Buffer.from(json), { dialect, version, hosts: [host], now });
  if (!checked.ok) return checked.reason;
  const [only] = checked.answers;
  assert.ok(only);
  const served =
    only.candidates.length > 0 ? `${only.candidates.join('|')}>${only.served ?? '?'}` : (only.served ?? '-');
  return [
    ...checked.unreadable,
    `${served} ${only.rule}`,
    ...only.rejected.map(({ id, reason }) => `${id}:${reason}`),
    ...only.warnings.filter(({ kind }) => !ofContent.includes(kind)).map(({ kind }) => `!${kind}`),
  ].join(' ');
}

type Given = string | readonly string[] | Readonly<Record<string, unknown>>;

/** Objects by id: a text is `sni`, a list `snis`, anything else members as they are. */
export const objects = (given: Readonly<Record<string, Given>>): string =>
  JSON.stringify(
    Object.entries(given).map(([id, members]) => ({
      id,
      cert: 'PEM',
      ...(typeof members === 'string' ? { sni: members } : Array.isArray(members) ? { snis: members } : members),
    })),
  );

export const cloud = (given: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string =>
  JSON.stringify({
    status: { code: 0, message: 'OK' },
    payload: { list: Object.entries(given).map(([id, members]) => ({ id, type: 'Server', ...members })), count: 9 },
  });

export type Row = readonly [what: string, Gateway, json: string, host: string, expected: string];

/** Declares a test a row. */
export function declareRows(tables: Readonly<Record<string, readonly Row[]>>): void {
  for (const [subject, rows] of Object.entries(tables))
    describe(subject, () => {
      for (const [what, gateway, json, host, expected] of rows)
        it(`${what} (${gateway})`, () => assert.equal(shortAnswer(gateway, json, host), expected));
    });
}
