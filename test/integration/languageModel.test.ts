import assert from 'node:assert/strict';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../../src/app/connections/connection';
import { Inventory } from '../../src/app/inventory/inventory';
import { ManifestIndex } from '../../src/app/workspace/manifestIndex';
import { ApisixGateway } from '../../src/gateway/apisix/client';
import type { ToolId } from '../../src/ids';
import { toolIds } from '../../src/ids';
import { isRecord } from '../../src/shared/isRecord';
import { english } from '../../src/shared/translate';
import { Settings } from '../../src/ui/base/settings';
import { PemDocuments } from '../../src/ui/files/pemDocuments';
import { prepareTool } from '../../src/ui/languageModel/invocations';
import { runTool } from '../../src/ui/languageModel/tools';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeCertificate } from '../fixtures/certificates';
import { sampleCertificates } from '../fixtures/samples';
import { seedSample } from '../gateway/sample';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { plainFiles } from './harness/plainFiles';

const now = Date.UTC(2026, 10, 23, 12);

describe('Tools for language models', () => {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(workspace);
  const folder = workspace.uri.fsPath;
  const written = ['model.pem', 'model.key', 'linked.pem', 'linked', 'inner.pem', 'many.pem'];
  let local: Gateway;
  let made: MadeCertificate;
  let inventory: Inventory;
  const documents = new PemDocuments();
  const settings = new Settings();
  const files = plainFiles(documents);
  const connection: Connection = { id: 'one', name: 'prod', dialect: 'apisix', address: 'http://127.0.0.1:1' };
  let secrets: readonly string[];

  before(async () => {
    // The worst there is: keys stored in clear, and given back in every list.
    local = await startGateway({ version: '3.16.0', keyring: [], adminKey: 'canary-admin-key-77', now: () => now });
    await seedSample(local, now);
    made = await makeCertificate({ now, commonName: 'file.example.com', dns: ['file.example.com'], toDays: 5 });
    writeFileSync(join(folder, 'model.pem'), made.chainPem + made.keyPem);
    writeFileSync(join(folder, 'model.key'), made.keyPem);
    symlinkSync('/etc/passwd', join(folder, 'linked.pem'));
    symlinkSync('/etc', join(folder, 'linked'));
    symlinkSync('model.pem', join(folder, 'inner.pem'));
    const gateway = new ApisixGateway({ address: local.apisix.url, token: local.apisix.adminKey, scopes: [] });
    // Nothing listens there.
    const closedGateway = new ApisixGateway({ address: 'http://127.0.0.1:1', token: 'x', scopes: [] });
    inventory = new Inventory({
      all: [connection],
      find: (id) => ({ ...connection, id }),
      open: (id) => Promise.resolve({ ok: true, gateway: id === 'closed' ? closedGateway : gateway } as const),
      onDidChange: () => ({ dispose: () => undefined }),
    });
    const { all } = await sampleCertificates(now);
    secrets = ['canary-admin-key-77', ...[made, ...all.map(({ certificate }) => certificate)].flatMap(linesOf)];
    assert.ok(secrets.length > 20);
  });
  after(async () => {
    for (const name of written) rmSync(join(folder, name), { force: true });
    inventory.dispose();
    files.dispose();
    documents.dispose();
    settings.dispose();
    await local.close();
  });

  const logged: unknown[] = [];
  const run = async (tool: ToolId, input: unknown, connections: object = { all: [connection] }) => {
    const services = {
      connections,
      inventory,
      files,
      settings,
      manifests: new ManifestIndex(),
      log: { error: (...line: unknown[]) => logged.push(line), debug: () => undefined },
      now: () => now,
      translate: english,
      uses: { of: () => undefined, served: () => undefined, known: () => undefined },
    };
    // The services of the room are classes; these are as much of them as tools take.
    const text = await runTool(tool, input, { services: services as never, signal: new AbortController().signal });
    const answer: unknown = JSON.parse(text);
    assert.ok(isRecord(answer), text);
    return { answer, text };
  };

  it('are registered, each as package.json promises', async () => {
    await vscode.extensions.getExtension('api7-certificates.api7-certificates')?.activate();
    const names = vscode.lm.tools.map(({ name }) => name);
    for (const id of toolIds) assert.ok(names.includes(id), id);
  });

  it('list what the gateways hold, reading them first', async () => {
    const { answer } = await run('api7-certificates_list_certificates', {});
    assert.ok(Number(answer['count']) > 10);
    const one = await run('api7-certificates_list_certificates', { search: 'shop.example.com', connection: 'prod' });
    assert.match(one.text, /"id":"shop","connection":"prod","names":\["shop\.example\.com"/);
  });

  it('find what expires by when, soonest first', async () => {
    const { answer } = await run('api7-certificates_find_expiring_certificates', { days: 13 });
    const found = answer['certificates'];
    assert.ok(Array.isArray(found));
    assert.deepEqual(
      found.map((each: unknown) => (isRecord(each) ? each['id'] : undefined)),
      ['expired', 'shortLived', 'expiring'],
    );
    assert.equal((await run('api7-certificates_find_expiring_certificates', { days: 0 })).answer['count'], 1);
  });

  it('say which certificate serves a host, and why', async () => {
    const { text } = await run('api7-certificates_find_certificate_for_host', { host: 'shop.example.com' });
    assert.match(text, /is served for shop\.example\.com: it has exactly this name/);
    const none = await run('api7-certificates_find_certificate_for_host', { host: 'nowhere.test' });
    assert.doesNotMatch(none.text, /"served"/);
    assert.match((await run('api7-certificates_find_certificate_for_host', {})).text, /Give the host/);
  });

  it('take the host out of an address, and say what day it is', async () => {
    const { answer, text } = await run('api7-certificates_find_certificate_for_host', {
      host: 'https://shop.example.com:8443/cart',
    });
    assert.match(text, /is served for shop\.example\.com: it has exactly this name/);
    assert.equal(answer['now'], '2026-11-23T12:00:00.000Z');
  });

  it('say of a gateway that cannot be read that nothing is known, not that nothing is served', async () => {
    const closed = { ...connection, id: 'closed', name: 'closed' };
    const { text } = await run(
      'api7-certificates_find_certificate_for_host',
      { host: 'shop.example.com' },
      { all: [connection, closed] },
    );
    assert.match(text, /\{"connection":"closed","answer":"Not known: its certificates could not be read\."\}/);
    assert.match(text, /"incomplete":\["closed: its certificates could not be listed/);
    assert.match(text, /is served for shop\.example\.com/);
    assert.doesNotMatch(text, /Nothing is served/);
  });

  it('check a file of the workspace by its path', async () => {
    const { answer, text } = await run('api7-certificates_check_certificate_file', { path: 'model.pem' });
    assert.equal(answer['holdsPrivateKey'], true);
    assert.match(text, /"name":"file\.example\.com","state":"expiring"/);
    assert.equal(
      (await run('api7-certificates_check_certificate_file', { path: 'model.key' })).answer['holdsPrivateKey'],
      true,
    );
  });

  it('follow a link that stays in the workspace', async () => {
    const { text } = await run('api7-certificates_check_certificate_file', { path: 'inner.pem' });
    assert.match(text, /"name":"file\.example\.com"/);
  });

  it('say how many certificates a file holds, and list no more than a model can read', async () => {
    writeFileSync(join(folder, 'many.pem'), made.pem.repeat(200));
    const { answer } = await run('api7-certificates_check_certificate_file', { path: 'many.pem' });
    assert.equal(answer['count'], 200);
    assert.ok(Array.isArray(answer['certificates']) && answer['certificates'].length === 100);
  });

  for (const path of [
    '../x.pem',
    '/etc/passwd',
    'a/../../x.pem',
    '..\\x.pem',
    'C:\\x.pem',
    '',
    undefined,
    7,
    'gone.pem',
    'linked.pem',
    'linked/passwd',
  ])
    it(`read no file ${String(path)}`, async () => {
      const { answer } = await run('api7-certificates_check_certificate_file', { path });
      assert.equal(typeof answer['error'], 'string');
    });

  it('say that there is no gateway, or none of this name', async () => {
    const none = await run('api7-certificates_list_certificates', {}, { all: [] });
    assert.match(none.text, /No gateway is connected/);
    assert.match((await run('api7-certificates_list_certificates', { connection: 'x' })).text, /no such connection/);
  });

  it('let no key, token or PEM go in or out, and write nothing', async () => {
    const inputs: readonly unknown[] = [
      {},
      { search: made.keyPem, host: made.keyPem, path: made.keyPem, connection: made.keyPem },
      { search: 'PRIVATE KEY', host: '*', path: 'model.pem', days: 36_500 },
      { path: 'linked.pem', host: 'shop.example.com', days: -1 },
      { path: 'model.key', days: 'x' },
      null,
      [made.keyPem],
    ];
    const seen: string[] = [];
    for (const tool of toolIds)
      for (const input of inputs) {
        seen.push((await run(tool, input)).text);
        const { confirmationMessages, invocationMessage } = prepareTool(tool, input);
        seen.push(JSON.stringify([confirmationMessages, invocationMessage]));
      }
    const text = [...seen, JSON.stringify(logged)].join('\n');
    assert.ok(text.includes('file.example.com') && text.length > 10_000);
    for (const secret of secrets) assert.equal(text.includes(secret), false, 'A secret came out.');
    assert.doesNotMatch(text, /BEGIN [A-Z ]*(?:CERTIFICATE|PRIVATE KEY)|root:x:/);
    // What a model wrote went to no gateway, and nothing was changed there.
    assert.deepEqual(new Set(local.requests.map(({ method }) => method)), new Set(['GET']));
    const sent = local.requests.map(({ target, body }) => target + body).join('\n');
    for (const line of linesOf(made)) assert.equal(sent.includes(line), false);
  });
});

/** Lines of a private key: whole ones of it may come out nowhere. */
const linesOf = ({ keyPem }: MadeCertificate): readonly string[] =>
  keyPem.split('\n').filter((line) => line.length > 30 && !line.startsWith('-'));
