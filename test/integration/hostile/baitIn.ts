import * as vscode from 'vscode';
import type { ShownText } from '../harness/shownTexts';

/** A link or an icon that VS Code would make of a text. Hosts are in lower case. */
const live = /\]\(command:door|\$\(squirrel/i;

/** A code span of Markdown, in which nothing is made of anything (CommonMark §6.1). */
const codeSpans = /(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g;

/** Returns the bait that VS Code would make something of, with its place. */
export function baitIn({ place, kind, text }: ShownText): readonly string[] {
  const found = {
    label: () => live.test(text),
    markdown: () => live.test(text.replaceAll(codeSpans, '')),
    // No text of a stranger is there at all.
    trusted: () => text.includes('door.probe'),
    html: () => /<a\b|<[^>]*(door\.probe|squirrel)/.test(text),
    plain: () => false,
  }[kind]();
  return found ? [`${place}: ${text}`] : [];
}

/** Labels of tabs, of which lists of open editors draw icons; a file's own name is VS Code's to show. */
export const baitInTabs = (): readonly string[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => !isFile(input))
    .map(({ label }) => label)
    .filter((label) => live.test(label))
    .map((label) => `tab: ${label}`);

const isFile = (input: unknown): boolean =>
  (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) && input.uri.scheme === 'file';
