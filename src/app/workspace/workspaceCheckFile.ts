/**
 * Checks one file of a workspace. The result holds nothing private, and no certificate: only what is shown of the file.
 */
import { describeContents } from '../../core/document/describeContents';
import type { PemDocument } from '../../core/document/document';
import type { Finding, FindingOptions } from '../../core/findings/findings';
import type { SiblingFile } from '../../core/findings/siblings';
import type { CertificateType, ExpiryState, Span, Validity } from '../../core/model';
import type { LineStarts, TextRange } from '../../core/pem/lineStarts';
import { toTextRange } from '../../core/pem/lineStarts';
import { certificateName, shortName } from '../../core/x509/certificateName';
import { expiryState } from '../../core/x509/expiry';
import { preferredType, purposeOf } from '../../core/x509/purpose';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import type { FileReading } from '../sources/fileReadings';
import { silentStates } from './expiryMark';
import type { FileFinding, FileFindingOptions } from './fileFindings';
import { fileFindingSentence, findInFileSteps } from './fileFindings';

export interface CheckedFinding extends Pick<Finding, 'code' | 'severity'> {
  readonly sentence: string;
  /** Undefined where the file is no text. */
  readonly range: TextRange | undefined;
  /** Other places that belong to it, of the same file or of others. */
  readonly related: readonly { readonly uri: string; readonly range: TextRange; readonly sentence: string }[];
}

export interface CheckedCertificate {
  /** The index of the certificate in its file, from 0; those that cannot be read count. */
  readonly index: number;
  /** Short, with nothing hidden. */
  readonly name: string;
  readonly validity: Validity;
  readonly isCa: boolean;
  /** The one type that its purpose leaves. */
  readonly type: CertificateType | undefined;
  /** Short, with nothing hidden. */
  readonly issuer: string;
  /** The states that somebody asked to be silent about. */
  readonly silent: readonly ExpiryState[];
  /** At the time of the check. */
  readonly state: ExpiryState;
  readonly range: TextRange | undefined;
}

export interface CheckedFile {
  /** The URI, as `Uri.toString()` returns it. */
  readonly uri: string;
  /** In the order of the file. */
  readonly certificates: readonly CheckedCertificate[];
  readonly findings: readonly CheckedFinding[];
  readonly hasKey: boolean;
  /** A sentence on what it holds, where that is no certificate. */
  readonly contents: string;
  readonly fault: FileReading['fault'];
}

/** A file that is named like another, as read. Its `id` is its uri. */
export interface ReadSibling extends SiblingFile {
  /** Undefined where it is no text. */
  readonly lines: LineStarts | undefined;
}

export interface CheckOptions extends FileFindingOptions {
  readonly siblings: readonly ReadSibling[];
  /** Returns the line starts of another file that manifests refer to. */
  readonly linesOf?: (uri: string) => LineStarts | undefined;
  readonly translate: Translate;
}

/** Finds what the rules find in a file, and what it holds, in steps. */
export function* checkFileSteps(
  { uri, bytes, document, parts, lines, fault }: FileReading,
  { translate, linesOf, ...options }: CheckOptions,
): Cooperative<CheckedFile> {
  const findings = yield* findInFileSteps(
    { document, ...(parts && { parts }) },
    { ...options, bytes: { ...options.bytes, ...bytes } },
  );
  const rangeOf: RangeOf = (span, file) => {
    const starts =
      file === undefined || file === uri
        ? lines
        : (options.siblings.find(({ id }) => id === file)?.lines ?? linesOf?.(file));
    return starts && toTextRange(starts, span);
  };
  const certificates = toCertificates(document, options, rangeOf);
  return {
    uri,
    certificates,
    findings: findings.map((finding) => toCheckedFinding(finding, { uri, rangeOf, translate })),
    hasKey: document.parts.some(({ key }) => key !== undefined),
    contents: certificates.length > 0 ? '' : describeContents(document, translate),
    fault,
  };
}

/** Returns the range of a span in the file itself, or in one beside it. */
type RangeOf = (span: Span, siblings?: string) => TextRange | undefined;

function toCertificates(
  document: PemDocument,
  { now, warningDays, severities }: FindingOptions,
  rangeOf: RangeOf,
): readonly CheckedCertificate[] {
  return document.parts
    .filter(({ certificate }) => certificate !== undefined)
    .flatMap(({ certificate, block }, index) => {
      if (!certificate?.ok) return [];
      const { validity, isCa, extendedKeyUsage } = certificate.value;
      return [
        {
          index,
          name: certificateName(certificate.value),
          validity,
          isCa,
          type: preferredType(purposeOf(extendedKeyUsage)),
          issuer: shortName(certificate.value.issuer),
          silent: silentStates(document, block.begin, severities),
          state: expiryState(validity, now, warningDays),
          range: rangeOf(block.begin),
        },
      ];
    });
}

function toCheckedFinding(
  finding: FileFinding,
  { uri, rangeOf, translate }: { readonly uri: string; readonly rangeOf: RangeOf; readonly translate: Translate },
): CheckedFinding {
  const { code, severity, span, related = [] } = finding;
  return {
    code,
    severity,
    sentence: fileFindingSentence(finding, translate),
    range: rangeOf(span),
    related: related.flatMap(({ span: place, file, sentence: what }) => {
      const range = rangeOf(place, file);
      return range ? [{ uri: file ?? uri, range, sentence: translate(what) }] : [];
    }),
  };
}
