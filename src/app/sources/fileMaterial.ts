/**
 * Decides what an upload takes of a file, and what it leaves out and why. Pure; protected parts come out encrypted, for
 * `unlock`.
 */
import { isWideEncoding } from '../../core/document/unwrap';
import type { Certificate } from '../../core/model';
import { certificateName, isSelfIssued } from '../../core/x509/certificateName';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import type { MaterialContext } from './derMaterial';
import { ofDer } from './derMaterial';
import type { FileContent } from './fileContent';
import { foreignSentence } from './foreignWords';
import type { HeldValue, Holding, ValuesHolding } from './holding';
import type { Material } from './material';
import { joinMaterial, noMaterial } from './material';
import { ofPem } from './pemMaterial';
import { readHoldingSteps } from './readHolding';
import { isTrustedName } from './valueGroups';

export interface MaterialFile {
  /** The file's name, as shown to the person. */
  readonly place: string;
  readonly content: FileContent;
}

/** Reads PEM, DER, PKCS#12 and PKCS#7, also as values of other files and as pipelines carry them. Never throws. */
export function* toMaterialSteps({ place, content }: MaterialFile, translate: Translate): Cooperative<Material> {
  const material = yield* readSteps(content, { place, translate });
  if (content.kind !== 'text' || !isWideEncoding(content.encoding) || isEmpty(material)) return material;
  const note = translate(
    '{place} is written in {encoding}, which OpenSSL and gateways do not read; it is sent as ASCII',
    {
      place,
      encoding: content.encoding.replace(/^utf-(..).*/, 'UTF-$1'),
    },
  );
  return joinMaterial([material], { notes: [note] });
}

function* readSteps(content: FileContent, context: MaterialContext): Cooperative<Material> {
  return yield* ofHolding(yield* readHoldingSteps(content), context);
}

const isEmpty = ({ certificates, keys, stores }: Material): boolean =>
  certificates.length + keys.length + stores.length === 0;

function* ofHolding(holding: Holding, context: MaterialContext): Cooperative<Material> {
  const { place, translate } = context;
  switch (holding.kind) {
    case 'pem':
      return yield* ofPem(holding, {
        ...context,
        readInner: (text) => readSteps({ kind: 'text', text }, context),
      });
    case 'der':
      return yield* ofDer(holding.der, holding.object, context);
    case 'base64': {
      const note = holding.isHex
        ? translate('{place} is hexadecimal as a whole and was read decoded', { place })
        : holding.layers > 1
          ? translate('{place} is base64 {count} times over and was read decoded', { place, count: holding.layers })
          : translate('{place} is base64 as a whole and was read decoded', { place });
      return joinMaterial([yield* ofHolding(holding.inner, context)], { notes: [note] });
    }
    case 'values':
      return yield* ofValues(holding, context);
    case 'foreign':
      return { ...noMaterial, contents: foreignSentence(holding.format, translate, holding) };
  }
}

function* ofValues({ values, hasSecret, text }: ValuesHolding, context: MaterialContext): Cooperative<Material> {
  const { place, translate } = context;
  const contents = hasSecret
    ? translate('This file holds a Kubernetes Secret without a certificate in it.')
    : translate('This file holds no PEM block.');
  const note = hasSecret
    ? translate('Read from the Kubernetes Secret in {place}', { place })
    : translate('Read from values inside {place}', { place });
  const parts: Material[] = [];
  for (const value of values) {
    yield;
    parts.push(value.isRemoved ? removed(value, text, context) : yield* ofValue(value, context));
  }
  const [only] = values.length === 1 ? parts : [];
  return joinMaterial(parts, {
    notes: [note],
    contents: parts.some((part) => part.certificates.length + part.stores.length > 0)
      ? ''
      : (only?.contents ?? contents),
  });
}

/** Says that a patch takes a value out: an upload takes what it puts in. */
function removed({ span }: HeldValue, text: string, { place, translate }: MaterialContext): Material {
  const line = text.slice(0, span.start).split('\n').length;
  return {
    ...noMaterial,
    notes: [translate('Left out of {place}, line {line}: the patch removes this value', { place, line })],
  };
}

function* ofValue(
  { name, holding, isOverridden }: HeldValue,
  { place: file, translate }: MaterialContext,
): Cooperative<Material> {
  const place = name === '' ? file : translate('{place} ({name})', { place: file, name });
  if (isOverridden)
    return {
      ...noMaterial,
      notes: [translate('{place} was left out: stringData has the same key and wins', { place })],
    };
  // That a value is base64 goes without saying: only more of it is said.
  const inner = holding.kind === 'base64' && holding.layers === 1 ? holding.inner : holding;
  if (inner.kind === 'foreign') {
    const contents = foreignSentence(inner.format, translate, { ...inner, isValue: true });
    return { ...noMaterial, contents, notes: [translate('{place}: {sentence}', { place, sentence: contents })] };
  }
  const part = yield* ofHolding(inner, { place, translate });
  return isTrustedName(name) ? withoutRoots(part, { place, translate }) : part;
}

/** Leaves out CAs that are roots: gateways present chains without them. */
function withoutRoots(part: Material, { place, translate }: MaterialContext): Material {
  const isRoot = ({ certificate }: { readonly certificate: Certificate }): boolean => isSelfIssued(certificate);
  const notes = part.certificates.filter(isRoot).map(({ certificate }) =>
    translate('The root {name} in {place} was left out: gateways present chains without it', {
      name: certificateName(certificate),
      place,
    }),
  );
  return joinMaterial([{ ...part, certificates: part.certificates.filter((each) => !isRoot(each)) }], { notes });
}
