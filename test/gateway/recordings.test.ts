import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareAnswers, summarize } from './replay/compare';
import { blurNamed, leftOut, mayNameEither, reasonToLeaveOut } from './replay/leftOut';
import type { Pki } from './replay/pki';
import { makePki, repeatCertificate } from './replay/pki';
import type { Entry, Exchange } from './replay/recording';
import { parseRecording } from './replay/recording';
import { quietBody, setUp } from './replay/setup';
import type { Gateway } from './server';
import { startGateway } from './server';
import type { RawAnswer } from './wire';
import { exchange } from './wire';

const folder = join(__dirname, 'recordings');
const recordings = readdirSync(folder).filter((name) => /^apisix-.*\.txt$/.test(name));

interface Sent {
  readonly method: string;
  readonly target: string;
  readonly apiKey: string | undefined;
  readonly body: string | undefined;
}

const send = ({ apisix }: Gateway, { method, target, apiKey, body }: Sent): Promise<RawAnswer> =>
  exchange(`${apisix.adminUrl}${target}`, {
    method,
    headers: apiKey === undefined ? {} : { 'X-API-KEY': apiKey === '$KEY' ? apisix.adminKey : apiKey },
    body,
  });

const escaped = (text: string | undefined): string => JSON.stringify(text ?? assert.fail('No such file')).slice(1, -1);

/** Puts back what the recording only hints at. */
function fillIn(body: string, { pki, encryptedKey }: { readonly pki: Pki; readonly encryptedKey: string }): string {
  if (body.endsWith('…')) {
    return JSON.stringify({
      cert: repeatCertificate(pki['exact.crt'] ?? '', 71_040),
      key: pki['exact.key'],
      snis: ['www.example.com'],
    });
  }
  return body
    .replace(/"@([a-z0-9.]+)"/g, (_, name: string) => `"${escaped(pki[name])}"`)
    .replace(/x{16}…\((\d+) chars of base64\)/g, (_, count: string) => 'x'.repeat(Number(count)))
    .replace(/"[A-Za-z0-9+/]{16}…\(\d+ chars of base64\)"/g, () => `"${encryptedKey}"`)
    .replace(/-----BEGIN CERTIFICATE-----\\nMII[^"…]*…-----END CERTIFICATE-----\\n/g, () => escaped(pki['exact.crt']))
    .replace(/-----BEGIN PRIVATE KEY-----\\nMII[^"…]*…-----END PRIVATE KEY-----\\n/g, () => escaped(pki['exact.key']));
}

const nameOf = (entry: Entry): string => {
  switch (entry.kind) {
    case 'exchange':
      return `${entry.title} (${entry.method} ${entry.target})`;
    case 'summary':
      return `GET ${entry.target}`;
    case 'quiet':
      return `${entry.method} ${entry.target}, quietly`;
    case 'handshake':
      return entry.command;
  }
};

function compareExchange(version: string, { answer, ...entry }: Exchange, actual: RawAnswer): void {
  if (answer === undefined) return assert.fail('No answer to compare with');
  if (!mayNameEither(version, { answer, ...entry })) return compareAnswers(answer, actual);
  compareAnswers({ ...answer, body: blurNamed(answer.body) }, { ...actual, body: blurNamed(actual.body) });
}

describe('the local gateway answers as recorded', () => {
  it('of every version that was recorded, and none of them empty', () => {
    const counts = recordings.map(
      (file) => [file, parseRecording(readFileSync(join(folder, file), 'utf8')).length] as const,
    );
    assert.deepEqual(counts.map(([file]) => file).sort(), [
      'apisix-2.15.3.txt',
      'apisix-3.16.0.txt',
      'apisix-3.18.0.txt',
      'apisix-3.2.2.txt',
    ]);
    for (const [file, count] of counts) assert.ok(count > 10, `${file}: ${count}`);
  });

  for (const file of recordings)
    it(`of which ${file} holds no key, token or address of a person`, () => {
      const text = readFileSync(join(folder, file), 'utf8');
      assert.doesNotMatch(text, /PRIVATE KEY-----(\\n|\n)[A-Za-z0-9+/=]{20}/);
      // Keys come encrypted under a keyring that everybody knows, so they count as keys: their first block alone is
      // kept.
      assert.doesNotMatch(text.replace(/a{20,}/g, ''), /([A-Za-z0-9+]|\\?\/){49}/);
      assert.doesNotMatch(text, /eyJ[\w-]{10}|[\w.]+@(?!example\.)\w+\.\w+|\/(home|Users)\//);
    });

  let pki: Pki;
  before(async () => {
    pki = await makePki(Date.now());
  });

  for (const file of recordings) {
    const version = /(\d+\.\d+\.\d+)/.exec(file)?.[1] ?? '';
    const entries = parseRecording(readFileSync(join(folder, file), 'utf8'));
    const replayed = entries.filter((entry) => reasonToLeaveOut(version, entry) === undefined);

    describe(`APISIX ${version}: ${replayed.length} of ${entries.length}`, () => {
      let gateway: Gateway;
      let now = Date.now();
      /** The encrypted key that an earlier answer showed. */
      let encryptedKey = '';
      before(async () => {
        gateway = await startGateway({ version, now: () => now });
      });
      after(() => gateway.close());

      const prepare = async (method: string, target: string, body?: object): Promise<number> =>
        (await send(gateway, { method, target, apiKey: '$KEY', body: body && JSON.stringify(body) })).status;
      const clear = async (): Promise<void> => {
        for (const { key } of gateway.apisix.store.under('/apisix/ssls/')) gateway.apisix.store.delete(key);
      };

      const replay = async (entry: Entry): Promise<void> => {
        const stage = { prepare, clear, pki, advance: (milliseconds: number) => void (now += milliseconds) };
        const isFirst = entries.find(({ section }) => section === entry.section) === entry;
        await setUp(stage, entry, isFirst);
        if (entry.kind === 'quiet')
          return assert.equal(await prepare(entry.method, entry.target, quietBody(stage, entry.target)), entry.status);
        if (entry.kind === 'handshake') return assert.fail('There is no data plane');
        if (entry.kind === 'summary') {
          const actual = await send(gateway, { method: 'GET', target: entry.target, apiKey: '$KEY', body: undefined });
          return assert.equal(summarize(actual), entry.outcome);
        }
        const actual = await send(gateway, { ...entry, body: entry.body && fillIn(entry.body, { pki, encryptedKey }) });
        encryptedKey ||= /"key":"([A-Za-z0-9+/]{40,}=*)"/.exec(actual.body)?.[1] ?? '';
        assert.equal(actual.headers.find(([name]) => name === 'Server')?.[1], `APISIX/${version}`);
        compareExchange(version, entry, actual);
      };

      for (const entry of replayed) it(`${entry.section}: ${nameOf(entry)}`, () => replay(entry));

      for (const row of leftOut.filter((candidate) => candidate.version.test(version))) {
        const meant = entries.filter(row.isLeftOut);
        it(`leaves out ${meant.length}: ${row.reason}`, () =>
          assert.ok(meant.length > 0, 'Nothing is left out for this reason any more'));
      }
    });
  }
});
