/** Whether a text has this in it; a string in whatever case, as Playwright looks for one. */
export const holds = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.toLowerCase().includes(wanted.toLowerCase()) : wanted.test(text);
