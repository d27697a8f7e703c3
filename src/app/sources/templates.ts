/**
 * Replaces what templates of Helm, Go and Jinja insert into YAML, character by character: places in the result are
 * places in the text. A line of nothing else becomes blank; within a line, a word stands instead.
 */
export function maskTemplates(text: string): string {
  if (!text.includes('{{') && !text.includes('{%')) return text;
  return text
    .replace(/^[ \t]{0,200}(?:\{\{[^\n]{0,400}?\}\}|\{%[^\n]{0,400}?%\})[ \t]{0,200}(?=\r?$)/gm, (line) =>
      ' '.repeat(line.length),
    )
    .replace(/\{\{[^\n]{0,400}?\}\}|\{%[^\n]{0,400}?%\}/g, (each) => 'x'.repeat(each.length));
}
