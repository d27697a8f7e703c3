/**
 * Makes a plain glob of VS Code's settings (`**`, `*`, `?`) a test of paths that are relative to a folder. As
 * `files.exclude` means it, what is in a folder that matches is matched too. Undefined for one with braces or brackets,
 * which is not understood.
 */
export function toPathTest(glob: string): ((path: string) => boolean) | undefined {
  if (glob === '' || /[{}[\]]/.test(glob)) return undefined;
  const folders = glob.replace(/^\/|\/$/g, '').split('/');
  // Whatever is below.
  const wanted = folders.at(-1) === '**' ? folders : [...folders, '**'];
  const isBelow = folders.at(-1) === '**';
  return (path) => {
    const parts = path.split('/');
    return (
      matches(parts, wanted, { star: '**', isEqual: isNamed }) &&
      !(isBelow && matches(parts, folders.slice(0, -1), { star: '**', isEqual: isNamed }))
    );
  };
}

const isNamed = (name: string, glob: string): boolean =>
  matches([...name], [...glob.replace(/\*+/g, '*')], {
    star: '*',
    isEqual: (one, other) => other === '?' || one === other,
  });

interface Alphabet {
  /** A pattern for any number of items, including none. */
  readonly star: string;
  readonly isEqual: (item: string, wanted: string) => boolean;
}

/**
 * Returns whether a pattern matches. Takes steps in proportion to the product of both lengths at most: only the last
 * star is tried anew.
 */
function matches(items: readonly string[], wanted: readonly string[], { star, isEqual }: Alphabet): boolean {
  let at = 0;
  let next = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (at < items.length) {
    const want = wanted[next];
    if (want === star) {
      lastStar = next++;
      resumeAt = at;
    } else if (want !== undefined && isEqual(items[at] ?? '', want)) {
      at++;
      next++;
    } else if (lastStar >= 0) {
      next = lastStar + 1;
      at = ++resumeAt;
    } else return false;
  }
  while (wanted[next] === star) next++;
  return next === wanted.length;
}
