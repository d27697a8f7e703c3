import * as vscode from 'vscode';
import type { DetailOptions } from '../../core/details/input';
import { clockOf } from '../base/clock';
import { DisposableStore } from '../base/disposables';
import { onPassingTime } from '../base/passingTime';
import type { CertificateDocument, DetailsServices } from './certificateDocument';
import type { DetailPanel } from './detailPanel';

/** Shows certificate files as pages: binary ones as VS Code's default, texts where the person reopens them so. */
export class CertificateViews implements vscode.CustomReadonlyEditorProvider<CertificateDocument>, vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly panels = new Set<DetailPanel>();

  constructor(private readonly services: DetailsServices) {
    this.owned.add(services.settings.onDidChange(() => this.post()));
    this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.post()));
    this.owned.add(onPassingTime(() => this.post()));
  }

  async openCustomDocument(uri: vscode.Uri): Promise<CertificateDocument> {
    const { CertificateDocument } = await import('./certificateDocument');
    return new CertificateDocument(uri, this.services);
  }

  async resolveCustomEditor(document: CertificateDocument, panel: vscode.WebviewPanel): Promise<void> {
    const [{ DetailPanel }, { DocumentSource }] = await Promise.all([
      import('./detailPanel'),
      import('./documentSource'),
    ]);
    const { services } = this;
    const openAsText = async (): Promise<void> => {
      await vscode.commands.executeCommand('vscode.openWith', document.uri, 'default', {
        viewColumn: panel.viewColumn,
        preview: false,
      });
      panel.dispose();
    };
    const source = new DocumentSource({ document, services, openAsText });
    const page = new DetailPanel({
      panel,
      source,
      extensionUri: services.context.extensionUri,
      options: () => this.options(),
      services,
      isFileTab: true,
    });
    this.panels.add(page);
    panel.onDidDispose(() => this.panels.delete(page));
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Shows all pages anew. */
  private post(): void {
    for (const panel of this.panels) panel.post();
  }

  private options(): DetailOptions {
    return { ...clockOf(this.services), translate: this.services.translate };
  }
}
