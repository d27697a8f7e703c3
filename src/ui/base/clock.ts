import type { Clock } from '../../app/inventory/stateCounts';

export interface ClockServices {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly settings: { readonly expiryWarningDays: number | null };
}

/** Returns the time by which states are judged, with what counts as expiring by the settings. */
export const clockOf = ({ now, settings }: ClockServices): Clock => ({
  now: now(),
  warningDays: settings.expiryWarningDays,
});
