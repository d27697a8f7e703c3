import type { Reading } from '../model';
import { DerError } from './der';

/** Turns what a DER reader throws into a failed reading: the border of every one of them. */
export function reading<T>(read: () => T): Reading<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof DerError) {
      return { ok: false, reason: error.reason, offset: error.offset };
    }
    throw error;
  }
}
