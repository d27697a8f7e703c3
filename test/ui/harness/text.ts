/** Matches a whole text; Playwright's own string match would take a part of it. */
export const wholeText = (text: string | RegExp): RegExp =>
  typeof text === 'string' ? new RegExp(`^\\s*${escape(text)}\\s*$`) : text;

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
