import type { Services } from '../services';
import type { PemDocuments } from './pemDocuments';

/** What the features of the PEM editor are given. */
export interface EditorServices extends Services {
  /** Shared, so that a text is read once for all of them. */
  readonly documents: PemDocuments;
}
