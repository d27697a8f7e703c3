/** Writes a day as every sentence, row and list does: `2027-01-18`, in UTC; a dash for a time beyond the calendar. */
export const dayText = (time: number): string =>
  Math.abs(time) <= lastTime ? new Date(time).toISOString().slice(0, -'T00:00:00.000Z'.length) : '–';

/** Milliseconds from 1970 on that a `Date` can hold (ECMAScript, Time Values and Time Range). */
const lastTime = 8.64e15;
