import type { Row } from './rows';

export interface Drop {
  /** Without duplicates, in the order of the drop. */
  readonly uris: readonly string[];
  readonly does: 'upload' | 'update';
}

const maxUris = 500;

/** @param text a `text/uri-list` (RFC 2483 §5): one URI a line, `#` before comments */
export function toDrop(text: string, target: Row['kind'] | undefined): Drop {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  const uris = [...new Set(lines.filter((line) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(line)))].slice(0, maxUris);
  return { uris, does: target === 'certificate' ? 'update' : 'upload' };
}
