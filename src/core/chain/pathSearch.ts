import type { Cooperative } from '../../shared/cooperative';
import { limits } from '../limits';
import type { Certificate } from '../model';
import { isSelfIssued } from '../x509/certificateName';
import { matchNames, nameKey } from '../x509/nameSubtrees';
import type { Link, Links } from './links';
import type { PathQuestion } from './pathReasons';
import { linkReasons, ownReasons, pathReasons } from './pathReasons';
import type { JudgedPath, PathHint, PathReason, PathRequest, PathVerdict } from './verdict';

/** A `PathRequest` whose time may be missing; then dates only help to choose among issuers. */
export type PathTask = Omit<PathRequest, 'pool' | 'now'> & Pick<PathQuestion, 'now'>;

/** Steps from a certificate to an issuer that one search takes: names and cross signatures are made to cost time. */
const maxSteps = 400;

/**
 * Finds the path by which a client would accept the leaf, trying issuers in the order in which clients prefer them;
 * where there is none, the one that the least speaks against. `links` is of the leaf, the pool and the roots.
 */
export function* findPath(links: Links, task: PathTask): Cooperative<PathVerdict> {
  const search = new Search(links, task);
  yield* search.extend([{ certificate: task.leaf, state: 'issued' }], [keyOf(task.leaf)]);
  return search.verdict();
}

class Search {
  private best: Candidate | undefined;
  private steps = 0;
  private readonly rootKeys: ReadonlySet<string> | undefined;

  constructor(
    private readonly links: Links,
    private readonly task: PathTask,
  ) {
    this.rootKeys = task.roots && new Set(task.roots.map(keyOf));
  }

  /**
   * Extends the path from its last link, depth first. `keys` are the names and keys of the path: none occurs twice, or
   * it would never end.
   */
  *extend(path: readonly Link[], keys: readonly string[]): Cooperative<undefined> {
    const top = path.at(-1)?.certificate ?? this.task.leaf;
    const isRoot = yield* this.links.isSelfSigned(top);
    if (isRoot || this.isTrusted(top)) return yield* this.consider(path, isRoot);
    const issuers = (yield* this.issuersOf(top)).filter(({ certificate }) => !keys.includes(keyOf(certificate)));
    if (issuers.length === 0 || path.length >= limits.chainLength) return yield* this.consider(path, false);
    for (const issuer of issuers) {
      // The first path is always gone to its end.
      if (this.best && (isPerfect(this.best) || this.steps++ >= maxSteps)) return undefined;
      yield* this.extend([...path, issuer], [...keys, keyOf(issuer.certificate)]);
    }
    return undefined;
  }

  verdict(): PathVerdict {
    const { judged, reasons } = this.best ?? { judged: alone(this.task.leaf), reasons: [] };
    if (reasons.length > 0) return { ...judged, kind: 'refused', reasons };
    return { ...judged, kind: judged.unverified.length > 0 ? 'cannotTell' : 'accepted' };
  }

  private isTrusted(certificate: Certificate): boolean {
    return this.rootKeys?.has(keyOf(certificate)) ?? false;
  }

  /** Orders issuers as clients try them; else in the order of the list. */
  private *issuersOf(certificate: Certificate): Cooperative<readonly Link[]> {
    const ranked = (yield* this.links.issuersOf(certificate)).map((link) => ({
      link,
      rank: this.rankOf(certificate, link),
    }));
    return ranked.sort((a, b) => compareRanks(a.rank, b.rank)).map(({ link }) => link);
  }

  private rankOf(certificate: Certificate, { certificate: issuer, state }: Link): readonly number[] {
    const faults = [...ownReasons(issuer, this.task), ...linkReasons(certificate, issuer)].length;
    return [
      state === 'issued' ? 0 : 1,
      this.isTrusted(issuer) ? 0 : 1,
      faults > 0 ? 1 : 0,
      issuer.isCa ? 0 : 1,
      isSelfIssued(issuer) ? 0 : 1,
      -issuer.validity.notAfter,
    ];
  }

