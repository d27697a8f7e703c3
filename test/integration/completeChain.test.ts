import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import 'reflect-metadata';
import { AuthorityInfoAccessExtension } from '@peculiar/x509';
import * as vscode from 'vscode';
import type { Authority, MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { usePerson } from './harness/usePerson';

const now = Date.now();

describe('Completing a chain', () => {
  const person = usePerson();
  const { notifications, tree } = person;
  let gateway: Gateway;
  let server: Server;
  let files: Authority;
  let shop: MadeCertificate;
  let held: Authority;
  let bank: MadeCertificate;
  let address: string;
  let requests = 0;
  before(async () => {
    server = createServer((_, response) => {
      requests++;
      response.end('never');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://localhost:${(server.address() as AddressInfo).port}/lost.cer`;
    gateway = await startGateway({ adminKey: null });
    [held, files] = await Promise.all([makeAuthority(now, 'Gateway'), makeAuthority(now, 'Files')]);
    const make = (name: string, { intermediate }: Authority, extensions: AuthorityInfoAccessExtension[] = []) =>
      makeCertificate({
        now,
        commonName: name,
        dns: [`${name}.example.com`],
        issuer: intermediate,
        toDays: 90,
        extensions,
      });
    shop = await make('shop', files);
    person.write('shop.pem', shop.pem + files.root.pem);
    person.write('issuers.yaml', `ca: |\n${files.intermediate.pem.replace(/^(?=.)/gm, '  ')}`);
    bank = await make('bank', held);
    person.write('bank.pem', bank.pem + held.root.pem);
    const extension = new AuthorityInfoAccessExtension({ caIssuers: address });
    person.write('lost.pem', (await make('lost', await makeAuthority(now, 'Lost'), [extension])).pem);
    const other = await make('other', held);
    const answer = await fetch(`${gateway.apisix.url}/apisix/admin/ssls`, {
      method: 'POST',
      body: JSON.stringify({ cert: other.chainPem, key: other.keyPem, snis: ['other.example.com'] }),
      headers: { 'Content-Type': 'application/json' },
    });
    assert.ok(answer.ok, await answer.text());
    await person.changeSettings({
      'api7Certificates.connections': [{ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }],
    });
    await tree.open();
    await tree.row('other.example.com');
  });
  after(async () => {
    server.close();
    await gateway.close();
  });

  it('takes the issuer from a value of a file of the workspace, by the lens of the finding; undo takes it out', async () => {
    const path = person.path('shop.pem');
    const { document } = await person.openFile(path);
    /** Waits until the lens is there, or gone. */
    const lens = (isThere: boolean) =>
      person.recorded.texts.until(
        async () => {
          const command = 'vscode.executeCodeLensProvider';
          const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(command, document.uri, 100);
          const found = all.find((each) => each.command?.title === 'Complete the Chain')?.command;
          return (found !== undefined) === isThere ? { found } : undefined;
        },
        () => `The lens is ${isThere ? 'missing' : 'there'}`,
      );
    const { found = assert.fail() } = await lens(true);
    person.run(found.command, ...((found.arguments ?? []) as readonly unknown[]));
    await notifications.message(
      'Added Files Issuing CA 1 (issuers.yaml). The chain ends before the root Files Root CA, which clients have.',
    );
    await document.save();
    assert.equal(readFileSync(path, 'utf8'), shop.pem + files.intermediate.pem + files.root.pem);
    await lens(false);
    await vscode.commands.executeCommand('undo');
    await document.save();
    assert.equal(readFileSync(path, 'utf8'), shop.pem + files.root.pem);
    await lens(true);
  });

  it('takes the issuer from what a gateway holds, by the action of the finding', async () => {
    const { document } = await person.openFile(person.path('bank.pem'));
    await person.chooseAction(/^Complete the Chain/);
    await notifications.message(/^Added Gateway Issuing CA 1 \(held by Staging\)\./);
    await document.save();
    assert.equal(readFileSync(person.path('bank.pem'), 'utf8'), bank.pem + held.intermediate.pem + held.root.pem);
  });

  it('shows the address before it asks there, asks none of this machine, and says what was tried', async () => {
    const { document } = await person.openFile(person.path('lost.pem'));
    const begin = async () => {
      person.run('api7Certificates.completeChain');
      const question = await person.dialog('Download the issuer of lost.example.com?');
      assert.ok(question.detail?.includes(address));
      return question;
    };
    (await begin()).answer();
    await notifications.message(/Nothing was downloaded from the address in the certificate\./);
    notifications.clear();
    (await begin()).answer('Download');
    await notifications.message(/not requested, because it leads to this machine or a private network/);
    assert.equal(requests, 0);
    assert.equal(document.isDirty, false);
  });
});
