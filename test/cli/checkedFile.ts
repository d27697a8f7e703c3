/** What the product says of one file, as data: the workspace check's findings, the chain, and what an upload would send. */
import { certificatesOf, describeContents } from '../../src/core/document/document';
import { certificateName } from '../../src/core/document/outline';
import { orderChain } from '../../src/core/chain/chain';
import { findFindings, findingSentence } from '../../src/core/findings/findings';
import type { Finding } from '../../src/core/findings/findings';
import type { SiblingFile } from '../../src/core/findings/siblings';
import { keyFit } from '../../src/core/keys/keys';
import type { Certificate, Span } from '../../src/core/model';
import { toTextRange } from '../../src/core/pem/lineStarts';
import { expiryState } from '../../src/core/x509/expiry';
import type { FileReading } from '../../src/app/sources/fileReadings';
import { toFileContent } from '../../src/app/sources/fileContent';
import { toMaterial } from '../../src/app/sources/material';
import type { FileMaterial } from '../../src/app/sources/material';
import { leavesOf, toFirstDraft } from '../../src/app/writes/upload';
import type { UploadLeaf } from '../../src/app/writes/upload';
import { checkUpload } from '../../src/app/writes/uploadChecks';
import { english } from '../../src/shared/translate';

export interface CheckOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly hosts: readonly string[];
  /** Other files of the call that belong to this one by name, the likeliest first. */
  readonly siblings: readonly SiblingFile[];
}

/** The setting's own default. */
const warningDays = 30;

export function toCheckedFile(file: string, bytes: Uint8Array, read: FileReading, options: CheckOptions) {
  const findings = findFindings(read.document, { ...options, warningDays });
  const content = toFileContent(bytes);
  const place = file.slice(file.lastIndexOf('/') + 1);
  const material = toMaterial({ place, content: content.kind === 'text' ? content.text : content.bytes }, english);
  return {
    file,
    fault: read.fault,
    contents: certificatesOf(read.document).length > 0 ? '' : describeContents(read.document, english),
    holds: read.document.parts.map(({ block, certificate, key }) => ({
      label: block.label,
      kind: block.kind,
      isIntact: block.isIntact,
      ...(read.lines && { range: toRange(read, block.span) }),
      ...(certificate &&
        (certificate.ok ? certificateFacts(certificate.value, options) : { reason: certificate.reason })),
      ...(key && { key: key.status === 'plain' ? key.key.name : key.status }),
    })),
    findings: findings.map((finding) => toFinding(finding, read)),
    chain: toChain(certificatesOf(read.document)),
    upload: toUpload(material, options),
  };
}

const certificateFacts = (certificate: Certificate, { now }: CheckOptions) => ({
  name: certificateName(certificate),
  notBefore: toTime(certificate.validity.notBefore),
  notAfter: toTime(certificate.validity.notAfter),
  isCa: certificate.isCa,
  state: expiryState(certificate.validity, now, warningDays),
  sha256: certificate.fingerprints.sha256,
});

const toTime = (time: number): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
};

/** Lines and columns count from 1, as editors show them; offsets are UTF-16 units from 0. */
function toRange({ lines }: FileReading, span: Span) {
  const range = lines && toTextRange(lines, span);
  return (
    range && {
      start: { line: range.start.line + 1, column: range.start.character + 1, offset: span.start },
      end: { line: range.end.line + 1, column: range.end.character + 1, offset: span.end },
    }
  );
}

const toFinding = (finding: Finding, read: FileReading) => ({
  code: finding.code,
  severity: finding.severity,
  range: toRange(read, finding.span),
  sentence: findingSentence(finding, english),
});

function toChain(certificates: readonly Certificate[]) {
  const chain = orderChain(certificates);
  return {
    path: chain.ordered.map(certificateName),
    isInOrder: chain.isInOrder,
    missingIssuer: chain.missingIssuer,
    leftOut: chain.strangers.map(certificateName),
    faults: chain.faults.map(({ certificate, fault }) => ({ certificate: certificateName(certificate), fault })),
  };
}

const toUpload = (material: FileMaterial, options: CheckOptions) => ({
  notes: material.notes,
  contents: material.contents,
  stores: material.stores.length,
  keys: material.keys.map(({ place, reading }) => ({ place, status: reading.status })),
  drafts: leavesOf(material).map((leaf) => toDraft(leaf, material, options)),
});

function toDraft(leaf: UploadLeaf, material: FileMaterial, { now }: CheckOptions) {
  const draft = toFirstDraft(leaf, material);
  return {
    place: draft.place,
    certificates: draft.chain.map(certificateName),
    serials: draft.chain.map(({ serial }) => serial),
    type: draft.type,
    names: draft.names,
    key: draft.key && { place: draft.key.place, fit: keyFit(draft.leaf, draft.key.reading) },
    leftOut: draft.leftOut,
    checks: checkUpload(draft, { now, warningDays, wantsNames: true, translate: english }),
  };
}
