import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Authority, CertificateOptions } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { answers } from '../../gateway/http/faults';
import { requestLine } from '../../gateway/http/recorder';
import type { JsonObject } from '../../gateway/json';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { usePerson } from '../harness/usePerson';

const now = Date.now();

/** Texts that a person may type who does not mean it: none of them is the ID. */
const wrongIds = (id: string): readonly [what: string, typed: string, said: RegExp][] => [
  ['nothing', '', /Type the ID/],
  ['a part of it', id.slice(0, -1), /not the whole ID/],
  ['it with a space behind', `${id} `, /white space/],
  ['it with a space before', ` ${id}`, /white space/],
  ['it in capital letters', id.toUpperCase(), /Upper and lower case/],
  ['another', 'wildcard', /not the ID/],
];

/** The ID as the list before the prompt shows it. */
const idIn = (rows: readonly string[]): string => {
  const id = rows.map((row) => /\bID, (\S+)$/.exec(row)?.[1]).find((found) => found !== undefined);
  assert(id);
  return id;
};

const shop = { method: 'GET', path: '/apisix/admin/ssls/shop' };
/** The certificate that most tests change, as each of them finds it. */
const shopKey = '/apisix/ssls/shop';

describe('Changing a certificate', () => {
  const person = usePerson(() => gateway.faults.clear());
  const { quickInput, notifications, tree } = person;
  let gateway: Gateway;
  let authority: Authority;
  let original: JsonObject | undefined;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, now);
    await connect();
    authority = await makeAuthority(now);
    await writeRenewal('fewer.pem', { dns: ['shop.example.com', 'new.shop.example.com'], toDays: 40 });
    await writeRenewal('renewed.pem');
    original = gateway.apisix.store.get(shopKey)?.value;
    assert(original);
    await tree.open();
  });
  after(() => gateway.close());
  const connect = (marks: object = {}) =>
    person.changeSettings({
      'api7Certificates.connections': [
        { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url, ...marks },
      ],
    });
  const writes = () => gateway.writes().map(requestLine);
  const makeRenewal = (options: Partial<CertificateOptions> = {}) =>
    makeCertificate({
      now,
      commonName: 'shop.example.com',
      dns: ['shop.example.com', 'www.shop.example.com'],
      issuer: authority.intermediate,
      toDays: 80,
      ...options,
    });
  const writeRenewal = async (name: string, options?: Partial<CertificateOptions>) => {
    const made = await makeRenewal(options);
    person.write(name, made.chainPem + made.keyPem);
  };
  /** Somebody else does this. */
  const request = (method: 'PATCH' | 'DELETE', id: string, body: string) => {
    const path = `/apisix/admin/ssls/${id}`;
    const headers = { 'x-api-key': gateway.apisix.adminKey };
    const { status } = gateway.apisix.handle({
      method,
      target: path,
      path,
      query: new URLSearchParams(),
      headers,
      body,
    });
    assert.ok(status < 300, `${status}`);
  };
  beforeEach(() => {
    if (original) gateway.apisix.store.put(shopKey, original);
    gateway.clearRequests();
  });
  const typeWrong = async (id: string) => {
    for (const [what, typed, said] of wrongIds(id)) {
      await quickInput.fill(typed);
      await quickInput.says(said);
      assert.deepEqual(writes(), [], what);
    }
  };
  /** Opens a file, and begins the update of a certificate with what is in the editor. */
  const updateFrom = async (file: string) => {
    await person.openFile(person.path(file));
    person.run('api7Certificates.updateCertificate');
    await quickInput.step('Update Certificate: Which One?');
    await quickInput.type('shop.example.com');
    await quickInput.pick('shop.example.com');
    await quickInput.pick(file);
    await quickInput.step('Check what changes and who is affected');
  };
  const typeId = async (action: string, id: string) => {
    await quickInput.pick(action);
    await quickInput.step(`Type its ID to continue: ${id}`);
    await quickInput.fill(id);
  };

  describe('updating it', () => {
    it('shows what changes, what is lost and who is affected, and sends nothing while what is typed is not the ID', async () => {
      await updateFrom('fewer.pem');
      const rows = (await quickInput.spoken()).join('\n');
      assert.match(rows, /Update Anyway…/);
      assert.match(rows, /www\.shop\.example\.com will be removed/);
      assert.match(rows, /It expires .*earlier/);
      assert.match(rows, /New names: new\.shop\.example\.com/);
      await quickInput.pick('Update Anyway…');
      await quickInput.step('Type its ID to continue: shop');
      await typeWrong('shop');
      await quickInput.back();
      await quickInput.step('Check what changes and who is affected');
      await quickInput.cancel();
      await person.untilDone();
      assert.deepEqual(writes(), []);
    });

    it('goes no further where the comparison is cancelled, or its tab closed', async () => {
      for (const leave of ['api7Certificates.cancelUpdate', 'workbench.action.closeActiveEditor']) {
        await updateFrom('fewer.pem');
        await quickInput.pick('Compare Old and New');
        await person.tab('shop.example.com: old ↔ new');
        await person.context('api7Certificates.isUpdateCompared');
        await person.status('Nothing was sent yet');
        person.run(leave);
        await person.untilStatusIsGone('Nothing was sent yet');
        await person.tab('fewer.pem');
        await person.untilDone();
      }
      assert.deepEqual(writes(), []);
    });

    it('takes the new certificate from a file, from a row of the tree', async () => {
      await person.runOn('api7Certificates.updateCertificate', 'shop.example.com');
      await person.fileQuestion('New Certificate for shop.example.com');
      await person.chooseFile(person.path('fewer.pem'));
      await quickInput.step('Check what changes and who is affected');
      await quickInput.cancel();
      await person.untilDone();
      assert.deepEqual(writes(), []);
    });

    it('takes the new certificate from a Kubernetes Secret in the editor', async () => {
      const made = await makeRenewal();
      const base64 = (text: string) => Buffer.from(text).toString('base64');
      person.write(
        'secret.yaml',
        `kind: Secret\nmetadata: {name: shop}\ndata:\n  tls.crt: ${base64(made.chainPem)}\n  tls.key: ${base64(made.keyPem)}\n`,
      );
      await updateFrom('secret.yaml');
      await typeId('Update…', 'shop');
      await notifications.message(/^Updated shop\.example\.com on Staging \(ID shop\)\. Valid until/);
      assert.equal(gateway.apisix.store.get(shopKey)?.value['cert'], made.chainPem);

      person.run('api7Certificates.renewEverywhere');
      await person.page('secret.yaml');
    });

    it('stops where somebody else changed it since it was shown, says what, and begins again with what is there', async () => {
      await updateFrom('renewed.pem');
      request('PATCH', 'shop', JSON.stringify({ labels: { team: 'other', env: 'production' } }));
      await typeId('Update…', 'shop');
      const said = await notifications.message(
        'shop.example.com changed on Staging since it was shown: nothing was written.',
      );
      said.answer('Show What Changed');
      await person.tab('shop.example.com: as shown ↔ now');
      assert.deepEqual(writes(), []);
      await notifications.press('changed on Staging', 'Review Again');
      await quickInput.step('Check what changes and who is affected');
      assert.match((await quickInput.spoken()).join('\n'), /Labels, .*team=other.* · kept/);
      await quickInput.cancel();
      await person.untilDone();
      assert.deepEqual(writes(), []);
    });

    it('calls a lost answer unknown, then finds out that it took effect, and does not repeat it', async () => {
      await updateFrom('renewed.pem');
      const cut = gateway.faults.add({ method: 'PATCH' }, { kind: 'cut', when: 'after' });
      const met = cut.met();
      const sent = typeId('Update…', 'shop');
      await met;
      const hold = gateway.faults.add(shop, { kind: 'hold', when: 'before' });
      await sent;
      await notifications.progress('outcome unknown, reading the gateway to find out');
      hold.release();
      await notifications.message(
        /The gateway did not confirm it, but it took effect\. Updated shop\.example\.com on Staging \(ID shop\)\. Valid until/,
      );
      assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/shop']);
    });

    it('finds out that it did not take effect, does not repeat it, and keeps what was chosen', async () => {
      await updateFrom('renewed.pem');
      gateway.faults.add({ method: 'PATCH' }, { kind: 'cut', when: 'during' });
      await typeId('Update…', 'shop');
      await notifications.message(
        'it did not take effect. No response arrived. Staging still has what was there before.',
      );
      await quickInput.step('Check what changes and who is affected');
      await quickInput.cancel();
      await person.untilDone();
      assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/shop']);
    });

    it('shows a refusal in the gateway’s own words, and keeps what was chosen', async () => {
      await updateFrom('renewed.pem');
      gateway.faults.add({ method: 'PATCH' }, answers.json(400, { error_msg: 'failed to parse cert' }));
      await typeId('Update…', 'shop');
      await notifications.message('failed to parse cert');
      await quickInput.step('Check what changes and who is affected');
    });
  });

  describe('its row', () => {
    it('is selected by what was said of the change, though VS Code passed over it twice', async () => {
      await tree.select('bank.example.com');
      person.run(
        'api7Certificates.editLabels',
        ...(await tree.choose('api7Certificates.editLabels', 'shop.example.com')),
      );
      await quickInput.step('Labels as key=value');
      await vscode.commands.executeCommand('workbench.view.explorer');
      await quickInput.fill('team=shop');
      const { reveal } = tree.view;
      let passedOver = 0;
      tree.view.reveal = (...given) => {
        if (passedOver === 2) return reveal(...given);
        passedOver += 1;
        return Promise.resolve();
      };
      try {
        await notifications.press('Changed the labels of shop.example.com on Staging', 'Show');
        await tree.untilSelected('shop.example.com');
      } finally {
        tree.view.reveal = reveal;
      }
      assert.equal(passedOver, 2);
    });
  });

  describe('editing its labels on production', () => {
    before(() => connect({ production: true }));
    after(() => connect());

    it('shows what changes before it is sent, and keeps what was typed', async () => {
      await tree.row('Staging', (text) => text.includes('production'));
      await person.runOn('api7Certificates.editLabels', 'api.example.com');
      await quickInput.step('PRODUCTION · Labels of api.example.com on Staging');
      await quickInput.fill('team=web');
      const { inner } = await quickInput.step('Check what changes');
      assert.equal(inner.title, 'PRODUCTION · Labels of api.example.com on Staging');
      await quickInput.row('Change Labels');
      const rows = (await quickInput.spoken()).join('\n');
      assert.match(rows, /team=web, added/);
      assert.match(rows, /team=platform, removed/);
      assert.deepEqual(writes(), []);
      await quickInput.pick('Edit Again');
      assert.equal((await quickInput.step('Labels as key=value')).value, 'team=web');
      await quickInput.accept();
      await quickInput.pick('Change Labels');
      await notifications.message('Changed the labels of api.example.com on Staging');
      assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/expiring']);
    });
  });

  describe('deleting it', () => {
    it('says who is left without TLS, and sends nothing while what is typed is not the ID', async () => {
      await person.runOn('api7Certificates.deleteCertificate', 'shop.example.com');
      await quickInput.step('Check who is affected');
      assert.match((await quickInput.spoken()).join('\n'), /^www\.shop\.example\.com, Left without TLS/m);
      await quickInput.pick('Delete…');
      await quickInput.step('Type its ID to continue: shop');
      await typeWrong('shop');
      await quickInput.cancel();
      await person.untilDone();
      assert.deepEqual(writes(), []);
    });

    it('tells what is gone already as gone, from the details page', async () => {
      await person.runOn('api7Certificates.showCertificate', 'short.example.com');
      const page = await person.page(/"kind":"state".*"short\.example\.com"/);
      page.receive({ kind: 'delete' });
      await quickInput.step('Check who is affected');
      const id = idIn(await quickInput.spoken());
      request('DELETE', id, '');
      await typeId('Delete…', id);
      await notifications.message(`short.example.com (ID ${id}) is no longer on Staging: somebody else deleted it.`);
      await tree.untilGone('short.example.com');
    });

    it('finds out what became of it where the answer got lost', async () => {
      await person.runOn('api7Certificates.deleteCertificate', 'bank.example.com');
      await quickInput.step('Check who is affected');
      const id = idIn(await quickInput.spoken());
      gateway.faults.add({ method: 'DELETE' }, { kind: 'cut', when: 'after' });
      await typeId('Delete…', id);
      await notifications.message(
        /The gateway did not confirm it, but it took effect\. Deleted bank\.example\.com from Staging/,
      );
      assert.deepEqual(writes(), [`DELETE /apisix/admin/ssls/${id}`]);
    });
  });
});