  private *consider(links: readonly Link[], isRoot: boolean): Cooperative<undefined> {
    const path = links.map(({ certificate }) => certificate);
    const top = path.at(-1) ?? this.task.leaf;
    const reasons = yield* pathReasons(path, this.task);
    if (this.rootKeys && !this.isTrusted(top)) {
      const end: PathReason = { code: isRoot ? 'rootNotTrusted' : 'issuerMissing', certificate: top };
      this.keepBetter(toCandidate(links, [...reasons, end], isRoot));
    } else this.keepBetter(withoutSpoiltEnd(toCandidate(links, reasons, isRoot), this.task));
    return undefined;
  }

  private keepBetter(candidate: Candidate): void {
    if (!this.best || compareRanks(candidate.score, this.best.score) < 0) this.best = candidate;
  }
}

interface Candidate {
  readonly judged: JudgedPath;
  readonly reasons: readonly PathReason[];
  /** Less is better, the first number first. */
  readonly score: readonly number[];
}

const isPerfect = ({ score }: Candidate): boolean => score.every((each) => each === 0);

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((each, index) => each !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function toCandidate(links: readonly Link[], reasons: readonly PathReason[], isRoot: boolean): Candidate {
  const path = links.map(({ certificate }) => certificate);
  // The state of a link is that of the one before it: its signature.
  const unverified = path.filter((_, index) => links[index + 1]?.state === 'cannotTell');
  const judged: JudgedPath = {
    path,
    hints: hintsOf(path),
    unverified,
    missingIssuer: isRoot ? undefined : path.at(-1)?.issuer.text,
    dropped: [],
  };
  return { judged, reasons, score: [reasons.length, unverified.length, isRoot ? 0 : 1, 0] };
}

const alone = (leaf: Certificate): JudgedPath => ({
  path: [leaf],
  hints: [],
  unverified: [],
  missingIssuer: leaf.issuer.text,
  dropped: [],
});

/**
 * Drops a cross-signed root, or another issuer of an issuer, that has expired or has another key identifier: a client
 * may have one of the same name and key itself, and with this one it has none. Not so where nothing is known of it but
 * the leaf, and not for a root, which is the client's own.
 */
function withoutSpoiltEnd(candidate: Candidate, { roots }: PathTask): Candidate {
  const { judged, reasons } = candidate;
  const { path } = judged;
  const places = reasons.map(({ certificate, by }) => Math.max(path.indexOf(certificate), by ? path.indexOf(by) : 0));
  const end = Math.min(...places);
  const first = path[end];
  const isReplaceable = reasons.every(({ code }) => replaceable.has(code));
  if (roots || reasons.length === 0 || end < 2 || !first || !isReplaceable || isSelfIssued(first)) return candidate;
  const kept = path.slice(0, end);
  return {
    judged: {
      ...judged,
      path: kept,
      hints: hintsOf(kept),
      unverified: judged.unverified.filter((each) => path.indexOf(each) < end - 1),
      missingIssuer: kept.at(-1)?.issuer.text,
      dropped: path.slice(end).map((certificate, index) => ({
        certificate,
        reasons: reasons.filter((_, at) => places[at] === end + index),
      })),
    },
    reasons: [],
    score: [0, 0, 1, 1],
  };
}

const replaceable: ReadonlySet<string> = new Set<PathReason['code']>([
  'expired',
  'notYetValid',
  'keyIdMismatch',
  'keyIssuerMismatch',
]);

const hintsOf = (path: readonly Certificate[]): readonly PathHint[] =>
  path.flatMap((certificate, index): readonly PathHint[] => {
    const by = path[index + 1];
    return by && matchNames(certificate.issuer, by.subject) === 'text'
      ? [{ code: 'nameBytesDiffer', certificate, by }]
      : [];
  });

/** Returns the name and key of a certificate: clients take certificates that share both for one CA. */
const keyOf = ({ subject, fingerprints }: Certificate): string => `${fingerprints.spkiSha256} ${nameKey(subject)}`;
