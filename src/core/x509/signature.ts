import type { DerValue } from '../asn1/der';
import { reading } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { contextTag, onlyChild, sequenceOf, tags } from '../asn1/values';
import type { Certificate, SignatureAlgorithm } from '../model';

interface Row {
  readonly name: string;
  /** The hash function; undefined where that is part of the algorithm or stands in its parameters. */
  readonly hash?: string;
}

/** Signature algorithms by OID, as their RFCs and OpenSSL write them; RSASSA-PSS has its hash in its parameters. */
export const signatureAlgorithms: ReadonlyMap<string, Row> = new Map<string, Row>([
  // RSA (RFC 8017, RFC 4055, FIPS 202)
  ['1.2.840.113549.1.1.2', { name: 'md2WithRSAEncryption', hash: 'MD2' }],
  ['1.2.840.113549.1.1.3', { name: 'md4WithRSAEncryption', hash: 'MD4' }],
  ['1.2.840.113549.1.1.4', { name: 'md5WithRSAEncryption', hash: 'MD5' }],
  ['1.2.840.113549.1.1.5', { name: 'sha1WithRSAEncryption', hash: 'SHA-1' }],
  ['1.2.840.113549.1.1.10', { name: 'RSASSA-PSS' }],
  ['1.2.840.113549.1.1.11', { name: 'sha256WithRSAEncryption', hash: 'SHA-256' }],
  ['1.2.840.113549.1.1.12', { name: 'sha384WithRSAEncryption', hash: 'SHA-384' }],
  ['1.2.840.113549.1.1.13', { name: 'sha512WithRSAEncryption', hash: 'SHA-512' }],
  ['1.2.840.113549.1.1.14', { name: 'sha224WithRSAEncryption', hash: 'SHA-224' }],
  ['1.2.840.113549.1.1.15', { name: 'sha512-224WithRSAEncryption', hash: 'SHA-512/224' }],
  ['1.2.840.113549.1.1.16', { name: 'sha512-256WithRSAEncryption', hash: 'SHA-512/256' }],
  ['1.3.14.3.2.3', { name: 'md5WithRSA', hash: 'MD5' }],
  ['1.3.14.3.2.15', { name: 'shaWithRSAEncryption', hash: 'SHA' }],
  ['1.3.14.3.2.29', { name: 'sha1WithRSA', hash: 'SHA-1' }],
  ['1.3.36.3.3.1.2', { name: 'ripemd160WithRSA', hash: 'RIPEMD-160' }],
  ['2.5.8.3.100', { name: 'mdc2WithRSA', hash: 'MDC-2' }],
  ['1.2.156.10197.1.504', { name: 'sm3WithRSAEncryption', hash: 'SM3' }],
  ['2.16.840.1.101.3.4.3.13', { name: 'RSA-SHA3-224', hash: 'SHA3-224' }],
  ['2.16.840.1.101.3.4.3.14', { name: 'RSA-SHA3-256', hash: 'SHA3-256' }],
  ['2.16.840.1.101.3.4.3.15', { name: 'RSA-SHA3-384', hash: 'SHA3-384' }],
  ['2.16.840.1.101.3.4.3.16', { name: 'RSA-SHA3-512', hash: 'SHA3-512' }],
  // ECDSA (RFC 5758, X9.62)
  ['1.2.840.10045.4.1', { name: 'ecdsa-with-SHA1', hash: 'SHA-1' }],
  ['1.2.840.10045.4.2', { name: 'ecdsa-with-Recommended' }],
  ['1.2.840.10045.4.3', { name: 'ecdsa-with-Specified' }],
  ['1.2.840.10045.4.3.1', { name: 'ecdsa-with-SHA224', hash: 'SHA-224' }],
  ['1.2.840.10045.4.3.2', { name: 'ecdsa-with-SHA256', hash: 'SHA-256' }],
  ['1.2.840.10045.4.3.3', { name: 'ecdsa-with-SHA384', hash: 'SHA-384' }],
  ['1.2.840.10045.4.3.4', { name: 'ecdsa-with-SHA512', hash: 'SHA-512' }],
  ['2.16.840.1.101.3.4.3.9', { name: 'ecdsa-with-SHA3-224', hash: 'SHA3-224' }],
  ['2.16.840.1.101.3.4.3.10', { name: 'ecdsa-with-SHA3-256', hash: 'SHA3-256' }],
  ['2.16.840.1.101.3.4.3.11', { name: 'ecdsa-with-SHA3-384', hash: 'SHA3-384' }],
  ['2.16.840.1.101.3.4.3.12', { name: 'ecdsa-with-SHA3-512', hash: 'SHA3-512' }],
  // EdDSA (RFC 8410)
  ['1.3.101.112', { name: 'Ed25519' }],
  ['1.3.101.113', { name: 'Ed448' }],
  // DSA (RFC 5758, OIW)
  ['1.2.840.10040.4.3', { name: 'dsa-with-SHA1', hash: 'SHA-1' }],
  ['1.3.14.3.2.13', { name: 'dsa-with-SHA', hash: 'SHA' }],
  ['1.3.14.3.2.27', { name: 'dsa-with-SHA1 (OIW)', hash: 'SHA-1' }],
  ['2.16.840.1.101.3.4.3.1', { name: 'dsa-with-SHA224', hash: 'SHA-224' }],
  ['2.16.840.1.101.3.4.3.2', { name: 'dsa-with-SHA256', hash: 'SHA-256' }],
  ['2.16.840.1.101.3.4.3.3', { name: 'dsa-with-SHA384', hash: 'SHA-384' }],
  ['2.16.840.1.101.3.4.3.4', { name: 'dsa-with-SHA512', hash: 'SHA-512' }],
  ['2.16.840.1.101.3.4.3.5', { name: 'dsa-with-SHA3-224', hash: 'SHA3-224' }],
  ['2.16.840.1.101.3.4.3.6', { name: 'dsa-with-SHA3-256', hash: 'SHA3-256' }],
  ['2.16.840.1.101.3.4.3.7', { name: 'dsa-with-SHA3-384', hash: 'SHA3-384' }],
  ['2.16.840.1.101.3.4.3.8', { name: 'dsa-with-SHA3-512', hash: 'SHA3-512' }],
  // ML-DSA (FIPS 204, RFC 9881) and SLH-DSA (FIPS 205, RFC 9909)
  ['2.16.840.1.101.3.4.3.17', { name: 'ML-DSA-44' }],
  ['2.16.840.1.101.3.4.3.18', { name: 'ML-DSA-65' }],
  ['2.16.840.1.101.3.4.3.19', { name: 'ML-DSA-87' }],
  ['2.16.840.1.101.3.4.3.20', { name: 'SLH-DSA-SHA2-128s' }],
  ['2.16.840.1.101.3.4.3.21', { name: 'SLH-DSA-SHA2-128f' }],
  ['2.16.840.1.101.3.4.3.22', { name: 'SLH-DSA-SHA2-192s' }],
  ['2.16.840.1.101.3.4.3.23', { name: 'SLH-DSA-SHA2-192f' }],
  ['2.16.840.1.101.3.4.3.24', { name: 'SLH-DSA-SHA2-256s' }],
  ['2.16.840.1.101.3.4.3.25', { name: 'SLH-DSA-SHA2-256f' }],
  ['2.16.840.1.101.3.4.3.26', { name: 'SLH-DSA-SHAKE-128s' }],
  ['2.16.840.1.101.3.4.3.27', { name: 'SLH-DSA-SHAKE-128f' }],
  ['2.16.840.1.101.3.4.3.28', { name: 'SLH-DSA-SHAKE-192s' }],
  ['2.16.840.1.101.3.4.3.29', { name: 'SLH-DSA-SHAKE-192f' }],
  ['2.16.840.1.101.3.4.3.30', { name: 'SLH-DSA-SHAKE-256s' }],
  ['2.16.840.1.101.3.4.3.31', { name: 'SLH-DSA-SHAKE-256f' }],
  // GOST (RFC 4491, RFC 9215) and SM2 (GB/T 32918)
  ['1.2.643.2.2.3', { name: 'GOST R 34.11-94 with GOST R 34.10-2001' }],
  ['1.2.643.2.2.4', { name: 'GOST R 34.11-94 with GOST R 34.10-94' }],
  ['1.2.643.7.1.1.3.2', { name: 'GOST R 34.10-2012 with GOST R 34.11-2012 (256 bit)' }],
  ['1.2.643.7.1.1.3.3', { name: 'GOST R 34.10-2012 with GOST R 34.11-2012 (512 bit)' }],
  ['1.2.156.10197.1.501', { name: 'SM2-with-SM3', hash: 'SM3' }],
]);

/** Hash functions by OID, as RSASSA-PSS names them in its parameters (RFC 4055 §2.1). */
const hashes: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.5', 'MD5'],
  ['1.3.14.3.2.26', 'SHA-1'],
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
  ['2.16.840.1.101.3.4.2.4', 'SHA-224'],
  ['2.16.840.1.101.3.4.2.5', 'SHA-512/224'],
  ['2.16.840.1.101.3.4.2.6', 'SHA-512/256'],
  ['2.16.840.1.101.3.4.2.7', 'SHA3-224'],
  ['2.16.840.1.101.3.4.2.8', 'SHA3-256'],
  ['2.16.840.1.101.3.4.2.9', 'SHA3-384'],
  ['2.16.840.1.101.3.4.2.10', 'SHA3-512'],
  ['2.16.840.1.101.3.4.2.11', 'SHAKE128'],
  ['2.16.840.1.101.3.4.2.12', 'SHAKE256'],
]);

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
