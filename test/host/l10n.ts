/** `npm run l10n`: what a translation lacks, and what it holds that nothing says any more. */
import { join } from 'node:path';
import { compareBundle, readBundle } from './l10nBundle';
import { collectSentences } from './l10nSentences';

const root = join(__dirname, '..', '..');
const sentences = collectSentences(root);
const gaps = compareBundle(readBundle(join(root, 'l10n', 'bundle.l10n.zh-cn.json')), sentences);
const lists = { ...gaps, 'not to be known from the source': sentences.unknown, 'filled wrongly': sentences.misfilled };

for (const [what, list] of Object.entries(lists)) {
  if (list.length > 0)
    process.stdout.write(`${what} (${String(list.length)}):\n${list.map((each) => `  ${each}\n`).join('')}`);
}
process.stdout.write(`${String(sentences.places.size)} sentences.\n`);
process.exitCode = Object.values(lists).some((list) => list.length > 0) ? 1 : 0;
