/** The page of figures: a section for each file of benches, with the day of its last run. Others stay as they were. */
import type { Goal, Growth } from './bench';
import { goalTable } from './bench';

/** The results of one file of benches. */
export interface Section {
  /** The file's name without `.bench.ts`. */
  readonly name: string;
  /** `2026-11-29`. */
  readonly date: string;
  /** Node and machine, in a sentence. */
  readonly machine: string;
  readonly goals: readonly Goal[];
  readonly growths: readonly Growth[];
  /** Tables in Markdown. */
  readonly text: string;
}

/** The line in the page behind which the bench writes everything. */
const mark = '<!-- Written by npm run bench -- --write. -->';
const facts = /^<!-- section (.*) -->\n([^]*?)(?=^<!-- section |$(?![^]))/gm;

/** Reads what earlier runs left in the page. */
export function readSections(page: string): readonly Section[] {
  const [, written = ''] = page.split(mark);
  return [...written.matchAll(facts)].map(([, json = '', text = '']) => ({
    ...(JSON.parse(json) as Omit<Section, 'text'>),
    text: text.split('\n').slice(2).join('\n').trim(),
  }));
}

/** Puts what was measured now in the place of what the same files measured before. */
export function mergeSections(before: readonly Section[], now: readonly Section[]): readonly Section[] {
  const fresh = new Map(now.map((section) => [section.name, section]));
  const kept = before.filter(({ name }) => !fresh.has(name));
  return [...kept, ...now].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Writes the page: its head as it is, the goals of all sections, then each with its day. */
export function toPage(page: string, sections: readonly Section[]): string {
  const [head = ''] = page.split(mark);
  const goals = sections.flatMap((section) => section.goals.map((goal) => ({ ...goal, date: section.date })));
  return `${[
    `${head.trimEnd()}\n\n${mark}\n`,
    goalTable(goals),
    ...sections.map(({ text, ...rest }) =>
      [
        `<!-- section ${JSON.stringify(rest).replaceAll('--', '-\\u002d')} -->`,
        `## ${rest.name}, measured on ${rest.date}. ${rest.machine}\n`,
        `${text}\n`,
      ].join('\n'),
    ),
  ].join('\n')}`;
}
