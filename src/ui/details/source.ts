import type { DetailInput } from '../../core/details/input';
import { hostNamesOf } from '../../core/hosts/hostMatching';
import type { Certificate } from '../../core/model';
import type { Disposable, Event } from '../../shared/emitter';
import type { DetailChangeKind, DetailSubject, PageAction, PageActionKind } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';

export type SourceReading =
  | { readonly ok: true; readonly input: DetailInput }
  | { readonly ok: false; readonly sentence: string }
  /** All went well, and there is no certificate to be shown; what was shown before is no longer true. */
  | { readonly ok: false; readonly sentence: string; readonly instead: 'somethingEncrypted' | 'somethingElse' };

/** The source of one page's certificate: a gateway, or a file. */
export interface DetailSource extends Disposable {
  readonly subject: DetailSubject;
  /** The page's title before the certificate is known. */
  readonly title: string;
  /** The gateway that holds it: two may hold the same. Absent where the title says enough. */
  readonly place?: string | undefined;
  /** The progress while it is read again. */
  readonly activity: string;
  /** Returns the changes that can be made, as far as they are known. */
  offered(): readonly DetailChangeKind[];
  /** Returns what is known without asking anybody. */
  known(): DetailInput | undefined;
  /** Reads anew. Never rejects; what comes after `signal` was aborted is thrown away. */
  read(signal: AbortSignal): Promise<SourceReading>;
  /** Returns the actions on the file. Absent where there are none. */
  actions?(): readonly PageAction[];
  /** Does what was offered. */
  act?(kind: PageActionKind): Promise<void>;
  /** Shows the `index`-th (0-based) certificate of the file from now on; one that is not there is not believed. */
  choose?(index: number): void;
  /** `known`: {@link known} gives something newer. `stale`: only reading again does. */
  readonly onDidChange: Event<'known' | 'stale'>;
}

/** Offered on the page of a server certificate with a name. */
export const hostActions = (translate: Translate): readonly PageAction[] => [
  {
    kind: 'checkHost',
    label: translate('Check Host…'),
    text: translate('Shows which certificate each gateway serves for a name, and why.'),
  },
  {
    kind: 'checkLive',
    label: translate('Check Live…'),
    text: translate('Connects to a server, once its address is confirmed, and shows which certificate it presents.'),
  },
];

/** Returns whether a certificate is no CA's and has a host name to ask for. */
export const isForHosts = ({ isCa, sans }: Certificate): boolean => !isCa && hostNamesOf(sans).length > 0;
