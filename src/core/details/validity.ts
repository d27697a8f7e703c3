import type { DetailModel, DetailRow, DetailSection } from '../../shared/protocol';
import type { ExpiryState, Validity } from '../model';
import { expiryState, isEndless } from '../x509/expiry';
import { toEnd, toRelative, toSpan, toUtc } from './dates';
import type { DetailOptions } from './input';

type Severity = DetailModel['badges'][number]['severity'];

export const validitySeverity = (state: ExpiryState): Severity => {
  switch (state) {
    case 'valid':
      return 'ok';
    case 'expiring':
    case 'notYetValid':
      return 'warning';
    case 'expired':
      return 'error';
  }
};

/**
 * Returns the state of a validity in one word. What is not in use is valid without being well: it gets no green sign.
 */
export function validityBadge(
  validity: Validity,
  options: DetailOptions,
  { isInUse = true }: { readonly isInUse?: boolean } = {},
): DetailModel['badges'][number] {
  const state = expiryState(validity, options.now, options.warningDays);
  const words: Readonly<Record<ExpiryState, string>> = {
    valid: options.translate('Valid'),
    expiring: options.translate('Expiring'),
    expired: options.translate('Expired'),
    notYetValid: options.translate('Not valid yet'),
  };
  return { text: words[state], severity: state === 'valid' && !isInUse ? 'info' : validitySeverity(state) };
}

/** Returns the sign of a row that is about a validity; a valid one needs none. */
export function validitySign(validity: Validity, { now, warningDays }: DetailOptions): Pick<DetailRow, 'severity'> {
  const state = expiryState(validity, now, warningDays);
  return state === 'valid' ? {} : { severity: validitySeverity(state) };
}

/** Says how far away the end is: `expires in 12 days`. */
export function validityNote(validity: Validity, options: DetailOptions): string {
  const { notBefore, notAfter } = validity;
  const { now, translate } = options;
  switch (expiryState(validity, now, options.warningDays)) {
    case 'notYetValid':
      return translate('becomes valid in {span}', { span: toSpan(notBefore - now, translate) });
    case 'expired':
      return translate('expired {span} ago', { span: toSpan(now - notAfter, translate) });
    case 'valid':
    case 'expiring':
      return isEndless(validity)
        ? translate('has no expiration date')
        : translate('expires in {span}', { span: toSpan(notAfter - now, translate) });
  }
}

/** Says the state and how far away its end is in one line, and that it is over only once: `Expired · 3 days ago`. */
export function validityLine(validity: Validity, options: DetailOptions): string {
  const { now, warningDays, translate } = options;
  const state = expiryState(validity, now, warningDays);
  const note =
    state === 'expired' || state === 'expiring'
      ? toRelative(validity.notAfter, now, translate)
      : validityNote(validity, options);
  return `${validityBadge(validity, options).text} · ${note}`;
}

export function toLifetime(validity: Validity, options: DetailOptions): NonNullable<DetailModel['lifetime']> {
  const { notBefore, notAfter } = validity;
  const { now, translate } = options;
  const state = expiryState(validity, now, options.warningDays);
  const total = notAfter - notBefore;
  const hasRest = (state === 'valid' || state === 'expiring') && !isEndless(validity);
  return {
    left: total > 0 ? Math.min(1, Math.max(0, (notAfter - now) / total)) : Number(state !== 'expired'),
    state,
    from: toUtc(notBefore),
    to: toEnd(notAfter, translate),
    text: hasRest
      ? translate('{left} of {total} left', {
          left: toSpan(notAfter - now, translate),
          total: toSpan(total, translate),
        })
      : validityNote(validity, options),
  };
}

/** @param missing stands for a validity that is not known */
export function validitySection(
  validity: Validity | undefined,
  options: DetailOptions,
  missing = options.translate('not returned by the gateway'),
): DetailSection {
  const { now, translate } = options;
  const title = translate('Validity');
  if (!validity)
    return {
      id: 'validity',
      title,
      rows: [{ id: 'validity.unknown', label: title, values: [missing], isAbsent: true }],
    };
  const state = expiryState(validity, now, options.warningDays);
  const rows: DetailRow[] = [
    {
      id: 'validity.notBefore',
      label: translate('Not before'),
      values: [toUtc(validity.notBefore)],
      note: toRelative(validity.notBefore, now, translate),
      ...(state === 'notYetValid' ? { severity: 'warning' as const } : {}),
    },
    {
      id: 'validity.notAfter',
      label: translate('Not after'),
      values: [toUtc(validity.notAfter)],
      note: isEndless(validity) ? translate('has no expiration date') : toRelative(validity.notAfter, now, translate),
      ...(state === 'expired' || state === 'expiring' ? { severity: validitySeverity(state) } : {}),
    },
    validity.notAfter < validity.notBefore
      ? {
          id: 'validity.lifetime',
          label: translate('Lifetime'),
          values: [translate('none: it ends before it begins')],
          severity: 'error',
          isAbsent: true,
        }
      : {
          id: 'validity.lifetime',
          label: translate('Lifetime'),
          values: [toSpan(validity.notAfter - validity.notBefore, translate)],
        },
  ];
  return { id: 'validity', title, rows };
}
