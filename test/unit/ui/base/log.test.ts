import assert from 'node:assert/strict';
import { GatewayError } from '../../../../src/gateway/gateway';
import { Log } from '../../../../src/ui/base/log';

const secret = 'canary token 7f3a';

function build() {
  const lines: string[] = [];
  const note =
    (level: string) =>
    (line: string, ...more: unknown[]) => {
      assert.deepEqual(more, [], 'only the cleaned line may reach the channel');
      lines.push(`${level} ${line}`);
    };
  let shown = 0;
  const log = new Log({
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    show: () => void (shown += 1),
    dispose: () => undefined,
  });
  return { log, lines, shownCount: () => shown };
}

describe('Log', () => {
  it('keeps the levels apart', () => {
    const { log, lines } = build();
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    assert.deepEqual(lines, ['debug a', 'info b', 'warn c', 'error d']);
  });

  it('keeps the beginning of a line that is far too long, with no part of a secret at its end', () => {
    const { log, lines } = build();
    const long = 'x'.repeat(2_000);
    log.hide(long);
    for (const before of [131_000, 131_071, 130_000]) log.info(`${' '.repeat(before)}${long}`);
    log.info(`"password":["${'a","'.repeat(4_000_000)}`);
    log.info(`password='${'a'.repeat(16_000_000)}`);
    assert.equal(lines.length, 5);
    for (const line of lines) assert.ok(!/xx|a","a/.test(line) && line.length < 131_072, line.slice(-40));
  });

  it('cleans every level of known secrets and of what looks like one', () => {
    const { log, lines } = build();
    log.hide(secret);
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](`${secret}, X-API-KEY: canary`);
    log.error('failed', new Error(`it was ${secret}`));
    log.error(
      'failed',
      new GatewayError('rejected', secret, { gatewayText: `{"key":"canary"} ${secret}`, code: secret }),
    );
    log.error('failed', `thrown ${secret}`);
    assert.equal(lines.length, 7);
    assert.doesNotMatch(lines.join('\n'), /canary/);
  });

  it('keeps a name of several lines, or one that reads backwards, in one line as it is', () => {
    const { log, lines } = build();
    const name = 'Staging\n2026-01-01 00:00:00.000 [info] Uploaded \u202Etxt';
    const shown = 'Staging\\u{A}2026-01-01 00:00:00.000 [info] Uploaded \\u{202E}txt';
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](name);
    assert.deepEqual(lines, [`debug ${shown}`, `info ${shown}`, `warn ${shown}`, `error ${shown}`]);
    const error = new Error(name);
    error.stack = `Error: ${name}\n    at one (a.js:1:1)\n    at two (b.js:2:2)`;
    log.error('failed', error);
    assert.equal(lines[4], `error failed: Error: ${shown}\n    at one (a.js:1:1)\n    at two (b.js:2:2)`);
  });

  it('says of a gateway error what its answer said', () => {
    const { log, lines } = build();
    log.error('Listing', new GatewayError('rejected', 'POST /ssls', { status: 400, gatewayText: 'no' }));
    log.error('Listing', new GatewayError('unreachable', 'GET /ssls', { code: 'ECONNREFUSED' }));
    log.error('Listing', { any: secret });
    assert.deepEqual(lines, [
      'error Listing: rejected, HTTP 400, POST /ssls, the gateway says: no',
      'error Listing: unreachable, ECONNREFUSED, GET /ssls',
      'error Listing: a value that is no error was thrown',
    ]);
  });

  it('forgets only the secrets longest unused', () => {
    const { log, lines } = build();
    log.hide(secret);
    for (let count = 0; count < 150; count += 1) log.hide(`other-${count}`);
    log.hide(secret);
    for (let count = 150; count < 300; count += 1) log.hide(`other-${count}`);
    log.info(secret);
    assert.deepEqual(lines, ['info [redacted]']);
  });

  it('shows itself', () => {
    const { log, shownCount } = build();
    log.show();
    assert.equal(shownCount(), 1);
  });
});
