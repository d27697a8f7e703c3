/**
 * `npm run finding-counts -- [--show CODE] [--now TIME] PATH…`: counts what each rule finds. PATH is a corpus (a folder
 * with an index.jsonl or a .tar.gz of one: its certificates, chains and keys) or a PEM file, whose blocks are counted
 * one by one. With `--show`, every finding of that code is printed with its file instead.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readPemDocument } from '../../src/core/document/document';
import type { Finding } from '../../src/core/findings/findings';
import { findFindings, findingSentence, rules } from '../../src/core/findings/findings';
import { scanPem, toPem } from '../../src/core/pem/scan';
import { english } from '../../src/shared/translate';
import { openCorpus } from './cases';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { show: { type: 'string' }, now: { type: 'string', default: '2026-11-28T12:00:00Z' } },
});
const now = Date.parse(values.now);

interface Text {
  readonly name: string;
  readonly text: string;
}

const isCorpus = (path: string): boolean => path.endsWith('.tar.gz') || statSync(path).isDirectory();

function textsOf(path: string): readonly Text[] {
  if (!isCorpus(path)) {
    const text = readFileSync(path, 'utf8');
    return scanPem(text).blocks.map(({ span }, index) => ({
      name: `${basename(path)} ${index + 1}`,
      text: text.slice(span.start, span.end),
    }));
  }
  const archive = join(path, 'corpus.tar.gz');
  const corpus = openCorpus(!existsSync(join(path, 'index.jsonl')) && existsSync(archive) ? archive : path);
  try {
    return corpus.cases
      .filter(({ kind }) => ['cert', 'chain', 'key'].includes(kind))
      .map(({ file, kind }) => {
        const bytes = corpus.read(file);
        const isPem = scanPem(bytes.toString('utf8')).blocks.length > 0;
        const label = kind === 'key' ? 'PRIVATE KEY' : 'CERTIFICATE';
        return { name: file, text: isPem ? bytes.toString('utf8') : toPem(label, bytes) };
      });
  } finally {
    corpus.close();
  }
}

const findingsOf = ({ text }: Text): readonly Finding[] =>
  findFindings(readPemDocument(text), { now, warningDays: null });

const counts = positionals.map((path) => {
  const texts = textsOf(path);
  const found = new Map<string, number>();
  for (const each of texts) {
    const findings = findingsOf(each);
    for (const code of new Set(findings.map((finding) => finding.code))) found.set(code, (found.get(code) ?? 0) + 1);
    for (const finding of findings)
      if (finding.code === values.show) console.log(`${each.name}: ${findingSentence(finding, english)}`);
  }
  return { path, texts: texts.length, found };
});

if (values.show === undefined) {
  const row = (cells: readonly (number | string)[]): string => `| ${cells.join(' | ')} |`;
  console.log(row(['files or blocks with', ...counts.map(({ path }) => basename(path))]));
  console.log(row(['---', ...counts.map(() => '--:')]));
  console.log(row(['any', ...counts.map(({ texts }) => texts)]));
  for (const { code } of rules) {
    const cells = counts.map(({ found }) => found.get(code) ?? 0);
    if (cells.some((count) => count > 0)) console.log(row([`\`${code}\``, ...cells]));
  }
}
