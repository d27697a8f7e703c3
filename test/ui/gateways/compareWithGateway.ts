import assert from 'node:assert/strict';
import type { Authority, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { removeConnection } from '../harness/parts';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

export const describeCompareWithGateway = (workbench: () => Workbench): unknown =>
  describe('Comparing a file with a gateway', () => {
    let gateway: Gateway;
    let authority: Authority;
    before(async () => {
      gateway = await startGateway({ adminKey: null });
      authority = await makeAuthority(now);
      const make = (name: string, toDays: number, serial: string): Promise<MadeCertificate> =>
        makeCertificate({
          now,
          commonName: name,
          dns: [name],
          issuer: authority.intermediate,
          fromDays: toDays - 90,
          toDays,
          serial,
        });
      const [inApisix, inCloud] = await Promise.all([
        make('apisix.example.com', 12, '0a01'),
        make('cloud.example.com', 12, '0a02'),
      ]);
      hold(inApisix, inCloud);
      const [newApisix, newCloud] = await Promise.all([
        make('apisix.example.com', 89, '0b01'),
        make('cloud.example.com', 89, '0b02'),
      ]);
      const { files } = workbench();
      await files.write('apisix.pem', newApisix.chainPem + newApisix.keyPem);
      await files.write('cloud.pem', newCloud.pem);
      await files.write('same.pem', inCloud.pem);
      await workbench().addConnections(
        { connection: { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }, token: 'any' },
        {
          connection: {
            id: 'two',
            name: 'Production',
            dialect: 'api7cloud',
            address: gateway.api7cloud.url,
            organization: organization(),
            cluster: cluster(),
          },
          token: gateway.api7cloud.token,
        },
      );
      await workbench().tree.row('cloud.example.com').waitFor();
    });
    after(async () => {
      for (const name of ['Staging', 'Production']) await removeConnection(workbench(), name);
      await gateway.close();
    });
    const cluster = (): string => String(gateway.api7cloud.estate.clusters[0]?.['id']);
    const organization = (): string => String(gateway.api7cloud.estate.organizations[0]?.['id']);

    function hold(inApisix: MadeCertificate, inCloud: MadeCertificate): void {
      const { apisix, api7cloud } = gateway;
      const call = { query: new URLSearchParams() };
      const put = '/apisix/admin/ssls/held';
      const body = JSON.stringify({
        type: 'server',
        cert: inApisix.chainPem,
        key: inApisix.keyPem,
        snis: ['apisix.example.com'],
      });
      assert.equal(apisix.handle({ ...call, method: 'PUT', target: put, path: put, headers: {}, body }).status, 201);
      const post = `/api/v1/clusters/${cluster()}/certificates`;
      const headers = { authorization: `Bearer ${api7cloud.token}` };
      const cloudBody = JSON.stringify({ certificate: inCloud.chainPem, private_key: inCloud.keyPem, type: 'Server' });
      assert.equal(
        api7cloud.handle({ ...call, method: 'POST', target: post, path: post, headers, body: cloudBody }).status,
        200,
      );
    }

    afterEach(async () => {
      await workbench().tidy();
      assert.doesNotMatch(workbench().readLogs() + workbench().consoleLines.join('\n'), /PRIVATE KEY/);
    });
    const sides = () =>
      workbench().page.locator('.editor-group-container.active .monaco-diff-editor .monaco-editor .view-lines');
    const left = (text: string) => sides().first().getByText(text).first().waitFor();
    const right = (text: string) => sides().last().getByText(text).first().waitFor();

    it('shows what the gateway holds and what the file brings, of a gateway that returns the certificate', async () => {
      const { files } = workbench();
      await files.open('apisix.pem');
      await workbench().runCommand('API7 Certificates: Compare with Gateway…');
      await files.tab('apisix.example.com: Staging ↔ apisix.pem').waitFor();
      await left('Not after');
      await left('Not compared: further certificates of held (1).');
      await workbench().screenshot('compare-gateway', themes);
    });

    it('shows of a gateway that tells metadata only what both can tell', async () => {
      const { files, page } = workbench();
      await files.contextMenu('cloud.pem', 'Compare with Gateway…');
      await files.tab('cloud.example.com: Production ↔ cloud.pem').waitFor();
      await left('- Fingerprints');
      await left('Serial number: 2562');
      await right('Serial number: 0B02 (2818)');
      await workbench().screenshot('compare-metadata', themes);
      // The dates and the serial number, and nothing that only one of them knows.
      assert.equal(
        await page.locator('.editor-group-container.active .monaco-diff-editor .editor.original .line-delete').count(),
        3,
      );
    });

    it('says where there is no difference', async () => {
      const { files } = workbench();
      await files.contextMenu('same.pem', 'Compare with Gateway…');
      await files.tab('cloud.example.com: Production ↔ same.pem (no difference)').waitFor();
    });

    it('begins at a row of the tree, and takes an open file', async () => {
      const { files, tree, quickInput } = workbench();
      await files.open('apisix.pem');
      await tree.open();
      const which = quickInput.at('Compare cloud.example.com with Which Certificate?');
      await tree.contextMenu('cloud.example.com', 'Compare with File…', which);
      await quickInput.pick('apisix.example.com');
      await files.tab('cloud.example.com ↔ apisix.example.com').waitFor();
    });

    it('compares two selected rows', async () => {
      const { files, tree } = workbench();
      await tree.open();
      await workbench().user.click(tree.row('apisix.example.com'));
      await workbench().user.click(tree.row('cloud.example.com'), { modifiers: ['ControlOrMeta'] });
      const compared = files.tab('apisix.example.com ↔ cloud.example.com');
      await tree.contextMenu('cloud.example.com', 'Compare Certificates…', compared);
      // A menu of a selected row is one of all that are selected.
      await workbench().user.click(tree.row('apisix.example.com'), { modifiers: ['ControlOrMeta'] });
    });

    it('asks which where no gateway has it', async () => {
      const { files, quickInput } = workbench();
      const made = await makeCertificate({
        now,
        commonName: 'nowhere.example.com',
        dns: ['nowhere.example.com'],
        issuer: authority.intermediate,
      });
      await files.write('nowhere.pem', made.pem);
      await files.open('nowhere.pem');
      await workbench().runCommand('API7 Certificates: Compare with Gateway…');
      await quickInput.step('Compare nowhere.example.com with Which Certificate?');
      await workbench().screenshot('compare-pick', themes);
      await quickInput.pick('apisix.example.com');
      await files.tab('apisix.example.com ↔ nowhere.example.com').waitFor();
    });
  });
