/**
 * Says what the product finds in one file, as data: findings of the workspace check, the chain, and what an upload
 * would send.
 */
import { openedMaterial } from '../../src/app/sources/derMaterial';
import type { FileContent } from '../../src/app/sources/fileContent';
import { toFileContent } from '../../src/app/sources/fileContent';
import { toMaterialSteps } from '../../src/app/sources/fileMaterial';
import type { FileReading } from '../../src/app/sources/fileReadings';
import { openedPem } from '../../src/app/sources/heldDocument';
import type { Holding } from '../../src/app/sources/holding';
import type { Material } from '../../src/app/sources/material';
import { joinMaterial, OpenedKeys } from '../../src/app/sources/material';
import { readHolding } from '../../src/app/sources/readHolding';
import type { FileFinding } from '../../src/app/workspace/fileFindings';
import { fileFindingSentence, findInFileSteps } from '../../src/app/workspace/fileFindings';
import { ManifestIndex } from '../../src/app/workspace/manifestIndex';
import type { UploadLeaf } from '../../src/app/writes/upload';
import { leavesOf, toFirstDraft } from '../../src/app/writes/upload';
import { checkUpload } from '../../src/app/writes/uploadChecks';
import { orderChain } from '../../src/core/chain/chain';
import { reasonText } from '../../src/core/chain/reasonText';
import { describeContents } from '../../src/core/document/describeContents';
import type { PemDocument } from '../../src/core/document/document';
import { certificatesOf, readPemDocument } from '../../src/core/document/document';
import { decryptContainer } from '../../src/core/encrypted/decryptContainer';
import type { SiblingFile } from '../../src/core/findings/siblings';
import { keyFit } from '../../src/core/keys/keys';
import type { Certificate, Span } from '../../src/core/model';
import { toTextRange } from '../../src/core/pem/lineStarts';
import { certificateName } from '../../src/core/x509/certificateName';
import { expiryState, isEndless } from '../../src/core/x509/expiry';
import { runSync } from '../../src/shared/cooperative';
import { english } from '../../src/shared/translate';
import { readContents } from '../../src/ui/details/fileContents';

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
  const groups = read.parts?.groups.map(({ document }) => document) ?? [read.document];
  const index = new ManifestIndex();
  index.set(read);
  const findings = runSync(
    findInFileSteps(read, {
      ...options,
      bytes: read.bytes ?? {},
      warningDays,
      hostsOf: (object) => index.hostsOf(object),
      hostConflicts: index.conflictsOf(read.uri),
    }),
  );
  const content = toFileContent(bytes);
  const place = file.slice(file.lastIndexOf('/') + 1);
  const material = withOpenStores(runSync(toMaterialSteps({ place, content }, english)));
  return {
    file,
    fault: read.fault,
    contents: contentsOf(content, read),
    holds: toHeld(readHolding(content), { read, now: options.now }),
    findings: findings.map((finding) => toFinding(finding, read)),
    chains: groups.map((group) => toChain(certificatesOf(group), options.now)),
    upload: toUpload(material, options),
  };
}

/** Opens PKCS#12 files that have no password. Others stay closed: nobody is asked here. */
function withOpenStores(material: Material): Material {
  const parts: Material[] = [material];
  const stores: (typeof material.stores)[number][] = [];
  for (const store of material.stores) {
    const result = decryptContainer(store.encrypted, '', { trigger: 'asked' });
    if (result.status !== 'opened') stores.push(store);
    else parts.push(openedMaterial(result, { place: store.place, keys: new OpenedKeys(), translate: english }));
  }
  return { ...joinMaterial(parts), stores };
}

/**
 * Returns what a person sees of the file: of a text as it is read, of anything else by the certificates and keys in it.
 */
function contentsOf(content: FileContent, { document, isText, parts }: FileReading): string {
  if ((!isText || parts) && document.parts.length > 0) return describeContents(document, english);
  const { contents, encrypted } = readContents(content, english);
  const result = encrypted && decryptContainer(encrypted, '', { trigger: 'asked' });
  return result?.status === 'opened' ? describeContents(readPemDocument(openedPem(result)), english) : contents;
}

interface HeldContext {
  /** Undefined inside of what is decoded: nothing there has a place. */
  readonly read: FileReading | undefined;
  readonly now: number;
}

