import type { Reading } from '../model';
import { DerError } from './der';

/** The border of every DER reader: what one throws inside becomes an answer. */
export function reading<T>(read: () => T): Reading<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof DerError) {
      return { ok: false, reason: error.message, offset: error.offset };
    }
    throw error;
  }
}
