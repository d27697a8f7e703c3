import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { toEntry } from '../../../src/app/inventory/certificateEntry';
import type { ConnectionState } from '../../../src/app/inventory/inventory';
import { checkHost, toHostTable } from '../../../src/app/usage/hostCheck';
import type { StoredCertificate } from '../../../src/core/model';
import { GatewayError } from '../../../src/gateway/gateway';
import type { DetailState } from '../../../src/shared/protocol';
import { english } from '../../../src/shared/translate';
import { toWords } from '../../../src/ui/details/session';
import type { GatewayAnswer, HostFacts } from '../../../src/ui/hosts/hostFacts';
import { toHostReport } from '../../../src/ui/hosts/hostReport';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { connection, stored } from '../../unit/app/fakes/fakeConnections';
import { findAccessibilityFaults } from './accessibility';
import { openBrowser, openPage } from './openPage';

const now = Date.UTC(2026, 10, 28);
const clock = { now, warningDays: null };
const host = 'shop.example.com';

const noAnswer = new GatewayError('unreachable', 'The gateway could not be reached.');

const listed = (name: string, objects: Readonly<Record<string, Partial<StoredCertificate>>>): GatewayAnswer => {
  const from = connection(name);
  const entries = Object.entries(objects).map(([id, change]) =>
    toEntry(from, stored(id, { type: 'server', isEnabled: true, names: [host], ...change })),
  );
  const state: ConnectionState = {
    kind: 'ready',
    entries,
    isComplete: false,
    loaded: entries.length,
    total: undefined,
    unreadable: [],
  };
  const table = toHostTable(entries, from.dialect);
  return { connection: from, state, checked: { answer: checkHost(table, host, clock), table } };
};

const stateOf = (facts: Partial<HostFacts>): DetailState => ({
  kind: 'state',
  words: toWords(english),
  subject: { from: 'host', host },
  state: 'ready',
  changes: [],
  detail: toHostReport({ host, gateways: [], live: [], clock, translate: english, ...facts }).detail,
});

/** A host as its page may show it: served, in doubt, refused, not read, and what a server shows. */
async function makeStates(): Promise<readonly DetailState[]> {
  const authority = await makeAuthority(now);
  const [good, old] = await Promise.all(
    [60, -3].map((toDays) =>
      makeCertificate({ now, issuer: authority.intermediate, dns: [host], fromDays: -90, toDays }),
    ),
  );
  assert.ok(good && old);
  const [goodPem, oldPem] = [good.chainPem, old.chainPem].map((certificatePem) => ({ certificatePem }));
  const owners = [{ kind: 'route', id: '7', name: 'checkout <b>' }] as const;
  const idle: GatewayAnswer = { connection: connection('idle'), state: { kind: 'idle', entries: [] } };
  const failed: GatewayAnswer = {
    connection: connection('failed'),
    state: { kind: 'failed', entries: [], failure: { reason: 'gateway', error: noAnswer } },
  };
  const shown = {
    asked: { host: 'localhost', port: 9443 },
    address: '127.0.0.1',
    client: undefined,
    at: now - 60_000,
    result: {
      kind: 'shown',
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_128_GCM_SHA256',
      chain: [old.der, authority.intermediate.der],
      trust: { isTrusted: false, code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
      end: 'kept',
    },
  } as const;
  return [
    stateOf({}),
    stateOf({ gateways: [{ ...listed('a', { '42': { ...goodPem } }), owners }, idle, failed] }),
    stateOf({ gateways: [listed('a', { a: { ...goodPem }, b: { ...oldPem }, c: { isEnabled: false } })] }),
    stateOf({ gateways: [listed('a', { '1': { ...oldPem } })], live: [shown] }),
    stateOf({ gateways: [listed('a', { x: { names: ['x.test'] } })] }),
  ];
}

describe('The page of a host', function () {
  this.timeout(60_000);
  let browser: Browser;
  let states: readonly DetailState[];
  before(async () => {
    [browser, states] = await Promise.all([openBrowser(), makeStates()]);
  });
  after(() => browser.close());

  for (const width of [1280, 320])
    it(`has nothing that axe-core finds fault with in any theme, ${width} px wide`, async () => {
      const driver = await openPage(browser, { width });
      for (const [index, state] of states.entries()) {
        await driver.show(state);
        const faults = await findAccessibilityFaults(driver, (theme) =>
          driver.screenshot(`host-${index}-${width}`, theme),
        );
        assert.deepEqual(faults, [], `state ${index}`);
      }
      await driver.close();
    });

  it('needs no sideways scrolling where there is little room', async () => {
    const driver = await openPage(browser, { width: 320 });
    for (const [index, state] of states.entries()) {
      await driver.show(state);
      const [scroll, client] = await driver.page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      assert.equal(scroll, client, `state ${index}`);
    }
    await driver.close();
  });
});
