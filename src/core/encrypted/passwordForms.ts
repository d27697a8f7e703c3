import type { WorkBudget } from './workBudget';

/** A password as bytes, in the two ways that formats take it. */
export interface PasswordForm {
  /** For PBES1, PBES2, PBMAC1 and RFC 1421. */
  readonly bytes: Buffer;
  /** A BMPString with its terminator, for the derivation of RFC 7292 §B.1. */
  readonly wide: Buffer;
}

/** A password that is tried, and what trying may cost. */
export interface Attempt extends PasswordForm {
  readonly budget: WorkBudget;
}

/** Returns all {@link passwordForms}, paid for out of one budget. */
export const toAttempts = (password: string, budget: WorkBudget): readonly Attempt[] =>
  passwordForms(password).map((form) => ({ ...form, budget }));

/**
 * Returns every way that programs turn this password into bytes, likeliest first. An empty one is written with and
 * without terminator; beyond ASCII, older programs took bytes for characters.
 */
function passwordForms(password: string): readonly PasswordForm[] {
  const utf8 = Buffer.from(password, 'utf8');
  if (password === '')
    return [
      { bytes: utf8, wide: wide('') },
      { bytes: utf8, wide: Buffer.alloc(0) },
    ];
  const usual = { bytes: utf8, wide: wide(password) };
  if (utf8.length === password.length) return [usual];
  const latin1 = Buffer.from(password, 'latin1');
  const isLatin1 = latin1.toString('latin1') === password;
  return [
    usual,
    { bytes: utf8, wide: wide(utf8.toString('latin1')) },
    ...(isLatin1 ? [{ bytes: latin1, wide: wide(password) }] : []),
  ];
}

const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le').swap16();
