import type { FetchIssuer, PublicRoots } from '../../../gateway/issuerSource';
import type { EditorServices } from '../editorServices';

/** The source of issuers that nobody here has. */
interface Issuers {
  /** Requests an address that a person saw, on their command alone. */
  readonly fetch: FetchIssuer;
  readonly publicRoots: () => Promise<ReturnType<PublicRoots>>;
}

/** Services that completing a chain takes. */
export interface ChainServices extends EditorServices {
  readonly issuers: Issuers;
}
