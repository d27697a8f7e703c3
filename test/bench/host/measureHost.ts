/** Measures in VS Code's extension host what only it can show. Prints one line of JSON behind {@link hostFigures}. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isRecord } from '../../../src/shared/isRecord';
import { makeCertificate } from '../../fixtures/certificates';
import { hostFigures } from './hostFigures';

/** Pages that are opened one after the other. */
const pages = 8;

/** Calls back with each state that has reached a page: the page of VS Code's window is in another process. */
function watchPages(take: (state: unknown) => void): void {
  const { createWebviewPanel } = vscode.window;
  Object.assign(vscode.window, {
    createWebviewPanel: (...given: Parameters<typeof createWebviewPanel>): vscode.WebviewPanel => {
      const panel = createWebviewPanel(...given);
      const { webview } = panel;
      const post = webview.postMessage.bind(webview);
      const posting = new Proxy(webview, {
        get(target, name): unknown {
          if (name === 'postMessage')
            return async (message: unknown): Promise<boolean> => {
              const hasArrived = await post(message);
              if (hasArrived) take(message);
              return hasArrived;
            };
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
        set: (target, name, value) => Reflect.set(target, name, value, target),
      });
      return new Proxy(panel, {
        get(target, name): unknown {
          if (name === 'webview') return posting;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
        set: (target, name, value) => Reflect.set(target, name, value, target),
      });
    },
  });
}

export async function measureHost(): Promise<void> {
  const extension = vscode.extensions.getExtension('api7-certificates.api7-certificates');
  const [root] = vscode.workspace.workspaceFolders ?? [];
  if (!extension || !root) throw new Error('There is no workspace, or no extension.');
  await extension.activate();
  // See measuredActivation.cjs.
  const start: unknown = Reflect.get(globalThis, 'api7CertificatesStart');

  const now = Date.now();
  const uris: vscode.Uri[] = [];
  for (let index = 0; index < pages; index += 1) {
    const { chainPem } = await makeCertificate({
      now,
      commonName: `${index}.example.com`,
      dns: [`${index}.example.com`],
    });
    const uri = vscode.Uri.file(join(root.uri.fsPath, `page${index}.pem`));
    writeFileSync(uri.fsPath, chainPem);
    uris.push(uri);
  }
  let arrive: (state: unknown) => void = () => undefined;
  watchPages((state) => arrive(state));
  const clicks: number[] = [];
  for (const [index, uri] of uris.entries()) {
    const start = performance.now();
    const shown = new Promise<void>((resolve) => {
      arrive = (state) => {
        if (isRecord(state) && state['state'] === 'ready' && JSON.stringify(state).includes(`${index}.example.com`))
          resolve();
      };
    });
    const target = { from: 'file', uri: uri.toString(), index: 0 };
    await vscode.commands.executeCommand('api7Certificates.showCertificate', target);
    await shown;
    clicks.push(performance.now() - start);
  }
  console.log(`${hostFigures}${JSON.stringify({ start, clicks })}`);
}
