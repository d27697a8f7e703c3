import { toLabelText } from '../../app/inventory/labelText';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import type { GatewayCertificateInput } from '../../core/details/input';
import { certificatesOf, readPemDocument } from '../../core/document/document';
import type { Certificate } from '../../core/model';
import type { Translate } from '../../shared/translate';

/**
 * A certificate object as the page wants it.
 *
 * @param gateway what kind of gateway it is on: `Apache APISIX`
 */
export function toGatewayInput(
  entry: CertificateEntry,
  { gateway, translate }: { readonly gateway: string; readonly translate: Translate },
): GatewayCertificateInput {
  const { stored, connection, note } = entry;
  const { ca, metadata, protocols, description, createdAt, updatedAt } = stored;
  return {
    from: 'gateway',
    connection: connection.name,
    gateway,
    id: stored.id,
    type: stored.type,
    names: stored.names,
    labels: stored.labels.map(toLabelText),
    isEnabled: stored.isEnabled,
    chain: entry.chain,
    ...(metadata === undefined ? {} : { metadata: metadata }),
    ...(ca === undefined
      ? {}
      : {
          ca: {
            certificates: readCertificates(ca.pem),
            ...(ca.metadata === undefined ? {} : { metadata: ca.metadata }),
            ...(ca.depth === undefined ? {} : { depth: ca.depth }),
          },
        }),
    extraChains: stored.extraCertificates.map(readCertificates),
    ...(protocols === undefined ? {} : { protocols }),
    ...(description === undefined ? {} : { description }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    notes: [...(note === undefined ? [] : [note]), ...stored.notes].map((sentence) => translate(sentence)),
  };
}

const readCertificates = (pem: string | undefined): readonly Certificate[] =>
  pem === undefined ? [] : certificatesOf(readPemDocument(pem));
