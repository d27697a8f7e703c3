import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import type { CommandId } from '../../../src/ids';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const base64 = (content: string): string => Buffer.from(content).toString('base64');

describe('The check of certificate files', () => {
  const person = usePerson();
  const { quickInput, notifications, checkTree, recorded } = person;
  let make: (name: string, days: number) => Promise<MadeCertificate>;
  let [shop, fine, old]: MadeCertificate[] = [];
  before(async () => {
    const { intermediate: issuer } = await makeAuthority(now);
    make = (name, days) =>
      makeCertificate({ now, issuer, commonName: name, dns: [name], fromDays: Math.min(-90, days - 90), toDays: days });
    [shop, fine, old] = await Promise.all([
      make('shop.example.com', -3.5),
      make('www.example.com', 300),
      make('old.example.com', -300),
    ]);
    for (const each of ['prod', 'test']) person.folder(each);
  });
  beforeEach(async () => {
    assert(shop && fine && old);
    person.write('prod/shop.pem', `# the shop\n${shop.chainPem}`);
    person.write('www.pem', fine.chainPem);
    person.write('www.key', fine.keyPem);
    person.write('broken.crt', fine.pem.split('\n').slice(0, 6).join('\n'));
    person.write('test/old.pem', old.pem);
    person.write(
      'shop-secret.yaml',
      `kind: Secret\nmetadata: {name: shop-tls}\ntype: kubernetes.io/tls\ndata:\n  tls.crt: ${base64(old.pem)}\n  tls.key: ${base64(old.keyPem)}\n`,
    );
    person.write('plain.yaml', 'name: shop\nreplicas: 2\n');
    await check();
    await checkTree.says(allAreChecked);
  });
  const allAreChecked = 'Problems in 4 of 6 files.';
  const check = async (): Promise<void> => {
    person.run('api7Certificates.checkWorkspace');
    await person.untilDone();
  };
  const runOnRow = async (command: CommandId, label: string): Promise<void> =>
    person.run(command, ...(await checkTree.choose(command, label)));

  it('finds what is inside of a manifest, and leaves out one that holds nothing', async () => {
    await checkTree.row('shop-secret.yaml');
    await checkTree.untilGone('plain.yaml');
  });

  it('offers for a row what the Explorer offers for a file', async () => {
    await runOnRow('api7Certificates.goToMatch', 'www.key');
    await person.tab('www.pem');
    await runOnRow('api7Certificates.showFileCertificate', 'shop.pem');
    await quickInput.pick(/^1: shop\.example\.com/);
    await person.page('"title":"shop.example.com"');
  });

  it('tells of files that are not open among the problems, and of each once', async () => {
    const expired = (name: string) =>
      vscode.languages
        .getDiagnostics(vscode.Uri.file(person.path(name)))
        .filter(({ message }) => message.includes('expired on'));
    const until = (isSo: () => boolean) =>
      recorded.texts.until(
        () => (isSo() ? true : undefined),
        () =>
          `Problems: ${['test/old.pem', 'prod/shop.pem'].flatMap((name) => expired(name).map((each) => each.message)).join('; ')}`,
      );
    await until(() => expired('test/old.pem').length === 1 && expired('prod/shop.pem').length === 1);
    const { document } = await person.openFile(person.path('prod/shop.pem'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# another line\n');
    await vscode.workspace.applyEdit(edit);
    // That of the editor has moved.
    await until(() => expired('prod/shop.pem').some(({ range }) => range.start.line === 2));
    assert.equal(expired('prod/shop.pem').length, 1);
  });

  it('follows what changes', async () => {
    person.write('broken.crt', (await make('mended.example.com', 300)).chainPem);
    await checkTree.says('Problems in 3 of 6 files.');
    rmSync(person.path('test/old.pem'));
    await checkTree.says('Problems in 2 of 5 files.');
    await checkTree.untilGone('old.pem');
  });

  it('says what has expired meanwhile, also where timers stood still', async () => {
    await person.daysLater(400, () => checkTree.says('Problems in 5 of 6 files.'));
    await checkTree.says(allAreChecked);
  });

  it('says that it was stopped, and keeps what it had found', async () => {
    assert(fine);
    person.folder('many');
    for (let i = 0; i < 800; i++) person.write(`many/${i}.pem`, `# ${i}\n${fine.chainPem}`);
    person.run('api7Certificates.checkWorkspace');
    await notifications.progress('Checking Certificate Files');
    // By which its button is there.
    await person.context('api7Certificates.isChecking');
    person.run('api7Certificates.cancelWorkspaceCheck');
    await checkTree.says('Stopped after');
    await checkTree.row('shop.pem');
    rmSync(person.path('many'), { recursive: true });
    await check();
    await checkTree.says(allAreChecked);
  });
});
