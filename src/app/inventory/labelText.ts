import type { Label } from '../../core/model';

/** Writes a label: `env=prod`, or just `prod` where labels are plain words. */
export function toLabelText(label: Label): string {
  return label.value === undefined || label.value === '' ? label.key : `${label.key}=${label.value}`;
}