/** Returns what the reader found, as data. Of a private key only its kind. */
function toHeld(holding: Holding, context: HeldContext): object {
  const inside = { ...context, read: undefined };
  switch (holding.kind) {
    case 'pem':
      return {
        kind: 'pem',
        ...(holding.repaired && { repaired: holding.repaired.by }),
        parts: toParts(holding.document, context),
        ...(holding.repaired && { repairedParts: toParts(holding.repaired.document, inside) }),
      };
    case 'der': {
      const { object } = holding;
      return {
        kind: 'der',
        what: object.kind,
        ...(object.kind === 'certificate' && certificateFacts(object.certificate, context)),
        ...(object.kind === 'pkcs7' && {
          certificates: object.certificates.map((each) =>
            each.ok ? certificateFacts(each.value, context) : { reason: each.reason },
          ),
        }),
        ...(object.kind === 'unknown' && { reason: object.reason }),
      };
    }
    case 'base64':
      return { kind: 'base64', layers: holding.layers, inner: toHeld(holding.inner, inside) };
    case 'values':
      return {
        kind: 'values',
        hasSecret: holding.hasSecret,
        values: holding.values.map(({ name, span, holding, isOverridden }) => ({
          name,
          range: context.read && toRange(context.read, span),
          isOverridden,
          holds: toHeld(holding, inside),
        })),
      };
    case 'foreign':
      return { kind: 'foreign', format: holding.format };
  }
}

const toParts = ({ parts }: PemDocument, context: HeldContext) =>
  parts.map(({ block, certificate, key, member, mislabelled }) => ({
    label: block.label,
    kind: block.kind,
    isIntact: block.isIntact,
    mislabelled,
    member,
    range: context.read && toRange(context.read, block.span),
    ...(certificate &&
      (certificate.ok ? certificateFacts(certificate.value, context) : { reason: certificate.reason })),
    ...(key && { key: key.status === 'plain' ? key.key.name : key.status }),
  }));

const certificateFacts = (certificate: Certificate, { now }: Pick<CheckOptions, 'now'>) => ({
  name: certificateName(certificate),
  notBefore: toTime(certificate.validity.notBefore),
  notAfter: toTime(certificate.validity.notAfter),
  isCa: certificate.isCa,
  state: expiryState(certificate.validity, now, warningDays),
  ...(isEndless(certificate.validity) && { end: 'no expiration date' }),
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

const toFinding = (finding: FileFinding, read: FileReading) => ({
  code: finding.code,
  severity: finding.severity,
  range: toRange(read, finding.span),
  sentence: fileFindingSentence(finding, english),
});

function toChain(certificates: readonly Certificate[], now: number) {
  const chain = orderChain(certificates, { now });
  const { verdict } = chain;
  return {
    path: chain.ordered.map(certificateName),
    isInOrder: chain.isInOrder,
    missingIssuer: chain.missingIssuer,
    leftOut: chain.strangers.map(certificateName),
    faults: chain.faults.map(({ certificate, fault }) => ({ certificate: certificateName(certificate), fault })),
    verdict: verdict && {
      kind: verdict.kind,
      path: verdict.path.map(certificateName),
      reasons: (verdict.kind === 'refused' ? verdict.reasons : []).map((reason) => ({
        code: reason.code,
        certificate: certificateName(reason.certificate),
        sentence: reasonText(reason, english),
      })),
    },
  };
}

const toUpload = (material: Material, options: CheckOptions) => ({
  notes: material.notes,
  contents: material.contents,
  stores: material.stores.length,
  keys: material.keys.map(({ place, reading }) => ({ place, status: reading.status })),
  drafts: leavesOf(material, options.now).map((leaf) => toDraft(leaf, material, options)),
});

function toDraft(leaf: UploadLeaf, material: Material, { now }: CheckOptions) {
  const draft = toFirstDraft(leaf, material);
  return {
    place: draft.place,
    certificates: draft.chain.map(certificateName),
    serials: draft.chain.map(({ serial }) => serial),
    type: draft.type,
    names: draft.names,
    key: draft.key && { place: draft.key.place, fit: keyFit(draft.leaf, draft.key.reading) },
    omitted: draft.omitted.map(({ certificate, why, reasons }) => ({
      certificate: certificateName(certificate),
      why,
      reasons: reasons.map((reason) => reasonText(reason, english)),
    })),
    checks: checkUpload(draft, { now, warningDays, wantsNames: true, translate: english }),
  };
}
