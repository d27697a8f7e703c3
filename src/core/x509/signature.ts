import type { DerValue } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { reading } from '../asn1/reading';
import { contextTag, onlyChild, sequenceOf, tags } from '../asn1/values';
import type { Certificate, SignatureAlgorithm } from '../model';
import { hashes, signatureAlgorithms } from './signatureAlgorithms';

const pss = '1.2.840.113549.1.1.10';

/** Reads an AlgorithmIdentifier that says how a certificate is signed; RSASSA-PSS with the hash of its parameters. */
export function toSignatureAlgorithm(value: DerValue | undefined): SignatureAlgorithm {
  const [oidValue, parameters] = sequenceOf(value, 'The signature algorithm');
  const oid = oidText(oidValue, 'The signature algorithm');
  const { name, hash } = signatureAlgorithms.get(oid) ?? { name: oid };
  const named = oid === pss ? pssHash(parameters) : undefined;
  if (named !== undefined) return { oid, name: `${name} with ${named}`, hash: named };
  return hash === undefined ? { oid, name } : { oid, name, hash };
}

/**
 * Returns whether its signature can be forged: one over MD2, MD4, MD5 or SHA-1 (RFC 6151 §2, RFC 9155), which TLS
 * clients refuse.
 */
export const hasWeakSignature = ({ signatureAlgorithm: { hash } }: Certificate): boolean =>
  hash !== undefined && weakHashes.has(hash);

const weakHashes: ReadonlySet<string> = new Set(['MD2', 'MD4', 'MD5', 'SHA', 'SHA-1']);

/**
 * Reads the hash of RSASSA-PSS (RFC 4055 §3.1): SHA-1 where the parameters do not name one; nothing where they cannot
 * be read.
 */
function pssHash(parameters: DerValue | undefined): string | undefined {
  const hash = reading(() => {
    if (parameters?.tag !== tags.sequence) {
      return undefined;
    }
    const algorithm = parameters.children.find((each) => each.tag === contextTag(0, 'constructed'));
    if (algorithm === undefined) {
      return 'SHA-1';
    }
    const oid = oidText(sequenceOf(onlyChild(algorithm, 'The hash'), 'The hash')[0], 'The hash');
    return hashes.get(oid) ?? oid;
  });
  return hash.ok ? hash.value : undefined;
}
