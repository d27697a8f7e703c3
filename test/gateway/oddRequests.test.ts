import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareWritten } from './replay/compare';
import { blurNamed } from './replay/leftOut';
import type { OddRequest } from './replay/oddRequests';
import { oddRequests } from './replay/oddRequests';
import type { Pki } from './replay/pki';
import { makePki } from './replay/pki';
import type { Gateway } from './server';
import { startGateway } from './server';
import type { RawAnswer } from './wire';
import { exchange, headerOf } from './wire';

/** The recorded parts of an answer, in which the gateway of these tests differed once. */
type Written = ReadonlyMap<string, string>;

function readWritten(version: string): ReadonlyMap<string, Written> {
  const file = readFileSync(join(__dirname, 'recordings', `odd-requests-${version}.txt`), 'utf8');
  const blocks = file.split(/^--- /m).slice(1);
  return new Map(
    blocks.map((block) => {
      const [name = '', ...lines] = block.trim().split(/\r?\n/);
      return [
        name,
        new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])),
      ];
    }),
  );
}

/** Whatever differs from run to run, as the recordings have it. */
const blurred = (body: string): string =>
  body
    .replace(/-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----(?:\\n)?/g, '<PEM>')
    .replace(/"(create_time|update_time)":\d+/g, '"$1":"T"')
    .replace(/"(createdIndex|modifiedIndex)":\d+/g, '"$1":"N"')
    .replace(/"key":"[A-Za-z0-9+/]{40,}=*"/g, '"key":"B64"')
    .replace(/(escape code at character) \d+/g, '$1 N')
    .trimEnd();

const headers = { type: 'Content-Type', acao: 'Access-Control-Allow-Origin', api: 'X-API-VERSION' } as const;

/** Of two members that are both too short either is named, by chance. */
const namesEither = new Set(['secret upper', 'env upper']);

function compare(name: string, written: Written, actual: RawAnswer): void {
  const status = written.get('status');
  if (status !== undefined) assert.equal(String(actual.status), status, actual.body.slice(0, 300));
  for (const [part, header] of Object.entries(headers)) {
    const recorded = written.get(part);
    if (recorded !== undefined) assert.equal(headerOf(actual, header) ?? '(none)', recorded, header);
  }
  const body = written.get('body');
  if (body === undefined) return;
  if (body.startsWith('<')) assert.ok(actual.body.startsWith(body), actual.body.slice(0, 300));
  else {
    const [one, other] = [blurred(body), blurred(actual.body)].map((text) =>
      namesEither.has(name) ? blurNamed(text) : text,
    );
    compareWritten(one ?? '', other ?? '');
  }
}

const versions = ['3.18.0', '3.16.0', '3.2.2'] as const;

/** Requests that were asked of each server. */
const asked = 216;

/** Lists what became of each request: those of which something was written down by name, the others by their number. */
function toPage(): string {
  const written = versions.map(readWritten);
  const names = [...new Set(written.flatMap((each) => [...each.keys()]))];
  const rows = names.map((name) => {
    const cells = versions.map((version, index) => {
      if (!written[index]?.has(name)) return 'same at once';
      return namesEither.has(name) && version === '3.2.2' ? 'replayed, but for the member that is named' : 'replayed';
    });
    return `| ${name.replaceAll('|', '\\|')} | ${cells.join(' | ')} |`;
  });
  const count = (text: string, of: (each: ReadonlyMap<string, Written>) => number): string =>
    `| ${text} | ${written.map((each) => String(of(each))).join(' | ')} |`;
  return [
    '# What became of the 216 odd requests',
    '',
    `Each was asked once of a running APISIX and of the local gateway of that day (commit 71b7893). Only answers that differed were`,
    'written down, with the name of their request; the others were counted, and their names are not known. So what is replayed now',
    'are those that once differed; of the others it is known that they were the same on that day, and not which they were: a change',
    'of the local gateway since may have made one of them differ, and no test would say so, unless it is also among the requests of',
    '`apisix-*.txt`.',
    '',
    `| requests | ${versions.join(' | ')} |`,
    `| --- |${' --: |'.repeat(versions.length)}`,
    count('asked', () => asked),
    count('the same on that day, not named', (each) => asked - each.size),
    count('different on that day, named: replayed by `oddRequests.test.ts`, and the same now', (each) => each.size),
    '',
    'Tabled: of two members that are both too short (`secret upper`, `env upper`), 3.2.2 names either, by the order of a table of Lua,',
    'which changes from run to run. The status and the rest of the sentence are compared.',
    '',
    `| request | ${versions.join(' | ')} |`,
    `| --- |${' --- |'.repeat(versions.length)}`,
    ...rows,
    '',
  ].join('\n');
}

/** Each of them is asked of a gateway that holds nothing but what it needs. */
describe('the local gateway answers odd requests as a real APISIX', () => {
  let pki: Pki;
  before(async () => {
    pki = await makePki(Date.now());
  });

  for (const version of versions) {
    const written = readWritten(version);
    describe(`${version}: ${written.size}`, () => {
      let gateway: Gateway;
      beforeEach(async () => {
        gateway = await startGateway({ version });
      });
      afterEach(() => gateway.close());

      const send = async (request: OddRequest): Promise<RawAnswer> => {
        const { adminUrl, adminKey, viewerKey, url } = gateway.apisix;
        const keys = { admin: { 'X-API-KEY': adminKey }, viewer: { 'X-API-KEY': viewerKey }, none: {} };
        for (const [path, body] of request.after?.(pki) ?? []) {
          const before = { method: 'PUT', headers: keys.admin, body: JSON.stringify(body) };
          assert.equal((await exchange(`${adminUrl}${path}`, before)).status, 201);
        }
        return exchange(url, {
          method: request.method,
          target: `/apisix/admin${request.target}`,
          headers: { ...keys[request.as ?? 'admin'], ...request.headers },
          body: request.body?.(pki),
        });
      };

      it('has every request of which an answer was written down', () => {
        assert.ok(written.size > 40);
        assert.deepEqual(
          [...written.keys()].filter((name) => !Object.hasOwn(oddRequests, name)),
          [],
        );
      });

      for (const [name, parts] of written)
        it(name, async () => {
          const request = oddRequests[name] ?? assert.fail('No such request');
          compare(name, parts, await send(request));
        });
    });
  }

  it('are accounted for in recordings/odd-requests.md (ODD=write writes it)', () => {
    const page = join(__dirname, 'recordings', 'odd-requests.md');
    const text = toPage();
    if (process.env['ODD'] === 'write') writeFileSync(page, text);
    assert.equal(readFileSync(page, 'utf8'), text);
  });

  it('holds no key in what was written down', () => {
    for (const version of versions) {
      const file = readFileSync(join(__dirname, 'recordings', `odd-requests-${version}.txt`), 'utf8');
      assert.doesNotMatch(file, /-----BEGIN|[A-Za-z0-9+/]{49}/);
    }
  });

  it('counts characters up to half a character that stands alone', async () => {
    const gateway = await startGateway();
    try {
      const body = '{"a":"\\ud83d\\ude00","b":"\\\\ud83d","c":"x\\ud83d"}';
      const { adminUrl, adminKey } = gateway.apisix;
      const answer = await exchange(`${adminUrl}/ssls/1`, { method: 'PUT', headers: { 'X-API-KEY': adminKey }, body });
      assert.match(answer.body, new RegExp(`escape code at character ${body.lastIndexOf('\\ud83d') + 1}"`));
    } finally {
      await gateway.close();
    }
  });
});
