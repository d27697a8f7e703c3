import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RenewalObjectRow, RenewalState } from '../../../src/shared/renewalProtocol';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import type { RecordedPage } from '../harness/recordedWindow';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const host = 'shop.example.com';
const staging = '4482001000';
const production = ['4482002000', '4482002001'] as const;

/** One certificate on two gateways, one of them production with two objects of it, and a third that may only be read. */
describe('Renewing everywhere', () => {
  const person = usePerson(() => {
    for (const gateway of gateways) gateway.faults.clear();
  });
  const { quickInput, notifications, tree, recorded } = person;
  let gateways: readonly [staging: Gateway, production: Gateway, readOnly: Gateway];
  let old: MadeCertificate;
  let fresh: MadeCertificate;
  before(async () => {
    gateways = await Promise.all([
      startGateway({ adminKey: null }),
      startGateway({ adminKey: null }),
      startGateway({ adminKey: null }),
    ]);
    const { intermediate: issuer } = await makeAuthority(now);
    const options = { now, issuer, commonName: host, dns: [host, `www.${host}`], fromDays: -80 };
    old = await makeCertificate({ ...options, toDays: 6 });
    fresh = await makeCertificate({ ...options, fromDays: -1, toDays: 89 });
    person.write('shop.pem', fresh.chainPem);
    person.write('shop.key', fresh.keyPem);
    const route = { id: 'checkout', name: 'checkout', uri: '/*', hosts: [host] };
    gateways[1].apisix.store.put('/apisix/routes/checkout', route);
    await person.changeSettings({
      'api7Certificates.connections': [
        { id: 'one', name: 'Staging', dialect: 'apisix', address: gateways[0].apisix.url },
        { id: 'two', name: 'Shop', dialect: 'apisix', address: gateways[1].apisix.url, production: true },
        { id: 'three', name: 'Archive', dialect: 'apisix', address: gateways[2].apisix.url, readOnly: true },
      ],
    });
    await tree.open();
  });
  beforeEach(async () => {
    await put(gateways[0], staging);
    await put(gateways[1], production[0]);
    await put(gateways[1], production[1], { snis: [`www.${host}`], labels: { 'managed-by': 'adc' } });
    await put(gateways[2], '1');
    const asked = Promise.all(gateways.map((gateway) => gateway.nextRequest({ method: 'GET' })));
    person.run('api7Certificates.refresh');
    await asked;
    await person.untilDone();
    await tree.row(`www.${host}`);
    for (const gateway of gateways) gateway.clearRequests();
  });
  after(() => Promise.all(gateways.map((gateway) => gateway.close())));

  async function put({ apisix }: Gateway, id: string, more: object = {}): Promise<void> {
    const answer = await fetch(`${apisix.url}/apisix/admin/ssls/${id}`, {
      method: 'PUT',
      body: JSON.stringify({ cert: old.chainPem, key: old.keyPem, snis: [host, `www.${host}`], ...more }),
    });
    assert.ok(answer.ok, await answer.text());
  }
  const writes = ({ requests }: Gateway) =>
    requests
      .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
      .map(({ method, path }) => `${method} ${path}`);
  const stateOf = ({ sent }: RecordedPage) => JSON.parse(sent.at(-1) ?? '') as RenewalState;
  const untilState = (page: RecordedPage, isSo: (state: RenewalState) => boolean) =>
    recorded.texts.until(
      () => (isSo(stateOf(page)) ? stateOf(page) : undefined),
      () => `The page shows ${page.sent.at(-1) ?? ''}`,
    );
  const hasAction = (label: string) => (state: RenewalState) => state.actions.some((action) => action.label === label);
  /** Waits until all is read. */
  const whole = async () => {
    const page = await person.page(new RegExp(`"kind":"renewal".*"title":"Renew ${host}"`));
    const isWhole = (state: RenewalState) =>
      hasAction('Renew 2…')(state) && state.rows.filter(({ isSelectable }) => isSelectable).length === 3;
    return { page, state: await untilState(page, isWhole) };
  };
  const rowIn = ({ rows }: RenewalState, gateway: string, id: string): RenewalObjectRow =>
    rows.find((row) => row.gateway === gateway && row.id === id) ?? assert.fail(JSON.stringify(rows));
  const textOf = ({ lines, state }: RenewalObjectRow) => [...lines, state].map((line) => line?.text ?? '').join('\n');
  const beginFromFile = async () => {
    await person.openFile(person.path('shop.pem'));
    person.run('api7Certificates.renewEverywhere');
    return whole();
  };

  it('shows every object with what becomes of it, and sends nothing unless every ID is right', async () => {
    const { page, state } = await beginFromFile();
    const [first, second] = production.map((id) => rowIn(state, 'Shop', id));
    const archived = rowIn(state, 'Archive', '1');
    assert(first && second);
    assert.deepEqual(
      [first, second, archived].map(({ isProduction, isSelected, isSelectable }) => ({
        isProduction,
        isSelected,
        isSelectable,
      })),
      [
        { isProduction: true, isSelected: true, isSelectable: true },
        { isProduction: true, isSelected: false, isSelectable: true },
        { isProduction: false, isSelected: false, isSelectable: false },
      ],
    );
    assert.match(textOf(first), new RegExp(`Still served, now with the new certificate: ${host}`));
    assert.match(textOf(second), /^adc manages it: its next sync undoes/m);
    assert.match(textOf(archived), /“Archive” is marked read-only/);
    page.receive({ kind: 'select', row: second.key, isSelected: true });
    await untilState(page, hasAction('Renew 3…'));
    page.receive({ kind: 'renew' });
    await quickInput.step('PRODUCTION · Renew 3 certificates on Staging, Shop');
    await quickInput.row(production[1]);
    assert.match((await quickInput.spoken()).join('\n'), new RegExp(`${production[1]},.*managed by adc`));
    await quickInput.fill(`${staging} ${production[0]}`);
    await quickInput.row(`Nothing was sent. Missing: ${production[1]}`);
    await quickInput.fill(`${staging} ${production[0]} ${production[1]} 1`);
    await quickInput.row('Nothing was sent. Not one of these IDs, or typed twice: 1');
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(gateways.map(writes), [[], [], []]);
  });

  it('starts from a row of the tree, with a file that is chosen, and finds what holds the same certificate', async () => {
    await person.openFile(person.path('shop.pem'));
    await person.runOn('api7Certificates.renewEverywhere', `www.${host}`);
    await quickInput.pick('shop.pem');
    const { state } = await whole();
    assert.equal(state.rows.length, 4);
  });

  it('starts from a details page', async () => {
    await person.runOn('api7Certificates.showCertificate', `www.${host}`);
    const page = await person.page(/"kind":"renewEverywhere"/);
    page.receive({ kind: 'renewEverywhere' });
    await person.fileQuestion(`New Certificate for www.${host}`);
    await person.chooseFile(person.path('shop.pem'));
    await whole();
    assert.deepEqual(gateways.map(writes), [[], [], []]);
  });

  it('waits for the write that is on its way when its page is closed, sends no other, and says so', async () => {
    const { page } = await beginFromFile();
    const held = gateways[0].faults.add({ method: 'PATCH' }, { kind: 'hold', when: 'before' }, 1);
    page.receive({ kind: 'renew' });
    await quickInput.fill(`${staging} ${production[0]}`);
    const sent = await untilState(
      page,
      (state) => rowIn(state, 'Staging', staging).state?.text === 'Sent, waiting for the response…',
    );
    assert.ok(hasAction('Cancel')(sent));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    held.release();
    await notifications.message(`Renew ${host}: renewed 1 of 2. Not renewed: ${host} on Shop`);
    assert.deepEqual(
      gateways.map((gateway) => writes(gateway).length),
      [1, 0, 0],
    );
    const { cert } = gateways[0].apisix.store.get(`/apisix/ssls/${staging}`)?.value ?? {};
    assert.ok(String(cert).includes(fresh.pem.trim()));
  });
});
