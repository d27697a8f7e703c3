import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { certificateName } from '../x509/certificateName';
import { isRefusedBySome, reasonText } from './reasonText';
import type { PathReason, PathVerdict } from './verdict';

/** A verdict as hover and page show it. Safe to show. */
export interface VerdictText {
  readonly label: string;
  readonly values: readonly string[];
  readonly isRefused: boolean;
}

const maxReasons = 5;

interface VerdictStyle {
  /** Returns true for reasons that are said elsewhere already. */
  readonly isSaid: (reason: PathReason) => boolean;
  /** Sets off what strangers chose. */
  readonly quote?: (text: string) => string;
}

/** Says by which path clients accept a certificate, or why not. Undefined where all reasons are said already. */
export function verdictText(
  verdict: PathVerdict,
  t: Translate,
  { isSaid, quote = (text) => text }: VerdictStyle,
): VerdictText | undefined {
  if (verdict.kind === 'refused') {
    const reasons = verdict.reasons.filter((reason) => !isSaid(reason));
    if (reasons.length === 0) return undefined;
    return {
      label: reasons.every(isRefusedBySome) ? t('Some clients refuse it') : t('Clients refuse it'),
      values: reasons.slice(0, maxReasons).map((reason) => reasonText(reason, t, quote)),
      isRefused: true,
    };
  }
  const { path, missingIssuer, unverified } = verdict;
  if (verdict.kind === 'cannotTell')
    return {
      label: t('Clients'),
      values: [
        t('It is unknown whether they accept it: the signature of {name} cannot be checked here', {
          name: quote(unverified.slice(0, 3).map(certificateName).join(', ')),
        }),
      ],
      isRefused: false,
    };
  const values = {
    path: quote(path.map(certificateName).join(' → ')),
    issuer: quote(toShortText(missingIssuer ?? '', 120)),
  };
  return {
    label: t('Clients accept it'),
    values: [
      missingIssuer !== undefined
        ? t('{path}, where they trust {issuer}', values)
        : path.length > 1
          ? t('{path}, where they trust its root', values)
          : t('where they trust the certificate itself'),
    ],
    isRefused: false,
  };
}
