import * as vscode from 'vscode';

/**
 * Makes Markdown for a hover or a tooltip, in which every foreign text is a code span of `toCodeSpan`: runs no command,
 * draws no icon, takes no HTML.
 */
export function toHoverMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text, false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return markdown;
}

export const toHover = (text: string, range: vscode.Range): vscode.Hover =>
  new vscode.Hover(toHoverMarkdown(text), range);
