import { toDetail } from '../../core/details/detail';
import type { DetailInput, DetailOptions } from '../../core/details/input';
import type { Disposable } from '../../shared/emitter';
import type { DetailChange, DetailChangeKind, DetailModel, DetailState, DetailWords } from '../../shared/protocol';
import { toVisibleText } from '../../shared/visibleText';
import type { DetailSource, SourceReading } from './source';

export interface SessionParts {
  readonly source: DetailSource;
  /** Shows a snapshot. */
  readonly post: (state: DetailState) => void;
  /** Asked at each snapshot, so that a page that comes back into view says how many days are left by then. */
  readonly options: () => DetailOptions;
}

/**
 * The session of one page, from its first reading to its end. An answer is applied only if it belongs to the latest
 * request.
 */
export class DetailSession implements Disposable {
  private readonly subscription: Disposable;
  private input: DetailInput | undefined;
  private failure: Exclude<SourceReading, { ok: true }> | undefined;
  private request: AbortController | undefined;
  private shown: DetailModel | undefined;

  constructor(private readonly parts: SessionParts) {
    const { source } = parts;
    this.input = source.known();
    this.subscription = source.onDidChange((change) => {
      if (change === 'stale') return void this.refresh();
      const known = source.known();
      if (!known) return;
      this.input = known;
      this.failure = undefined;
      this.post();
    });
  }

  /** Reads the certificate again. Resolves when that is done or superseded. */
  async refresh(): Promise<void> {
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    this.post();
    const reading = await this.parts.source.read(request.signal);
    if (this.request !== request) return;
    this.request = undefined;
    if (reading.ok) this.input = reading.input;
    else if ('instead' in reading) this.input = undefined;
    this.failure = reading.ok ? undefined : reading;
    this.post();
  }

  /** Shows the whole state, as of now. */
  post(): void {
    this.parts.post(this.snapshot());
  }

  snapshot(): DetailState {
    const { source, options } = this.parts;
    const { translate } = options();
    const actions = source.actions?.() ?? [];
    const base = {
      kind: 'state',
      subject: source.subject,
      words: toWords(translate),
      ...(actions.length > 0 ? { actions } : {}),
    } as const;
    const failure = this.request ? undefined : this.failure;
    this.shown = this.input && toDetail(this.input, options());
    if (this.shown)
      return {
        ...base,
        state: 'ready',
        detail: this.shown,
        changes: source.offered().map((kind) => toChange(kind, translate)),
        ...(this.request ? { activity: source.activity } : {}),
        ...(failure
          ? { problem: translate('Shown as it was read before. {sentence}', { sentence: failure.sentence }) }
          : {}),
      };
    const { title } = source;
    if (!failure) return { ...base, state: 'loading', title };
    const { sentence } = failure;
    return 'instead' in failure
      ? { ...base, state: 'message', title, sentence, isEncrypted: failure.instead === 'somethingEncrypted' }
      : { ...base, state: 'failed', title, sentence };
  }

  /**
   * Returns the text behind a copy intent, as it stands on the page: what hides there is written out in the copy too,
   * so that no pasted name brings a line break into a terminal. Undefined for what the page does not offer to copy.
   */
  textOf(rowId: string, value: number | undefined): { readonly label: string; readonly text: string } | undefined {
    return this.shown && copiedRow(this.shown, rowId, value);
  }

  dispose(): void {
    this.request?.abort();
    this.request = undefined;
    this.subscription.dispose();
    this.parts.source.dispose();
  }
}

/** See {@link DetailSession.textOf}. */
export function copiedRow(
  { sections }: DetailModel,
  rowId: string,
  value: number | undefined,
): { readonly label: string; readonly text: string } | undefined {
  const row = sections.flatMap((section) => section.rows).find(({ id }) => id === rowId);
  if (!row || row.isAbsent) return undefined;
  const values = value === undefined ? row.values : row.values.slice(value, value + 1);
  return values.length === 0
    ? undefined
    : { label: toVisibleText(row.label), text: values.map(toVisibleText).join('\n') };
}

export const toWords = (translate: DetailOptions['translate']): DetailWords => ({
  // The places are filled in by the page.
  copy: translate('Copy {label}', { label: '{label}' }),
  copyAll: translate('Copy {label}, all {count}', { label: '{label}', count: '{count}' }),
  more: translate('Show {count} more', { count: '{count}' }),
  loading: translate('Reading the certificate…'),
  refresh: translate('Refresh'),
  retry: translate('Retry'),
  dangerZone: translate('Danger Zone'),
  refreshed: translate('The certificate was read again.'),
  actions: translate('Actions'),
});

function toChange(kind: DetailChangeKind, translate: DetailOptions['translate']): DetailChange {
  switch (kind) {
    case 'update':
      return {
        kind,
        title: translate('Update this certificate'),
        text: translate(
          'Replaces it with a new certificate and key. You see what changes and who is affected, then type its ID.',
        ),
        button: translate('Update…'),
      };
    case 'delete':
      return {
        kind,
        title: translate('Delete this certificate'),
        text: translate('Removes it from the gateway for good. You see who is affected, then type its ID.'),
        button: translate('Delete…'),
      };
    case 'editLabels':
      return {
        kind,
        title: translate('Labels'),
        text: translate('Only the labels change: certificate and key stay as they are.'),
        button: translate('Edit Labels…'),
      };
  }
}
