import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RenewalObjectRow, RenewalState } from '../../../src/shared/renewalProtocol';
import { requestLine } from '../../gateway/http/recorder';
import type { RenewalScene } from '../../gateway/renewalScene';
import { renewalHost as host, renewalIds, startRenewalScene } from '../../gateway/renewalScene';
import type { Gateway } from '../../gateway/server';
import type { RecordedPage } from '../harness/recordedWindow';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const { staging, production } = renewalIds;

describe('Renewing everywhere', () => {
  const person = usePerson(() => scene.clearFaults());
  const { quickInput, notifications, tree, recorded } = person;
  let scene: RenewalScene;
  let gateways: RenewalScene['gateways'];
  before(async () => {
    scene = await startRenewalScene(now);
    ({ gateways } = scene);
    person.write('shop.pem', scene.fresh.chainPem);
    person.write('shop.key', scene.fresh.keyPem);
    await person.changeSettings({ 'api7Certificates.connections': scene.connections });
    await tree.open();
  });
  beforeEach(async () => {
    await scene.reset();
    const asked = Promise.all(gateways.map((gateway) => gateway.nextRequest({ method: 'GET' })));
    person.run('api7Certificates.refresh');
    await asked;
    await person.untilDone();
    await tree.row(`www.${host}`);
    for (const gateway of gateways) gateway.clearRequests();
  });
  after(() => scene.close());

  const writes = (gateway: Gateway) => gateway.writes().map(requestLine);
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

  it('sends nothing where its page was closed before the IDs were typed, and says so', async () => {
    const { page } = await beginFromFile();
    page.receive({ kind: 'renew' });
    await quickInput.step('PRODUCTION · Renew 2 certificates on Staging, Shop');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await quickInput.fill(`${staging} ${production[0]}`);
    await notifications.message('Nothing was sent: the page was closed.');
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
    assert.ok(scene.holdsNew(gateways[0], staging));
  });
});
