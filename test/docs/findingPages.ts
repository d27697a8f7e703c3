import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../src/core/findings/findings';

/** The folder of the pages that diagnostics link to: `CODE.md`, one a rule. */
export const pagesDir = join(__dirname, '../../docs/findings');
export const indexFile = 'README.md';

export const sections: readonly string[] = ['What it is', 'Why it matters for a gateway', 'How to fix it', 'Source'];

export const pageNames = (): readonly string[] => readdirSync(pagesDir).filter((name) => name !== indexFile);
export const readPage = (name: string): string => readFileSync(join(pagesDir, name), 'utf8');

export const titleOf = (page: string): string => /^# (.+)$/m.exec(page)?.[1] ?? '';

/**
 * Returns the line below the title: code, usual severity and message. Taken from the rule, so that they cannot differ.
 */
export const toRuleLine = ({ code, severity, sentence }: (typeof rules)[number]): string =>
  `\`${code}\` · ${severity} · “${sentence
    .replaceAll('\\', '\\\\')
    .replaceAll('*', '\\*')
    .replace(/\{(\w+)\}/g, '*$1*')}”`;

/** The page with its rule's line, and nothing else changed. */
export const withRuleLine = (page: string, rule: (typeof rules)[number]): string =>
  page.replace(/^(# .+\n\n).*\n/, (_all, title: string) => `${title}${toRuleLine(rule)}\n`);

/** The table of all pages, in the order of the rules. */
export function toIndex(): string {
  const rows = rules.map(
    ({ code, severity }) => `| [${titleOf(readPage(`${code}.md`))}](${code}.md) | \`${code}\` | ${severity} |`,
  );
  return [
    '# Findings',
    '',
    'What API7 Certificates finds in files with certificates and keys, each with the reason, how to fix it, and the source.',
    '',
    'Another severity, or `off`, by code: the setting `api7Certificates.diagnostics.severity`. For one block: a comment line before it,',
    '`# api7-certificates: ignore CODE CODE`. Private CAs are common behind gateways: what only public CAs are held to is a hint.',
    '',
    'What is said of Chrome holds for all that is built on its verifier, as Edge and Android’s WebView. Each client was asked: see docs/rules-measured.md.',
    '',
    'Fixes are in the lightbulb. Inside of another file (YAML, JSON, source code) a fix writes the value again as it is written: lines with one indent, `\\n`, base64, joined strings. A value that is DER, encrypted, or whose lines are not written alike cannot be rewritten so, and the lightbulb says it: copy it into a file of PEM, fix it there, and copy it back.',
    '',
    '| finding | code | severity |',
    '|---|---|---|',
    ...rows,
    '',
    'This table, and the line below the title of each page, are made by `npm run findings`.',
    '',
  ].join('\n');
}
