import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { keyPemAs } from '../../fixtures/keyPairs';
import { makePkcs12 } from '../../fixtures/pkcs12';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const goToMatch = 'api7Certificates.goToMatch';

describe('Go to the matching key or certificate', () => {
  const person = usePerson();
  const { quickInput, notifications, recorded } = person;
  let keyLine = 0;
  before(async () => {
    const { intermediate: issuer } = await makeAuthority(now);
    const make = (name: string) =>
      makeCertificate({ now, commonName: name, dns: [`${name}.example.com`], issuer, toDays: 90 });
    const [bank, api, whole] = await Promise.all([make('bank'), make('api'), make('whole')]);
    person.write('bank.crt', bank.pem);
    person.folder('vault');
    person.write('vault/bank.key', keyPemAs(bank.keys, 'encryptedPkcs8'));
    const store = { certificates: [bank.der], keys: [bank.keyPem], encryption: 'aes-256-cbc/sha256' } as const;
    person.write('vault/bank.p12', makePkcs12({ ...store, password: 'tiger' }));
    person.write('LEGACY.PEM', bank.pem);
    person.write('api.key', api.keyPem);
    person.write('api.cer', api.der);
    person.write('whole.pem', whole.chainPem + whole.keyPem);
    keyLine = whole.chainPem.split('\n').length - 1;
    // Not looked at.
    for (const place of ['node_modules', 'node_modules/library', '.git', 'excluded']) {
      person.folder(place);
      person.write(`${place}/bank.key`, bank.keyPem);
    }
    await person.changeSettings({ 'files.exclude': { excluded: true } });
  });
  after(() => person.changeSettings({ 'files.exclude': null }));

  it('stays in the text where that has it', async () => {
    const { document, selection } = await person.openFile(person.path('whole.pem'));
    assert.equal(selection.active.line, 0);
    const lineOfSelection = () => vscode.window.activeTextEditor?.selection.start.line;
    person.run(goToMatch);
    await person.untilDone();
    await person.tab('whole.pem');
    assert.equal(lineOfSelection(), keyLine);
    const lens = await recorded.texts.until(
      async () => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          document.uri,
          10,
        );
        return lenses.find(({ command }) => command?.title === 'key of block 1')?.command;
      },
      () => 'No lens says of which block the key is',
    );
    person.run(lens.command, ...((lens.arguments ?? []) as readonly unknown[]));
    await person.untilDone();
    assert.equal(lineOfSelection(), 0);
  });

  it('shows a certificate in DER on its page', async () => {
    await person.openFile(person.path('api.key'));
    person.run(goToMatch);
    await person.page('"title":"api.example.com"');
  });

  it('claims no key that is behind a password, and says which may have it', async () => {
    person.runOnFiles(goToMatch, person.path('bank.crt'));
    const message = await notifications.message(
      'The private key of this certificate is in none of the 7 files that were searched.',
    );
    assert.match(
      message.text,
      /2 of them could hold it, but are protected with a password or cannot be read here: bank\.key, bank\.p12\./,
    );
    message.answer('Show These Files');
    await quickInput.step('Files That Could Hold It');
    assert.deepEqual(await quickInput.labels(), ['bank.key', 'bank.p12']);
    await quickInput.pick('bank.key');
    await person.tab('bank.key');
    await person.untilDone();
    person.run(goToMatch);
    await notifications.message('This private key is protected with a password');
  });
});
