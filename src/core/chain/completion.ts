/** Completes a chain: finds which issuers it lacks, and which of the certificates at hand are those. */
import type { Cooperative } from '../../shared/cooperative';
import type { Certificate } from '../model';
import { isSelfIssued } from '../x509/certificateName';
import { nameKey } from '../x509/nameSubtrees';
import type { LinkCache } from './links';
import { isSameCertificate } from './links';
import type { PathReason } from './verdict';
import { judgeChainSteps } from './verdict';

export interface ChainTask {
  readonly leaf: Certificate;
  /** The certificates of the text, the leaf among them or not. */
  readonly known: readonly Certificate[];
  /** Certificates that may complete it, in any order. Only what a client accepts as issuer is taken. */
  readonly candidates: readonly Certificate[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly cache?: LinkCache;
}

export interface Completion {
  /** Issuers that the text lacks, with the certificate of the chain that each comes after. Without a root. */
  readonly missing: readonly { readonly certificate: Certificate; readonly after: Certificate }[];
  /** The last certificate of the chain with them, roots left out. */
  readonly top: Certificate;
  /** The root that issued `top`, at hand or in the text. Undefined where `missingIssuer` is not. */
  readonly root: Certificate | undefined;
  /** RFC 4514 text of the issuer that nobody at hand is. */
  readonly missingIssuer: string | undefined;
  /** The first of `candidates` that has the name and key of an issuer, and that clients refuse all the same, or may. */
  readonly refused: { readonly certificate: Certificate; readonly reasons: readonly PathReason[] } | undefined;
}

/**
 * Builds the chain as clients do, up to the root where one is at hand. A certificate whose signature this runtime
 * cannot check is no issuer, unless the text has it.
 */
export function* completeChainSteps({ leaf, known, candidates, now, cache }: ChainTask): Cooperative<Completion> {
  const verdict = yield* judgeChainSteps({ leaf, pool: [...known, ...candidates], now }, cache);
  const { path } = verdict;
  const own = new Set([leaf, ...known].map(({ fingerprints }) => fingerprints.sha256));
  const isNew = (certificate: Certificate): boolean => !own.has(certificate.fingerprints.sha256);
  const reasons = verdict.kind === 'refused' ? verdict.reasons : [];
  const against = (certificate: Certificate): readonly PathReason[] =>
    reasons.filter(({ certificate: of, by }) => (by && isNew(by) ? by : of) === certificate);
  // The signature of a certificate says who its issuer is: of the one before.
  const unsure = path.findIndex((each, at) => {
    const before = path[at - 1];
    return isNew(each) && (against(each).length > 0 || (before !== undefined && verdict.unverified.includes(before)));
  });
  const sure = unsure < 0 ? path : path.slice(0, unsure);
  const doubtful = unsure < 0 ? undefined : path[unsure];
  const dropped = verdict.dropped.find(({ certificate }) => isNew(certificate));
  const end = sure.at(-1) ?? leaf;
  const root = sure.length > 1 && isSelfIssued(end) ? end : undefined;
  return {
    missing: sure.flatMap((certificate, at) => {
      const after = sure[at - 1];
      return after && certificate !== root && isNew(certificate) ? [{ certificate, after }] : [];
    }),
    top: root ? (sure.at(-2) ?? leaf) : end,
    root,
    missingIssuer: isSelfIssued(end) ? undefined : end.issuer.text,
    refused: doubtful ? { certificate: doubtful, reasons: against(doubtful) } : dropped,
  };
}

/**
 * Returns the certificates that the chain of a text starts with: the given one, unless it issued another one of the
 * text.
 */
export function leafOf(meant: Certificate, certificates: readonly Certificate[]): Certificate {
  const below = certificates.find(
    (each) => !isSameCertificate(each, meant) && !isSelfIssued(each) && isNamedAs(each.issuer, meant.subject),
  );
  return below && !isSelfIssued(meant)
    ? leafOf(
        below,
        certificates.filter((each) => !isSameCertificate(each, meant)),
      )
    : meant;
}

const isNamedAs = (issuer: Certificate['issuer'], subject: Certificate['subject']): boolean =>
  nameKey(issuer) === nameKey(subject);

/**
 * Lists the addresses at which the issuer of a certificate is said to be (RFC 5280 §4.2.2.1), as it has them: foreign
 * text.
 */
export const issuerAddresses = ({ extensions }: Pick<Certificate, 'extensions'>): readonly string[] => [
  ...new Set(
    extensions.flatMap(({ content }) =>
      content.kind === 'authorityInfoAccess'
        ? content.access.flatMap(({ method, address }) => (method === caIssuers ? [address] : []))
        : [],
    ),
  ),
];

const caIssuers = '1.3.6.1.5.5.7.48.2';
