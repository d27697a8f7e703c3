import type { Translate } from '../shared/translate';
import { breakageSentences } from './breakageSentences';
import { orderChain } from './chain';
import { certificatesOf } from './document';
import type { PemDocument } from './document';
import type { FindingOptions, Place } from './findingPlaces';
import { rules } from './findingRules';
import type { FindingCode, FindingSeverity } from './findingRules';
import type { Span } from './model';
import type { BreakageCode } from './pem';

/** Something worth telling about a text, where it stands. */
export interface Finding {
  readonly code: FindingCode | BreakageCode;
  readonly severity: FindingSeverity;
  readonly span: Span;
  /** What fills the sentence. Public, and safe to show: hidden characters are written out. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** Other places that belong to it. `sentence` is plain English without places to fill. */
  readonly related?: readonly { readonly span: Span; readonly sentence: string }[];
}

/** Everything the rules find, in the order of the text. */
export function findFindings(document: PemDocument, options: FindingOptions): readonly Finding[] {
  const chain = orderChain(certificatesOf(document));
  const broken = document.breakages.map(({ code, span, label, facts }): Finding => {
    return { code, severity: 'error', span, facts: { ...facts, label: String(facts['label'] ?? label) } };
  });
  const found = rules.flatMap(({ code, severity, find }) =>
    find({ document, chain, ...options }).map(({ part, facts, related }: Place): Finding => {
      const places = related?.map((other) => ({ span: other.part.block.begin, sentence: other.sentence }));
      return { code, severity, span: part.block.begin, facts: facts ?? {}, ...(places ? { related: places } : {}) };
    }),
  );
  return [...broken, ...found].sort((a, b) => a.span.start - b.span.start);
}

const sentences: ReadonlyMap<Finding['code'], string> = new Map<Finding['code'], string>([
  ...rules.map(({ code, sentence }): [Finding['code'], string] => [code, sentence]),
  ...Object.entries(breakageSentences).map(([code, sentence]): [Finding['code'], string] => [code as BreakageCode, sentence]),
]);

/** The finding as a person reads it. */
export const findingSentence = (finding: Finding, translate: Translate): string =>
  translate(sentences.get(finding.code) ?? finding.code, finding.facts);
