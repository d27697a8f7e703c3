/** `npm run findings`: puts each rule's line into its page, and writes the table of all pages. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../src/core/findings/findings';
import { indexFile, pagesDir, readPage, toIndex, withRuleLine } from './findingPages';

for (const rule of rules) {
  const name = `${rule.code}.md`;
  writeFileSync(join(pagesDir, name), withRuleLine(readPage(name), rule));
}
writeFileSync(join(pagesDir, indexFile), toIndex());
