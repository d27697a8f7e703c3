import type { Scheduler } from '../../app/base/scheduler';
import type { Disposable, Event } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';

interface SelectedConnectionParts {
  /** The rows that are selected and known to VS Code. */
  readonly selection: () => readonly { readonly connection: { readonly id: string } | undefined }[];
  readonly scheduler: Scheduler;
}

/**
 * The connection that all selected rows belong to. While rows are drawn again VS Code knows none of them, so a row that
 * is clicked just then is reported as no selection, once and for all: the selection is read again when the rows are
 * back.
 */
export class SelectedConnection implements Disposable {
  private readonly changes = new Emitter<string | undefined>();
  private reading: Disposable | undefined;
  private current: string | undefined;

  /** Undefined where no row is selected, or rows of several connections are. */
  readonly onDidChange: Event<string | undefined> = this.changes.event;

  constructor(private readonly parts: SelectedConnectionParts) {}

  /** Reads the selection, which has changed. */
  read(): void {
    const [first, ...others] = this.parts.selection().map(({ connection }) => connection?.id);
    const id = others.every((other) => other === first) ? first : undefined;
    if (id === this.current) return;
    this.current = id;
    this.changes.fire(id);
  }

  /** Reads the selection a moment later: VS Code knows the rows that it asks for now once it has the answer. */
  readLater(): void {
    this.reading ??= this.parts.scheduler.after(0, () => {
      this.reading = undefined;
      if (this.parts.selection().length > 0) this.read();
    });
  }

  dispose(): void {
    this.reading?.dispose();
    this.changes.dispose();
  }
}
