import assert from 'node:assert/strict';
import type { Authority, CertificateOptions, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { answers } from '../../gateway/http/faults';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

export const describeAnywhere = (workbench: () => Workbench): unknown =>
  describe('Uploading from anywhere', () => {
    let gateway: Gateway;
    let authority: Authority;
    before(async () => {
      gateway = await startGateway({ adminKey: null });
      authority = await makeAuthority(now);
      await put(await make('first.example.com'), 'first.example.com');
      await workbench().changeSettings({
        'api7Certificates.connections': [connection()],
        'explorer.autoReveal': false,
      });
    });
    after(() => gateway.close());
    const connection = () => ({ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url });
    let isMarked = false;
    const mark = async (marks: object) => {
      isMarked = Object.keys(marks).length > 0;
      await workbench().changeSettings({ 'api7Certificates.connections': [{ ...connection(), ...marks }] });
    };
    const make = (name: string, options: Partial<CertificateOptions> = {}) =>
      makeCertificate({ now, commonName: name, dns: [name], issuer: authority.intermediate, toDays: 90, ...options });
    const whole = ({ chainPem, keyPem }: MadeCertificate) => chainPem + keyPem;
    const writes = () => gateway.requests.filter((request) => request.method !== 'GET' && request.method !== 'HEAD');
    const copy = (text: string) => workbench().page.evaluate((content) => navigator.clipboard.writeText(content), text);
    const uploadCopied = () => workbench().runCommand('API7 Certificates: Upload Certificate from Clipboard…');
    const uploadFiles = async (names: readonly string[]) => {
      const { files, page } = workbench();
      await files.showExplorer();
      const [first, ...others] = names;
      await workbench().user.click(files.row(first ?? ''));
      for (const name of others) await workbench().user.click(files.row(name), { modifiers: ['ControlOrMeta'] });
      // Revealing the opened file would undo the selection; that is switched off above.
      for (const name of names) await files.row(name).and(page.locator('.selected')).waitFor();
      await workbench().chooseAt(files.row(names.at(-1) ?? ''), 'Upload Certificate…');
    };
    const put = async (made: MadeCertificate, name: string) => {
      const body = JSON.stringify({ cert: made.chainPem, key: made.keyPem, snis: [name] });
      const answer = await fetch(`${gateway.apisix.url}/apisix/admin/ssls`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
      });
      assert.ok(answer.ok, await answer.text());
    };
    /** Stands on the gateway already, and in the tree. */
    const seed = async (made: MadeCertificate, name: string) => {
      await put(made, name);
      const { tree } = workbench();
      await tree.open();
      await workbench().runCommand('API7 Certificates: Refresh');
      await tree.row(name).waitFor();
      gateway.clearRequests();
    };
    const status = () => workbench().page.locator('.statusbar-item').filter({ hasText: 'Staging' });
    beforeEach(() => gateway.clearRequests());
    afterEach(async () => {
      gateway.faults.clear();
      if (isMarked) await mark({});
      await workbench().closePrompts();
    });

    it('takes certificate and key from the clipboard, and keeps nothing of them', async () => {
      const { tree, quickInput, notifications } = workbench();
      await tree.open();
      const made = await make('copied.example.com');
      await copy(whole(made));
      await uploadCopied();
      await quickInput.step('Upload Certificate to Staging');
      assert.match((await quickInput.spoken()).join('\n'), /Key fits: EC P-256, in the clipboard/);
      await workbench().screenshot('anywhere-clipboard', themes);
      await quickInput.pick('Upload');
      await notifications.message(/Uploaded copied\.example\.com to Staging \(ID \d+\)\./).waitFor();
      assert.equal(writes().length, 1);
      const keyText = made.keyPem.split('\n')[1] ?? '';
      assert.ok(keyText.length > 40);
      assert.ok(!workbench().readLogs().includes(keyText));
    });

    it('says what the clipboard holds instead', async () => {
      const { notifications } = workbench();
      await copy('hello');
      await uploadCopied();
      await notifications.message('No certificate in the clipboard.').waitFor();
      assert.deepEqual(writes(), []);
    });

    it('recognises what is there already, and sends nothing', async () => {
      const { quickInput } = workbench();
      const made = await make('again.example.com');
      await seed(made, 'again.example.com');
      await copy(whole(made));
      await uploadCopied();
      await quickInput.row('Already on the gateway').waitFor();
      const rows = (await quickInput.spoken()).join('\n');
      assert.match(rows, /nothing to send/);
      assert.doesNotMatch(rows, /^Upload/m);
      await workbench().screenshot('anywhere-identical', themes);
      await quickInput.pick('Already on the gateway');
      await workbench().tree.row('again.example.com').and(workbench().page.locator('.selected')).waitFor();
      await workbench().page.locator('.sidebar .monaco-list:focus').waitFor();
      assert.deepEqual(writes(), []);
    });

    it('offers to update what it renews, before uploading one more', async () => {
      const { quickInput } = workbench();
      await seed(await make('renewed.example.com', { toDays: 10 }), 'renewed.example.com');
      await copy(whole(await make('renewed.example.com')));
      await uploadCopied();
      await quickInput.row('Update renewed.example.com Instead').waitFor();
      const [first, second] = await quickInput.spoken();
      assert.match(
        first ?? '',
        /Update renewed\.example\.com Instead, this renews renewed\.example\.com \(\d+\), (9|10) days left/,
      );
      assert.match(second ?? '', /Upload Anyway/);
      await workbench().screenshot('anywhere-renews', themes);
      await quickInput.accept();
      await quickInput.step('Update renewed.example.com on Staging');
      await quickInput.step('Check what changes and who is affected');
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('sends a CA certificate along, and says what it does', async () => {
      const { quickInput, files, notifications } = workbench();
      const made = await make('mtls.example.com');
      await files.write('ca.crt', authority.root.pem);
      await files.write('leaf.crt', made.pem);
      await copy(whole(made));
      await uploadCopied();
      await quickInput.row('CA certificate').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /CA certificate, none: clients need no certificate/);
      await quickInput.pick('CA certificate');
      await quickInput.step('the gateway demands a certificate of every client (mTLS)');
      await workbench().screenshot('anywhere-ca', themes);
      await quickInput.pick('Choose File…');
      await quickInput.pick('leaf.crt');
      await quickInput.row('Cannot be uploaded yet').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /Cannot be uploaded yet, CA certificate: /);
      await workbench().screenshot('anywhere-ca-wrong', themes);
      await quickInput.pick('Cannot be uploaded yet');
      await quickInput.pick('Choose File…');
      await quickInput.pick('ca.crt');
      await quickInput.row('Upload').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /CA certificate, Example Root CA · ca\.crt/);
      await quickInput.pick('CA certificate');
      await quickInput.pick('Depth');
      await quickInput.step('How many intermediates are allowed');
      await quickInput.type('many');
      await quickInput.step('Enter a whole number');
      await quickInput.fill('2');
      await quickInput.row('Upload').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /Example Root CA · at most 2 certificates/);
      await workbench().screenshot('anywhere-ca-chosen', themes);
      await quickInput.pick('Upload');
      await notifications.message(/Uploaded mtls\.example\.com to Staging/).waitFor();
      const [sent] = writes();
      const body: unknown = JSON.parse(sent?.body ?? '');
      assert.deepEqual((body as { client?: unknown }).client, { ca: authority.root.pem, depth: 2 });
    });

    it('uploads three files at once, lists what became of each, and tries again what failed', async () => {
      const { files, quickInput, tree, dialog } = workbench();
      const names = ['one.example.com', 'two.example.com', 'three.example.com'];
      for (const name of names) {
        const made = await make(name);
        await files.write(`${name}.crt`, made.chainPem);
        await files.write(`${name}.key`, made.keyPem);
      }
      await files.showExplorer();
      await files.row('three.example.com.crt').waitFor();
      await uploadFiles(names.map((name) => `${name}.crt`));
      await quickInput.step('Upload Certificates to Staging');
      const rows = (await quickInput.spoken()).join('\n');
      for (const name of names)
        assert.match(rows, new RegExp(`${name}, new.* until [\\d-]+ · ${name}.crt · EC P-256 · ${name}.key`));
      await workbench().screenshot('anywhere-table', themes);
      assert.deepEqual(writes(), []);
      await quickInput.accept();
      await dialog.filter({ hasText: 'Upload 3 certificates to Staging?' }).waitFor();
      await workbench().screenshot('anywhere-confirm', themes);
      gateway.faults.add({ method: 'POST' }, answers.json(400, { error_msg: 'no room for it' }), 1);
      await workbench().answer('Upload');
      await quickInput.step('2 of 3 uploaded to Staging');
      assert.match((await quickInput.spoken()).join('\n'), /no room for it/);
      await workbench().screenshot('anywhere-results', themes);
      assert.equal(writes().length, 3);
      await quickInput.pick('Retry 1');
      await quickInput.step('3 of 3 uploaded to Staging');
      await quickInput.cancel();
      assert.equal(writes().length, 4);
      await tree.open();
      for (const name of names) await tree.row(name).waitFor();
    });

    it('shows in the table what is there already, what renews and what is in the way', async () => {
      const { files, quickInput } = workbench();
      const made = await make('there.example.com');
      await files.write('there.pem', whole(made));
      for (const name of ['due.example.com', 'soon.example.com']) await put(await make(name, { toDays: 10 }), name);
      await seed(made, 'there.example.com');
      await files.write(
        'renewal.pem',
        whole(await make('due.example.com', { toDays: 200 })) + whole(await make('soon.example.com', { toDays: 200 })),
      );
      await files.write('keyless.pem', (await make('keyless.example.com')).chainPem);
      await files.showExplorer();
      await files.row('renewal.pem').waitFor();
      await files.row('keyless.pem').waitFor();
      await uploadFiles(['there.pem', 'renewal.pem', 'keyless.pem']);
      await quickInput.step('Upload Certificates to Staging');
      const rows = (await quickInput.spoken()).join('\n');
      assert.match(rows, /there\.example\.com, already there as ID \d+/);
      assert.match(rows, /due\.example\.com, renews ID \d+/);
      assert.match(rows, /keyless\.example\.com, problem, No private key chosen/);
      await workbench().screenshot('anywhere-table-mixed', themes);
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
        await quickInput.row(said).waitFor();
        assert.deepEqual(writes(), [], typed);
      }
      await workbench().screenshot('anywhere-typed', themes);
      await quickInput.fill(` ${second},  ${first} `);
      await quickInput.step('2 of 2 uploaded to Staging');
      assert.equal(writes().length, 2);
      assert.match((await quickInput.spoken()).join('\n'), /Check Live…, soon\.example\.com/);
      await workbench().screenshot('anywhere-replaced', themes);
      await quickInput.pick('Check Live…');
      await quickInput.step('Choose where to connect to, or type a host or address and a port');
      await quickInput.cancel();
    });

    it('uploads what is dropped on the tree, and updates the certificate it is dropped on', async () => {
      const { files, quickInput, tree } = workbench();
      await seed(await make('below.example.com'), 'below.example.com');
      await files.write('dropped.pem', whole(await make('dropped.example.com')));
      await files.showExplorer();
      await files.row('dropped.pem').waitFor();
      await files.open('dropped.pem');
      await tree.open();
      await workbench().user.drag(files.tab('dropped.pem'), tree.row('Staging'));
      await quickInput.step('Upload Certificate to Staging');
      assert.match((await quickInput.spoken()).join('\n'), /Names, dropped\.example\.com/);
      await quickInput.cancel();
      await workbench().user.drag(files.tab('dropped.pem'), tree.row('below.example.com'));
      await quickInput.step('Check what changes and who is affected');
      assert.match((await quickInput.spoken()).join('\n'), /below\.example\.com will be removed/);
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('names production in the prompts and the status bar, and asks for more than a press', async () => {
      const { files, quickInput, tree } = workbench();
      await mark({ production: true });
      await tree.open();
      await tree.row('Staging').filter({ hasText: 'production' }).waitFor();
      await workbench().user.click(tree.row('Staging'));
      await status().filter({ hasText: 'Production: Staging' }).waitFor();
      assert.match((await status().getAttribute('class')) ?? '', /warning-kind/);
      for (const name of ['p1.example.com', 'p2.example.com'])
        await files.write(`${name}.pem`, whole(await make(name)));
      await files.showExplorer();
      await files.row('p2.example.com.pem').waitFor();
      await uploadFiles(['p1.example.com.pem', 'p2.example.com.pem']);
      await quickInput.step('PRODUCTION · Upload Certificates to Staging');
      await quickInput.accept();
      await quickInput.step('Type “2 Staging” to continue.');
      await workbench().screenshot('anywhere-production', themes);
      await quickInput.leaveStep();
      await quickInput.step('Choose which to upload');
      await quickInput.cancel();
      await copy(whole(await make('p1.example.com')));
      await uploadCopied();
      await quickInput.step('PRODUCTION · Upload Certificate to Staging');
      await workbench().screenshot('anywhere-production-summary', themes);
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('writes nothing to a read-only connection, and says so', async () => {
      const { quickInput, tree, notifications } = workbench();
      await mark({ readOnly: true });
      await tree.open();
      await tree.row('Staging').filter({ hasText: 'read-only' }).waitFor();
      await workbench().user.click(tree.row('Staging'));
      await status().filter({ hasText: 'Read-only: Staging' }).waitFor();
      await workbench().user.rightClick(tree.row('Staging'));
      await workbench().menuItem('Test Connection').waitFor();
      assert.equal(await workbench().menuItem('Upload Certificate…').count(), 0);
      await workbench().closePrompts();
      await copy(whole(await make('frozen.example.com')));
      await uploadCopied();
      await notifications.message('“Staging” is marked read-only: nothing is written to it from here.').waitFor();
      await workbench().screenshot('anywhere-read-only', themes);
      await quickInput.widget.waitFor({ state: 'hidden' });
      assert.deepEqual(writes(), []);
      await notifications.press('“Staging” is marked read-only', 'Edit Connection');
      await quickInput.step('Choose what to change');
      assert.match(await quickInput.rows.and(workbench().page.locator('.focused')).innerText(), /Protection/);
      await quickInput.cancel();
    });
  });
