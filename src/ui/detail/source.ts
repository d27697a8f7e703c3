import type { DetailInput } from '../../core/detail/input';
import type { Disposable, Event } from '../../shared/emitter';
import type { ChangeKind, DetailSubject } from '../../shared/protocol';

export type SourceReading = { readonly ok: true; readonly input: DetailInput } | { readonly ok: false; readonly sentence: string };

/** Where the certificate of one page comes from: a gateway, or a file. */
export interface DetailSource extends Disposable {
  readonly subject: DetailSubject;
  /** What the page is called before the certificate is known. */
  readonly title: string;
  /** Said while it is read again. */
  readonly activity: string;
  /** What can be changed about it, as far as that is known. */
  offered(): readonly ChangeKind[];
  /** What is known without asking anybody. */
  known(): DetailInput | undefined;
  /** Reads anew. Never rejects; what comes after `signal` was aborted is thrown away. */
  read(signal: AbortSignal): Promise<SourceReading>;
  /** `known`: {@link known} gives something newer. `stale`: only reading again tells. */
  readonly onDidChange: Event<'known' | 'stale'>;
}
