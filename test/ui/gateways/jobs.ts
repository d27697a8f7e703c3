import assert from 'node:assert/strict';
import type { Authority } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { seedSample, toSampleId } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { Actions } from '../harness/actions';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

/**
 * Jobs that people have with certificates; docs/use.md has the figures. Two gateways are connected, and the Explorer is
 * in sight.
 */
export const describeJobs = (workbench: () => Workbench): unknown =>
  describe('The jobs of a person', () => {
    let gateways: readonly Gateway[];
    let authority: Authority;
    let actions: Actions;
    const measured: string[] = [];
    before(async () => {
      gateways = await Promise.all([startGateway({ adminKey: null }), startGateway({ adminKey: null })]);
      for (const gateway of gateways) await seedSample(gateway, now, toSampleId);
      authority = await makeAuthority(now);
      const listed = await fetch(`${gateways[0]?.apisix.url}/apisix/admin/ssls`);
      const held = (await listed.json()) as { readonly list: readonly { readonly value: { readonly cert: string } }[] };
      await workbench().files.write('held.pem', held.list[0]?.value.cert ?? assert.fail('Nothing is held'));
      // Of a name that no other part has: VS Code first shows the lenses that it remembers of a file, which take no
      // click.
      await file('new-shop.pem', 'shop.example.com', 'www.shop.example.com');
      await file('pay.pem', 'pay.new.example');
      await workbench().changeSettings({
        'api7Certificates.connections': gateways.map(({ apisix }, index) => ({
          id: `${index}`,
          name: index === 0 ? 'Staging' : 'Production',
          dialect: 'apisix',
          address: apisix.url,
        })),
      });
      await workbench().page.locator('.statusbar-item').filter({ hasText: status }).waitFor();
      await workbench().files.showExplorer();
      actions = new Actions(workbench());
    });
    after(async () => {
      if (measured.length > 0 && process.env['API7_CERTIFICATES_JOBS'])
        process.stdout.write(`${measured.join('\n')}\n`);
      await Promise.all(gateways.map((gateway) => gateway.close()));
    });
    afterEach(async () => {
      await workbench().tidy();
      await workbench().files.showExplorer();
    });
    const status = /\d+ expired · .*≤ 30 d$/;
    const file = async (name: string, ...dns: readonly string[]) => {
      const made = await makeCertificate({
        now,
        commonName: dns[0] ?? name,
        dns,
        issuer: authority.intermediate,
        toDays: 90,
      });
      await workbench().files.write(name, made.chainPem + made.keyPem);
    };
    const lens = (text: string) =>
      workbench().files.editor.locator('.codelens-decoration a, .codelens-decoration span', { hasText: text }).first();
    const job = (what: string, expected: number, play: () => Promise<void>) =>
      it(`${what}: ${expected}`, async () => {
        const { actions: counted, seconds } = await actions.of(play);
        measured.push(`| ${what} | ${counted} | ${seconds.toFixed(1)} |`);
        assert.equal(counted, expected);
      });

    job('Does anything end soon?', 0, () =>
      workbench().page.locator('.statusbar-item').filter({ hasText: status }).waitFor(),
    );

    job('What ends next, on all gateways?', 1, async () => {
      const { user, page } = workbench();
      await user.click(page.locator('.statusbar-item').filter({ hasText: status }));
      await workbench().webview().getByRole('heading', { name: 'Expiry Timeline' }).waitFor();
      await workbench().webview().locator('.bar.full').first().waitFor();
    });

    job('Is this file on a gateway, and until when?', 1, async () => {
      await workbench().files.open('held.pem');
      await lens('deployed on Staging').waitFor();
    });

    job('Upload a new certificate', 4, async () => {
      const { files, quickInput, notifications } = workbench();
      await files.contextMenu('pay.pem', 'Upload Certificate…');
      await quickInput.step('To which gateway?');
      await quickInput.pick('Staging');
      await quickInput.step('Check what will be sent');
      await quickInput.accept();
      await notifications.message(/^Uploaded pay\.new\.example to Staging/).waitFor();
    });

    job('Renew one that is held by two gateways', 5, async () => {
      const { files, user, quickInput } = workbench();
      await files.open('new-shop.pem');
      await user.click(lens('· Renew'));
      await user.click(
        workbench()
          .webview()
          .getByRole('button', { name: /^Renew \d/ }),
      );
      await quickInput.step(/Renew \d certificates on/);
      const [, ...ids] = await quickInput.labels();
      await quickInput.fill(ids.join(' '));
      await workbench()
        .webview()
        .getByText(/^Renewed \d of \d\.$/)
        .first()
        .waitFor();
    });

    job('Which certificate is served for a host, and why?', 4, async () => {
      const { quickInput, tree, user } = workbench();
      await tree.open();
      await user.click(tree.titleAction('Check Host…'));
      await quickInput.step('Check Host');
      await quickInput.fill('foo.example.com');
      await workbench().webview().getByRole('heading', { name: 'foo.example.com' }).waitFor();
    });
  });
