import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { ExpiryWatch } from '../../app/inventory/expiryWatch';
import { isCertificatePath, isLikelyManifest } from '../../app/sources/certificateNames';
import type { MarkedCertificate } from '../../app/workspace/expiryMark';
import { clockOf } from '../base/clock';
import { DisposableStore } from '../base/disposables';
import { onReturn } from '../base/passingTime';
import type { FilesServices } from './folders';
import { isForeignEnabled } from './foreignDocument';

type Needs = Pick<FilesServices, 'files' | 'settings' | 'now' | 'translate'>;

/**
 * Marks files in the Explorer and on tabs whose certificates have expired or are about to. Reads only what VS Code
 * shows.
 */
export function registerDecorations(services: Needs): vscode.Disposable & vscode.FileDecorationProvider {
  return new ExpiryDecorations(services);
}

/** Most files that are remembered; those asked for first are forgotten first, and read again when asked for. */
const maxFiles = 2_000;

class ExpiryDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly own = new DisposableStore();
  private readonly changes = this.own.add(new vscode.EventEmitter<vscode.Uri[] | undefined>());
  private readonly expiry = this.own.add(new ExpiryWatch(realScheduler, () => this.refresh()));
  /** The certificates read of each file, by uri. */
  private readonly known = new Map<string, Promise<readonly MarkedCertificate[]>>();
  /** Certificates that a mark may come of, by uri. */
  private readonly dated = new Map<string, readonly MarkedCertificate[]>();
  readonly onDidChangeFileDecorations = this.changes.event;

  constructor(private readonly services: Needs) {
    this.own.add(vscode.window.registerFileDecorationProvider(this));
    this.own.add(onReturn(() => this.expiry.catchUp(services.now())));
    const change = (uri: vscode.Uri): void => {
      this.forget(uri.toString());
      this.changes.fire([uri]);
    };
    this.own.add(services.files.onDidChange(change));
    this.own.add(services.files.onDidChangeForeign(change));
    this.own.add(
      services.settings.onDidChange((name) => {
        if (name === 'api7Certificates.diagnostics.severity') this.known.clear();
        if (relevant.has(name)) this.refresh();
      }),
    );
  }

  async provideFileDecoration(
    uri: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<vscode.FileDecoration | undefined> {
    if (!this.isCandidate(uri) || !isFile(uri) || !this.services.settings.showFileDecorations(uri)) return undefined;
    const certificates = await this.certificatesOf(uri);
    if (token.isCancellationRequested) return undefined;
    const { toExpiryMark } = await import('../../app/workspace/expiryMark');
    const mark = toExpiryMark(certificates, { ...this.clock(), translate: this.services.translate });
    if (!mark) return undefined;
    const decoration = new vscode.FileDecoration(
      mark.badge,
      mark.tooltip,
      new vscode.ThemeColor(mark.isExpired ? 'list.errorForeground' : 'list.warningForeground'),
    );
    // A folder of test certificates would else look broken all the way up.
    decoration.propagate = false;
    return decoration;
  }

  dispose(): void {
    this.own.dispose();
    this.known.clear();
  }

  /**
   * Returns whether a file is read for a badge: a certificate file, a file that is read anyway, or a manifest with the
   * name of one that holds certificates.
   */
  private isCandidate(uri: vscode.Uri): boolean {
    if (isCertificatePath(uri.path)) return true;
    return (this.services.files.isHolder(uri) || isLikelyManifest(uri.path)) && isForeignEnabled(uri);
  }

  private certificatesOf(uri: vscode.Uri): Promise<readonly MarkedCertificate[]> {
    const key = uri.toString();
    const known = this.known.get(key) ?? this.read(uri);
    this.known.set(key, known);
    const [oldest] = this.known.keys();
    if (this.known.size > maxFiles && oldest !== undefined) this.forget(oldest);
    return known;
  }

  private async read(uri: vscode.Uri): Promise<readonly MarkedCertificate[]> {
    try {
      const { document } = await this.services.files.read(uri, { trigger: 'unasked' });
      const { toMarkedCertificates } = await import('../../app/workspace/expiryMark');
      const certificates = toMarkedCertificates(document, this.services.settings.findingSeverities(uri));
      if (certificates.length > 0) this.dated.set(uri.toString(), certificates);
      this.watch();
      return certificates;
    } catch {
      // Nothing to be read, nothing to be marked: whoever opens the file sees why.
      return [];
    }
  }

  private forget(uri: string): void {
    this.known.delete(uri);
    this.dated.delete(uri);
  }

  /** All that VS Code shows is asked for again; nothing is read again. */
  private refresh(): void {
    this.changes.fire(undefined);
    this.watch();
  }

  private watch(): void {
    this.expiry.watch([...this.dated.values()].flat(), this.clock());
  }

  private clock() {
    return clockOf(this.services);
  }
}

const relevant: ReadonlySet<string> = new Set([
  'api7Certificates.showFileDecorations',
  'api7Certificates.expiryWarningDays',
  'api7Certificates.embedded.enabled',
  'api7Certificates.diagnostics.severity',
]);

/** Returns true for files that can be read: no side of a comparison, nothing untitled. */
const isFile = ({ scheme }: vscode.Uri): boolean =>
  vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined && scheme !== 'git';
