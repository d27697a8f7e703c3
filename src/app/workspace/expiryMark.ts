import type { PemDocument } from '../../core/document/document';
import { remainingDetail } from '../../core/document/outline';
import type { FindingOptions } from '../../core/findings/findings';
import { isIgnoredAt } from '../../core/findings/findings';
import type { ExpiryState, Span, Validity } from '../../core/model';
import { certificateName } from '../../core/x509/certificateName';
import { daysLeft, expiryState } from '../../core/x509/expiry';
import type { Translate } from '../../shared/translate';
import type { Clock } from '../inventory/stateCounts';

/** A certificate of a file, for which somebody minds its dates. */
export interface MarkedCertificate {
  /** Short, with nothing hidden. */
  readonly name: string;
  readonly validity: Validity;
  /** The states that the file's comments or the settings silence. */
  readonly silent: readonly ExpiryState[];
}

/** The mark of a file whose certificates expire. */
export interface ExpiryMark {
  /** One or two characters. */
  readonly badge: string;
  readonly isExpired: boolean;
  readonly tooltip: string;
}

/** Keeps what a mark needs of a file's certificates, small enough to be remembered. */
export const toMarkedCertificates = (
  document: PemDocument,
  severities: FindingOptions['severities'],
): readonly MarkedCertificate[] =>
  document.parts.flatMap(({ block, certificate }) => {
    if (!certificate?.ok) return [];
    const silent = silentStates(document, block.begin, severities);
    return [{ name: certificateName(certificate.value), validity: certificate.value.validity, silent }];
  });

/** Returns the states that a file's comments or the settings silence for the block that begins at `span`. */
export const silentStates = (
  document: PemDocument,
  span: Span,
  severities: FindingOptions['severities'],
): readonly ExpiryState[] =>
  (['expired', 'expiring'] as const).filter(
    (code) => severities?.get(code) === 'off' || isIgnoredAt(document, { code, span }),
  );

/** Makes the mark by the worst of a file's certificates; undefined where none is expired or about to be. */
export function toExpiryMark(
  certificates: readonly MarkedCertificate[],
  clock: Clock & { readonly translate: Translate },
): ExpiryMark | undefined {
  const { now, warningDays, translate } = clock;
  const inState = (state: ExpiryState): readonly MarkedCertificate[] =>
    certificates
      .filter(({ validity, silent }) => expiryState(validity, now, warningDays) === state && !silent.includes(state))
      .toSorted((one, other) => one.validity.notAfter - other.validity.notAfter);
  const [expired, expiring] = [inState('expired'), inState('expiring')];
  const [first] = [...expired, ...expiring];
  if (!first) return undefined;
  const isExpired = expired.length > 0;
  const words = {
    name: first.name,
    time: remainingDetail(first.validity, clock),
    count: (isExpired ? expired : expiring).length - 1,
  };
  const sentence = isExpired ? expiredText(words, translate) : expiringText(words, translate);
  return { badge: isExpired ? '!' : daysBadge(daysLeft(first.validity, now)), isExpired, tooltip: sentence };
}

interface Words {
  readonly name: string;
  /** `expired 3 d ago`, `12 d` */
  readonly time: string;
  readonly count: number;
}

const expiredText = ({ name, time, count }: Words, translate: Translate): string =>
  count === 0
    ? translate('Certificate {time}: {name}', { time, name })
    : translate('Certificate {time}: {name}, and {count} more', { time, name, count });

const expiringText = ({ name, time, count }: Words, translate: Translate): string =>
  count === 0
    ? translate('Certificate expires in {time}: {name}', { time, name })
    : translate('Certificate expires in {time}: {name}, and {count} more', { time, name, count });

/** Writes a number of days in two characters, which is all that VS Code takes. */
const daysBadge = (days: number): string => String(Math.min(99, Math.max(0, days)));
