/** Says what the details page shows of an object of a gateway. */
import type { CertificateEntry, FullEntry } from '../../app/inventory/certificateEntry';
import { toLabelText } from '../../app/inventory/certificateEntry';
import { ownerName, ownerOf } from '../../app/inventory/owner';
import { ownerWarning } from '../../app/inventory/ownerWarnings';
import { isStaplingOff } from '../../app/inventory/stapling';
import type { GatewayCertificateInput } from '../../core/details/input';
import { certificatesOf, readPemDocument } from '../../core/document/document';
import type { Certificate } from '../../core/model';
import { isSecretReference } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';

export interface Words {
  /** The kind of gateway: `API7 Cloud`. */
  readonly gateway: string;
  readonly translate: Translate;
}

/** Returns what the details page shows of an object, as the gateway reports it. */
export function toGatewayInput(entry: FullEntry, words: Words): GatewayCertificateInput {
  const { ca, extraCertificates, revision: _revision, ...rest } = entry.stored;
  const references = [rest.certificatePem ?? '', ca?.pem ?? '', ...extraCertificates].filter(isSecretReference);
  return {
    ...rest,
    ...toCommonInput(entry, words),
    chain: entry.chain,
    ...(ca && { ca: toCaInput(ca) }),
    extraChains: extraCertificates.map(certificatesIn),
    ...(references.length > 0 && { references }),
    ...(isStaplingOff(entry) && { isUnstapled: true as const }),
  };
}

const toCaInput = (ca: NonNullable<FullEntry['stored']['ca']>): NonNullable<GatewayCertificateInput['ca']> => ({
  ...ca,
  certificates: certificatesIn(ca.pem),
  ...(isSecretReference(ca.pem ?? '') && { isReference: true as const }),
});

/** Returns what the details page shows until the object was read: what its row knows. */
export function toRowInput(entry: CertificateEntry, words: Words): GatewayCertificateInput {
  const { names, subject, issuer, serial, validity } = entry;
  const facts = {
    ...(subject !== undefined && { subject }),
    ...(issuer !== undefined && { issuer }),
    ...(serial !== undefined && { serial }),
    ...(validity && { validity }),
  };
  return {
    ...entry.stored,
    ...toCommonInput(entry, words),
    isPartial: true,
    chain: [],
    metadata: entry.stored.metadata ?? { ...facts, names, extensions: {} },
    extraChains: [],
  };
}

function toCommonInput({ title, stored, connection, content, note }: CertificateEntry, { gateway, translate }: Words) {
  const owner = ownerOf(stored);
  return {
    from: 'gateway',
    title,
    ...(owner && { owner: { name: ownerName(owner, translate), note: ownerWarning(owner, translate) } }),
    connection: connection.name,
    isProduction: connection.production === true,
    ...(content === 'unreadable' && { isUnreadable: true as const }),
    ...(content === 'secretReference' && { isReference: true as const }),
    gateway,
    labels: stored.labels.map(toLabelText),
    notes: [...(note === undefined ? [] : [note]), ...stored.notes].map((sentence) =>
      translateSentence(sentence, translate),
    ),
  } as const;
}

const certificatesIn = (pem: string | undefined): readonly Certificate[] =>
  pem === undefined ? [] : certificatesOf(readPemDocument(pem));
