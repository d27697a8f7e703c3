/**
 * Drives a real VS Code workbench in a headless browser, as a person would: clean profile, extension loaded from this
 * project. Every wait is for a condition; nothing sleeps.
 *
 *     describe('Adding a connection', () => {
 *       const workbench = useWorkbench({ theme: 'dark' });            // opened before, closed after, shot on failure
 *       it('asks for the address', async () => {
 *         await workbench().runCommand('API7 Certificates: Add Connection…');
 *         await workbench().quickInput.pick('Apache APISIX');
 *         await workbench().quickInput.fill('http://127.0.0.1:9180');
 *         await workbench().tree.row('example.com').waitFor();
 *         await workbench().screenshot('added', themes);
 *       });
 *     });
 *
 * | workbench             | what |
 * | page                  | the playwright page, for what is not here |
 * | runCommand(title)     | F1, the whole title ("API7 Certificates: Refresh"), Enter |
 * | runById(id)           | runs a command of VS Code's own |
 * | user                  | keys and mouse, where a part below has no call of its own: {@link User} |
 * | quickInput            | quick pick and input box: {@link QuickInput} |
 * | tree                  | our view: {@link CertificateView} |
 * | notifications         | {@link Notifications} |
 * | files                 | the Explorer, editors and their menus: {@link Files} |
 * | menuItem(label)       | an entry of the open context or "…" menu |
 * | chooseAt(target, l)   | chooses in the context menu of something |
 * | chooseAction(label)   | chooses in the lightbulb's menu |
 * | dialogButton(label)   | a button of the open modal dialog; `dialog` is all of it; answer(label) presses it |
 * | webview()             | the frame of the webview in the active editor |
 * | useTheme, screenshot  | pictures land in .vscode-test/screenshots/<theme>/<name>.png |
 * | changeSettings(part)  | changes user settings as the settings page would; null resets |
 * | addConnections(…)     | adds connections with their tokens, or replaces those of the same id, and shows the view |
 * | loseSecrets()         | has the secret storage fail until the window is reloaded |
 * | clearNotifications()  | takes away every message |
 * | closePrompts()        | that, menus, dialogs and boxes too: between one test and the next |
 * | tidy()                | that, and closes every editor and page |
 * | readSettings()        | the user's settings.json as text |
 * | reload()              | reloads the window as a person does: profile and what is open are kept |
 * | readLogs()            | every log file of VS Code and of the extension, as one text |
 * | consoleLines          | what the page and the extension host printed |
 * | waitForClipboard(t)   | until a command has copied exactly this; readClipboard() reads what is there |
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { picturesAreWanted } from './pictures';
import type { PlannedConnection } from './profile';
import { Profile } from './profile';
import type { Theme } from './themes';
import { Times } from './times';
import { maxWait } from './user';
import { Workbench } from './workbench';

export interface WorkbenchOptions {
  /** Absolute path; an empty folder of its own where not given. */
  readonly folder?: string;
  readonly theme?: Theme;
  /** Connections with their tokens, added as soon as VS Code is up, and the view that shows them. */
  readonly connections?: readonly PlannedConnection[];
  /** Run in every page and frame before anything else is. Sees nothing of the test around it. */
  readonly inEachFrame?: () => void;
  /** The display language, such as `zh-cn`; VS Code's own texts stay English, as without its language pack. */
  readonly language?: string;
  /** User settings, written before VS Code starts. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder is one that nobody has said to trust. */
  readonly isUntrusted?: boolean;
  /** Those of VS Code's own extensions that are wanted beside its themes and the languages that PEM is often inside. */
  readonly builtIn?: readonly string[] | 'all';
  /** Environment of the extension host. HOME is a fresh, empty folder unless given. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Untrusted, without a question about it. */
const untrusted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/** A message of ours once a day is for the tests that wait for it. */
const noReminders = { 'api7Certificates.expiryReminders': false };

export const openWorkbench = async (options: WorkbenchOptions = {}): Promise<Workbench> => {
  const { obtainServerBuild } = await import('../../host/vscode/serverBuild.mjs');
  const { addStyles, browserArguments, obtainBrowser, stillStyles } = await import('../../host/vscode/browser.mjs');
  const { startServer } = await import('../../host/vscode/server.mjs');
  const { quietSettings } = await import('../../host/vscode/quietSettings.mjs');

  const times = new Times();
  const root = mkdtempSync(join(tmpdir(), 'api7-workbench-'));
  const home = join(root, 'home');
  const folder = options.folder ?? join(root, 'workspace');
  for (const each of [home, folder]) mkdirSync(each, { recursive: true });

  const theme = options.theme ?? 'dark';
  const { isUntrusted = false, builtIn = [] } = options;
  const settings = { ...quietSettings, ...noReminders, ...(isUntrusted ? untrusted : {}), ...options.settings };
  const profile = new Profile(join(root, 'data'), settings, theme);
  if (options.connections) profile.writeConnections(options.connections);
  const [server, browser] = await times.of('server and browser', async () =>
    Promise.all([
      startServer({
        build: await obtainServerBuild(),
        dataFolder: profile.dataFolder,
        settings: profile.settings,
        companion: profile.companionFile,
        trustsAll: !isUntrusted,
        ...(builtIn === 'all' ? {} : { builtIn: ['theme-defaults', 'json', 'yaml', ...builtIn] }),
        // A person's own HOME and variables must not reach a test, nor a test them.
        env: { HOME: home, USERPROFILE: home, ADC_SERVER: '', ADC_TOKEN: '', ...options.env },
      }),
      chromium.launch({ executablePath: await obtainBrowser(), args: [...browserArguments] }),
    ]),
  );
  const close = async (): Promise<void> => {
    await times.of('closing', async () => {
      // The page first, which takes its leave of the server: with the browser gone, the server waits for it for
      // seconds.
      await Promise.all(
        browser
          .contexts()
          .flatMap((context) => context.pages())
          .map((page) => page.close()),
      );
      await browser.close();
      await server.close();
    });
    if (process.env['API7_CERTIFICATES_TIMES']) console.log(`    ${times.report()}`);
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    // Drawn in software: a quarter of the dots takes a sixth less of the processor. Pictures of failures are sharp all
    // the same.
    const deviceScaleFactor = picturesAreWanted() ? 1 : 0.5;
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
    context.setDefaultTimeout(maxWait);
    if (options.language !== undefined)
      // What a language pack sets; VS Code asks it for the language of extensions.
      await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(options.language)}`);
    await context.addInitScript(addStyles, stillStyles);
    if (options.inEachFrame) await context.addInitScript(options.inEachFrame);
    const page = await context.newPage();
    const workbench = new Workbench({ page, profile, folder, home, times, close });
    await times.of('page', () => page.goto(server.address({ folder })));
    await times.of('ready', () => workbench.waitUntilReady());
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
};
