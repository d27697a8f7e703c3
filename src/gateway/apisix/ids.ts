import type { Notes } from '../read';
import { readId } from '../read';

/** schema_def.lua's `id_schema`: what an object's id can be; whole numbers, which it takes too, are such a text. */
const idPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** A whole number of 15 digits and more, as Lua writes it into the name of the object: `1.2345678901235e+14`. */
const longNumber = /^[0-9]\.?[0-9]{0,14}e\+[0-9]{2,3}$/;

/** Reads an id as text; undefined for what no object of APISIX can be called: such a text is shown to nobody. */
export function readApisixId(json: unknown): string | undefined {
  const id = readId(json);
  return id !== undefined && (idPattern.test(id) || longNumber.test(id)) ? id : undefined;
}

/** Returns whether a path can lead to the object: servers take `.` and `..` out of it before they look. */
export const isAddressable = (id: string): boolean => id !== '.' && id !== '..' && readApisixId(id) !== undefined;

/** Says of an object that a list can show though no path leads to it. */
export function noteUnaddressable(id: string, notes: Notes): void {
  if (id === '.' || id === '..')
    notes.push('No address leads to an object with this ID: it can be changed and removed only in the store itself.');
}
