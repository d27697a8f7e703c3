/** Matches a whole text; Playwright's own string match would take a part of it. */
export const wholeText = (text: string | RegExp): RegExp =>
  typeof text === 'string' ? new RegExp(`^\\s*${escape(text)}\\s*$`) : text;

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A certificate's row begins with its days: `12 d`, `−9 d`, `<1 d`, `in 3 d`; `12 天` in Chinese. */
export const withDays = ({ source, flags }: RegExp): RegExp =>
  source.startsWith('^')
    ? new RegExp(`^\\s*((−?<?|in )\\d+ (d|天后?) ?)?${source.slice(1)}`, flags)
    : new RegExp(source, flags);
