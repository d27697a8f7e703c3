import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Lets a page import the outline of one of VS Code's icons, `codicon:copy`, as the `d` of its paths: the whole font
 * would be ten times the page.
 * @returns {import('esbuild').Plugin}
 */
export const codicons = () => ({
  name: 'codicons',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^codicon:[\w-]+$/ }, ({ path }) => ({ path: path.slice(8), namespace: 'codicon' }));
    onLoad({ filter: /.*/, namespace: 'codicon' }, ({ path }) => {
      const svg = readFileSync(require.resolve(`@vscode/codicons/src/icons/${path}.svg`), 'utf8');
      const outlines = [...svg.matchAll(/<path [^>]*?\bd="([^"]+)"/g)].map(([, outline]) => outline);
      if (outlines.length === 0) throw new Error(`No path in the icon ${path}`);
      return { contents: `export const outlines = ${JSON.stringify(outlines)};`, loader: 'js' };
    });
  },
});
