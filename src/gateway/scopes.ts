import { answerLimits } from './answerLimits';
import type { WirePage } from './paging';

/** Collects the choices of one level, page by page, as many as a person may choose from. */
export async function collectScopes<T extends { readonly id: string }>(
  fetchPage: (page: number) => Promise<Pick<WirePage, 'objects' | 'total'>>,
  read: (object: unknown) => T | undefined,
): Promise<readonly T[]> {
  const found = new Map<string, T>();
  for (let page = 1; page <= answerLimits.scopePages; page += 1) {
    const { objects, total } = await fetchPage(page);
    const before = found.size;
    for (const scope of objects.map(read)) if (scope !== undefined) found.set(scope.id, scope);
    // Nothing new: the end, or a server that ignores paging.
    if (found.size === before || found.size >= (total ?? answerLimits.scopes)) break;
  }
  return [...found.values()].slice(0, answerLimits.scopes);
}
