import type { ExpiryState } from '../../core/model';
import { expiryState } from '../../core/x509/expiry';
import type { CertificateEntry } from './certificateEntry';

/**
 * The current time, and when a certificate starts to count as expiring: days, or null for the lifetime's own measure.
 */
export interface Clock {
  readonly now: number;
  readonly warningDays: number | null;
}

/** In the order of urgency. `disabled`: switched off, so its dates hurt nobody. `unknown`: nobody tells the dates. */
export const certificateStates = ['expired', 'expiring', 'notYetValid', 'valid', 'unknown', 'disabled'] as const;
export type CertificateState = ExpiryState | 'disabled' | 'unknown';

export function toCertificateState(entry: CertificateEntry, clock: Clock): CertificateState {
  if (entry.stored.isEnabled === false) return 'disabled';
  return entry.validity ? expiryState(entry.validity, clock.now, clock.warningDays) : 'unknown';
}
