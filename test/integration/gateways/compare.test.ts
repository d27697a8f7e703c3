import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const [inApisix, inCloud] = ['apisix.example.com', 'cloud.example.com'];
const compare = 'api7Certificates.compareWithGateway';

describe('Comparing a file with a gateway', () => {
  const person = usePerson();
  const { quickInput, tree } = person;
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway();
    const { intermediate: issuer } = await makeAuthority(now);
    const make = (name: string, toDays: number, serial?: string): Promise<MadeCertificate> =>
      makeCertificate({
        now,
        commonName: name,
        dns: [name],
        issuer,
        fromDays: toDays - 90,
        toDays,
        ...(serial && { serial }),
      });
    const { apisix, api7cloud } = gateway;
    const { organizations, clusters } = api7cloud.estate;
    const [organization, cluster] = [organizations, clusters].map(([first]) => String(first?.['id']));
    assert(organization !== undefined && cluster !== undefined);
    const call = { query: new URLSearchParams() };
    const send = (handle: typeof apisix.handle, method: string, path: string, headers: object, body: object) => {
      const { status } = handle({
        ...call,
        method,
        target: path,
        path,
        headers: { ...headers },
        body: JSON.stringify(body),
      });
      assert.ok(status < 300, `${status}`);
    };
    const held = await make(inApisix, 12, '0a01');
    const ssl = { type: 'server', cert: held.chainPem, key: held.keyPem, snis: [inApisix] };
    send(apisix.handle, 'PUT', '/apisix/admin/ssls/held', { 'x-api-key': apisix.adminKey }, ssl);
    const other = await make(inCloud, 12, '0a02');
    const certificate = { certificate: other.chainPem, private_key: other.keyPem, type: 'Server' };
    const authorization = `Bearer ${api7cloud.token}`;
    send(api7cloud.handle, 'POST', `/api/v1/clusters/${cluster}/certificates`, { authorization }, certificate);
    const renewed = await make(inApisix, 89, '0b01');
    person.write('apisix.pem', renewed.chainPem + renewed.keyPem);
    person.write('cloud.pem', (await make(inCloud, 89, '0b02')).pem);
    person.write('same.pem', other.pem);
    person.write('nowhere.pem', (await make('nowhere.example.com', 89)).pem);
    await person.addConnection({ id: 'one', name: 'Staging', dialect: 'apisix', address: apisix.url }, apisix.adminKey);
    await person.addConnection(
      { id: 'two', name: 'Production', dialect: 'api7cloud', address: api7cloud.url, organization, cluster },
      api7cloud.token,
    );
    await tree.open();
    await tree.row(inApisix);
    await tree.row(inCloud);
  });
  after(() => gateway.close());
  /** Waits for the comparison that is called so, and returns the lines of both sides. */
  const sides = async (title: string) => {
    const { input, label } = await person.tab(title);
    assert.equal(label, title);
    assert(input instanceof vscode.TabInputTextDiff);
    const linesOf = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText().split('\n');
    const [left, right] = [await linesOf(input.original), await linesOf(input.modified)];
    assert.doesNotMatch([...left, ...right].join('\n'), /PRIVATE KEY/);
    return { left, right };
  };

  it('shows what the gateway holds and what the file brings, of a gateway that returns the certificate', async () => {
    await person.openFile(person.path('apisix.pem'));
    person.run(compare);
    const { left } = await sides(`${inApisix}: Staging ↔ apisix.pem`);
    assert.match(left.join('\n'), /Not after/);
    assert.match(left.join('\n'), /Not compared: further certificates of held \(1\)\./);
  });

  it('shows of a gateway that tells metadata only what both can tell', async () => {
    person.runOnFiles(compare, person.path('cloud.pem'));
    const { left, right } = await sides(`${inCloud}: Production ↔ cloud.pem`);
    assert.ok(left.includes('# - Fingerprints'), left.join('\n'));
    assert.match(left.join('\n'), /Serial number: 2562/);
    assert.match(right.join('\n'), /Serial number: 0B02 \(2818\)/);
    // The dates and the serial number, and nothing that only one of them knows.
    const differing = left.filter((line) => !right.includes(line));
    assert.equal(differing.length, 3, differing.join('\n'));
  });

  it('says where there is no difference', async () => {
    person.runOnFiles(compare, person.path('same.pem'));
    await sides(`${inCloud}: Production ↔ same.pem (no difference)`);
  });

  it('asks which where no gateway has it', async () => {
    await person.openFile(person.path('nowhere.pem'));
    person.run(compare);
    await quickInput.step('Compare nowhere.example.com with Which Certificate?');
    await quickInput.pick(inApisix);
    await sides(`${inApisix} ↔ nowhere.example.com`);
  });

  it('begins at a row of the tree, and takes an open file', async () => {
    await person.openFile(person.path('apisix.pem'));
    await person.runOn('api7Certificates.compareWithFile', inCloud);
    await quickInput.step(`Compare ${inCloud} with Which Certificate?`);
    await quickInput.pick(inApisix);
    await sides(`${inCloud} ↔ ${inApisix}`);
  });

  it('compares two selected rows', async () => {
    await person.runOn('api7Certificates.compareCertificates', inApisix, inCloud);
    await sides(`${inApisix} ↔ ${inCloud}`);
  });
});
