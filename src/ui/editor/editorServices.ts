import type { Services } from '../services';

/** What the features of the PEM editor are given. */
export type EditorServices = Services;
