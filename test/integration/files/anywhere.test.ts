import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Authority, CertificateOptions, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { answers } from '../../gateway/http/faults';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const upload = 'api7Certificates.uploadCertificate';

describe('Uploading from anywhere', () => {
  const person = usePerson(() => gateway.faults.clear());
  const { quickInput, notifications, tree } = person;
  let gateway: Gateway;
  let authority: Authority;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    authority = await makeAuthority(now);
    await connect();
    await tree.open();
  });
  after(() => gateway.close());
  beforeEach(() => gateway.clearRequests());
  afterEach(() => connect());
  const connect = (marks: object = {}) =>
    person.changeSettings({
      'api7Certificates.connections': [
        { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url, ...marks },
      ],
    });
  const make = (name: string, options: Partial<CertificateOptions> = {}) =>
    makeCertificate({ now, commonName: name, dns: [name], issuer: authority.intermediate, toDays: 90, ...options });
  const whole = ({ chainPem, keyPem }: MadeCertificate) => chainPem + keyPem;
  const uploadCopied = async (text: string) => {
    await vscode.env.clipboard.writeText(text);
    person.run('api7Certificates.uploadFromClipboard');
  };
  const uploadFiles = (...names: readonly string[]) =>
    person.runOnFiles(upload, ...names.map((name) => person.path(name)));
  /** Stands on the gateway already, and in the tree. */
  const seed = async (made: MadeCertificate, name: string) => {
    const answer = await fetch(`${gateway.apisix.url}/apisix/admin/ssls`, {
      method: 'POST',
      body: JSON.stringify({ cert: made.chainPem, key: made.keyPem, snis: [name] }),
      headers: { 'Content-Type': 'application/json' },
    });
    assert.ok(answer.ok, await answer.text());
    person.run('api7Certificates.refresh');
    await tree.row(name);
    gateway.clearRequests();
  };
  const rows = async () => (await quickInput.spoken()).join('\n');
  const cancel = async () => {
    await quickInput.cancel();
    await person.untilDone();
  };

  it('says what the clipboard holds instead', async () => {
    await uploadCopied('hello');
    await notifications.message('No certificate in the clipboard.');
    await person.untilDone();
    assert.deepEqual(gateway.writes(), []);
  });

  it('recognises what is there already, sends nothing, and shows it', async () => {
    const made = await make('again.example.com');
    await seed(made, 'again.example.com');
    await uploadCopied(whole(made));
    await quickInput.row('Already on the gateway');
    const shown = await rows();
    assert.match(shown, /nothing to send/);
    assert.doesNotMatch(shown, /^Upload/m);
    await quickInput.pick('Already on the gateway');
    await person.untilDone();
    await tree.untilSelected('again.example.com');
    assert.deepEqual(gateway.writes(), []);
  });

  it('offers to update what it renews, before uploading one more', async () => {
    await seed(await make('renewed.example.com', { toDays: 10 }), 'renewed.example.com');
    await uploadCopied(whole(await make('renewed.example.com')));
    await quickInput.row('Update renewed.example.com Instead');
    const [first, second] = await quickInput.spoken();
    assert.match(
      first ?? '',
      /Update renewed\.example\.com Instead, this renews renewed\.example\.com \(\d+\), (9|10) days left/,
    );
    assert.match(second ?? '', /Upload Anyway/);
    await quickInput.accept();
    await quickInput.step('Update renewed.example.com on Staging');
    await quickInput.step('Check what changes and who is affected');
    await cancel();
    assert.deepEqual(gateway.writes(), []);
  });

  it('sends a CA certificate along, and says what it does', async () => {
    const made = await make('mtls.example.com');
    person.write('ca.crt', authority.root.pem);
    person.write('leaf.crt', made.pem);
    const chooseCa = async (file: string) => {
      await quickInput.pick('Choose File…');
      await person.chooseFile(person.path(file));
    };
    await uploadCopied(whole(made));
    await quickInput.row('CA certificate');
    assert.match(await rows(), /CA certificate, none: clients need no certificate/);
    await quickInput.pick('CA certificate');
    await quickInput.step('the gateway demands a certificate of every client (mTLS)');
    await chooseCa('leaf.crt');
    await quickInput.row('Cannot be uploaded yet');
    assert.match(await rows(), /Cannot be uploaded yet, CA certificate: /);
    await quickInput.pick('Cannot be uploaded yet');
    await chooseCa('ca.crt');
    await quickInput.row('Upload');
    assert.match(await rows(), /CA certificate, Example Root CA · ca\.crt/);
    await quickInput.pick('CA certificate');
    await quickInput.pick('Depth');
    await quickInput.step('How many intermediates are allowed');
    await quickInput.type('many');
    await quickInput.says('Enter a whole number');
    await quickInput.fill('2');
    await quickInput.row('Upload');
    assert.match(await rows(), /Example Root CA · at most 2 certificates/);
    await quickInput.pick('Upload');
    await notifications.message(/Uploaded mtls\.example\.com to Staging/);
    const [sent, ...others] = gateway.writes();
    const body = JSON.parse(sent?.body ?? '') as { readonly client?: unknown };
    assert.deepEqual([body.client, others], [{ ca: authority.root.pem, depth: 2 }, []]);
  });

  it('uploads three files at once, lists what became of each, and tries again what failed', async () => {
    const names = ['one.example.com', 'two.example.com', 'three.example.com'];
    for (const name of names) {
      const made = await make(name);
      person.write(`${name}.crt`, made.chainPem);
      person.write(`${name}.key`, made.keyPem);
    }
    uploadFiles(...names.map((name) => `${name}.crt`));
    await quickInput.step('Upload Certificates to Staging');
    const shown = await rows();
    for (const name of names)
      assert.match(shown, new RegExp(`${name}, new.* until [\\d-]+ · ${name}.crt · EC P-256 · ${name}.key`));
    assert.deepEqual(gateway.writes(), []);
    await quickInput.accept();
    const question = await person.dialog('Upload 3 certificates to Staging?');
    gateway.faults.add({ method: 'POST' }, answers.json(400, { error_msg: 'no room for it' }), 1);
    question.answer('Upload');
    await quickInput.step('2 of 3 uploaded to Staging');
    assert.match(await rows(), /no room for it/);
    assert.equal(gateway.writes().length, 3);
    await quickInput.pick('Retry 1');
    await quickInput.step('3 of 3 uploaded to Staging');
    await cancel();
    assert.equal(gateway.writes().length, 4);
    for (const name of names) await tree.row(name);
  });

  it('shows in the table what is there already, what renews and what is in the way', async () => {
    const made = await make('there.example.com');
    person.write('there.pem', whole(made));
    for (const name of ['due.example.com', 'soon.example.com']) await seed(await make(name, { toDays: 10 }), name);
    await seed(made, 'there.example.com');
    person.write(
      'renewal.pem',
      whole(await make('due.example.com', { toDays: 200 })) + whole(await make('soon.example.com', { toDays: 200 })),
    );
    person.write('keyless.pem', (await make('keyless.example.com')).chainPem);
    uploadFiles('there.pem', 'renewal.pem', 'keyless.pem');
    await quickInput.step('Upload Certificates to Staging');
    const shown = await rows();
    assert.match(shown, /there\.example\.com, already there as ID \d+/);
    assert.match(shown, /due\.example\.com, renews ID \d+/);
    assert.match(shown, /keyless\.example\.com, problem, No private key chosen/);
    await quickInput.accept();
    await quickInput.step('Type or paste the IDs of the 2 certificates that are replaced');
    const ids = (await quickInput.spoken()).flatMap((row) => /(\d+), (due|soon)\.example\.com/.exec(row)?.[1] ?? []);
    const [first = '', second = ''] = ids;
    assert.equal(ids.length, 2);
    const wrong: readonly [typed: string, said: RegExp][] = [
      ['', new RegExp(`Missing: ${first}, ${second}`)],
      ['2 Staging', /Not one of these IDs, or typed twice: 2, Staging/],
      [first, new RegExp(`Missing: ${second}`)],
      [`${first} ${second} 4482`, /typed twice: 4482/],
      [`${first} ${second} ${first}`, new RegExp(`typed twice: ${first}`)],
      [`${first}${second}`, /Missing/],
    ];
    for (const [typed, said] of wrong) {
      await quickInput.fill(typed);
      await quickInput.row(said);
      assert.deepEqual(gateway.writes(), [], typed);
    }
    await quickInput.fill(` ${second},  ${first} `);
    await quickInput.step('2 of 2 uploaded to Staging');
    assert.equal(gateway.writes().length, 2);
    assert.match(await rows(), /Check Live…, soon\.example\.com/);
    await quickInput.pick('Check Live…');
    await quickInput.step('Choose where to connect to, or type a host or address and a port');
  });

  it('updates the certificate that a file is dropped on', async () => {
    await seed(await make('below.example.com'), 'below.example.com');
    person.write('dropped.pem', whole(await make('dropped.example.com')));
    await tree.drop('below.example.com', person.path('dropped.pem'));
    await quickInput.step('Check what changes and who is affected');
    assert.match(await rows(), /below\.example\.com will be removed/);
    await cancel();
    assert.deepEqual(gateway.writes(), []);
  });

  it('names production in the prompts, and asks for more than a press', async () => {
    await connect({ production: true });
    await tree.row('Staging', (text) => text.includes('production'));
    const names = ['p1.example.com', 'p2.example.com'];
    for (const name of names) person.write(`${name}.pem`, whole(await make(name)));
    uploadFiles(...names.map((name) => `${name}.pem`));
    await quickInput.step('PRODUCTION · Upload Certificates to Staging');
    await quickInput.accept();
    await quickInput.step('Type “2 Staging” to continue.');
    await quickInput.leaveStep();
    await quickInput.step('Choose which to upload');
    await cancel();
    await uploadCopied(whole(await make('p1.example.com')));
    await quickInput.step('PRODUCTION · Upload Certificate to Staging');
    await cancel();
    assert.deepEqual(gateway.writes(), []);
  });

  it('writes nothing to a read-only connection, and says so', async () => {
    await connect({ readOnly: true });
    await tree.row('Staging', (text) => text.includes('read-only'));
    await tree.select('Staging');
    await person.status('Read-only: Staging');
    await assert.rejects(person.runOn(upload, 'Staging'), /not in the menu/);
    await uploadCopied(whole(await make('frozen.example.com')));
    const said = await notifications.message('“Staging” is marked read-only: nothing is written to it from here.');
    await person.untilDone();
    assert.equal(quickInput.shown, undefined);
    assert.deepEqual(gateway.writes(), []);
    said.answer('Edit Connection');
    const { list } = await quickInput.step('Choose what to change');
    assert.match(list.activeItems[0]?.label ?? '', /Protection/);
    assert.deepEqual(gateway.writes(), []);
  });
});
