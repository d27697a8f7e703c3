import type { Sentence } from '../shared/translate';
/**
 * The values that this extension knows of certificates and keys: plain and readonly, without behaviour. Times are
 * milliseconds since 1970-01-01T00:00:00Z. Byte strings shown as text are lower-case hex without separators, except
 * serial numbers, which are upper-case as OpenSSL prints them.
 */

/** A half-open range `[start, end)` of a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One attribute of a distinguished name (RFC 5280 §4.1.2.4). */
export interface NameAttribute {
  /** Dotted OID of the attribute type. */
  readonly oid: string;
  /** Short name as RFC 4514 §3 and OpenSSL use it (`CN`, `O`, `emailAddress`), or the OID where none is known. */
  readonly type: string;
  /** The value as text, unescaped. Upper-case hex of the DER behind `#` where it is no string. */
  readonly value: string;
}

export interface Name {
  /** Relative distinguished names in the order of the certificate; more than one attribute in one is rare but legal. */
  readonly rdns: readonly (readonly NameAttribute[])[];
  /** RFC 4514 text: last RDN first, escaped. Empty for an empty name. */
  readonly text: string;
  /** Hex of the DER, for comparing names byte for byte. */
  readonly der: string;
}

/** `notBefore` and `notAfter`, both inclusive (RFC 5280 §4.1.2.5). */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** One entry of the Subject Alternative Name extension (RFC 5280 §4.2.1.6). */
export type SanEntry =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly value: string }
  /** `value` is dotted decimal or RFC 5952 text; hex where the length is neither 4 nor 16 bytes. */
  | { readonly kind: 'ip'; readonly value: string; readonly version: 4 | 6 | undefined }
  | { readonly kind: 'directoryName'; readonly value: string; readonly name: Name }
  /** A registered OID, or a form we only name: `value` is the OID, or hex of the DER. */
  | { readonly kind: 'registeredId' | 'other'; readonly value: string; readonly oid?: string };

export type KeyAlgorithm =
  'rsa' | 'rsa-pss' | 'ec' | 'ed25519' | 'ed448' | 'x25519' | 'x448' | 'dsa' | 'dh' | 'ml-dsa' | 'slh-dsa' | 'unknown';

/** The public facts of a key. Never holds private material. */
export interface KeyInfo {
  readonly algorithm: KeyAlgorithm;
  /** The name that people use: `RSA 2048`, `EC P-256`, `Ed25519`, `ML-DSA-65`; the OID for an unknown one. */
  readonly name: string;
  /** Dotted OID of the SubjectPublicKeyInfo's algorithm. */
  readonly oid: string;
  /** Bits of the RSA modulus, of p of DSA and DH, or of the order of the EC group, as OpenSSL prints them. */
  readonly bits?: number;
  /** Named curve as NIST or SECG calls it (`P-256`, `secp256k1`), the OID of an unknown one, or `explicit`. */
  readonly curve?: string;
  /** RSA public exponent, decimal. */
  readonly exponent?: string;
}

/** Key usage bits by their RFC 5280 §4.2.1.3 names. */
export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** The content of an extension, decoded. `unknown` extensions keep their bytes as hex in {@link Extension.hex}. */
export type ExtensionContent =
  | { readonly kind: 'subjectAltName' | 'issuerAltName'; readonly entries: readonly SanEntry[] }
  | { readonly kind: 'extendedKeyUsage'; readonly oids: readonly string[] }
  | { readonly kind: 'keyUsage'; readonly usages: readonly KeyUsage[] }
  | { readonly kind: 'basicConstraints'; readonly isCa: boolean; readonly pathLength?: number }
  | { readonly kind: 'subjectKeyIdentifier'; readonly keyId: string }
  | {
      readonly kind: 'authorityKeyIdentifier';
      readonly keyId?: string;
      readonly issuer?: readonly SanEntry[];
      readonly serial?: string;
    }
  | {
      readonly kind: 'certificatePolicies';
      readonly policies: readonly { readonly oid: string; readonly cps: readonly string[] }[];
    }
  | { readonly kind: 'crlDistributionPoints'; readonly addresses: readonly string[] }
  | {
      readonly kind: 'authorityInfoAccess' | 'subjectInfoAccess';
      readonly access: readonly { readonly method: string; readonly address: string }[];
    }
  | {
      readonly kind: 'sctList';
      /** RFC 6962 §3.2: the log's id (hex) and the time it signed. */
      readonly scts: readonly { readonly version: number; readonly logId: string; readonly time: number }[];
    }
  | {
      readonly kind: 'nameConstraints';
      readonly permitted: readonly string[];
      readonly excluded: readonly string[];
    }
  | { readonly kind: 'tlsFeature'; readonly features: readonly number[] }
  | { readonly kind: 'marker' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed'; readonly reason: Sentence };

export interface Extension {
  /** Dotted OID. */
  readonly oid: string;
  /** Common name of the OID (`Subject Alternative Name`), or the OID itself. */
  readonly name: string;
  readonly isCritical: boolean;
  readonly content: ExtensionContent;
  /** Hex of the extension's value (the bytes inside the OCTET STRING). */
  readonly hex: string;
}

/** The algorithm that a certificate or list is signed with. */
export interface SignatureAlgorithm {
  readonly oid: string;
  /** The name that its RFC and OpenSSL use, with the hash for RSASSA-PSS; the OID of an unknown one. */
  readonly name: string;
  /** The hash function (`SHA-256`). Absent where that is not known, or part of the algorithm. */
  readonly hash?: string;
}
/** A fault that some clients refuse a certificate for, though it can be read. */
export type CertificateOddity =
  /** A time with an offset, a fraction or without seconds or zone (RFC 5280 §4.1.2.5). */
  | 'timeForm'
  /** A GeneralizedTime of a year before 2050 (RFC 5280 §4.1.2.5). */
  | 'timeType'
  /**
   * The signature algorithm inside is another than the one beside the signature, or has other parameters (§4.1.1.2).
   */
  | 'signatureAlgorithms'
  /** A value of the subject or issuer that is no string, or a UTF8String that is no UTF-8 (§4.1.2.4). */
  | 'nameText'
  /** A PrintableString of the subject or issuer with other characters than X.680 §41.4 allows. */
  | 'nameCharacters';

/** An X.509 certificate, read completely (RFC 5280 §4.1). */
export interface Certificate {
  /** The exact bytes that were read, without trailing ones. */
  readonly der: Uint8Array;
  /** 1, 2 or 3; another number only where the certificate says so, which is noted. */
  readonly version: number;
  /** Upper-case hex as OpenSSL prints it, with a leading `-` when negative. `00` for zero. */
  readonly serial: string;
  readonly issuer: Name;
  readonly subject: Name;
  readonly validity: Validity;
  readonly key: KeyInfo;
  /** The one inside, which is signed; one beside the signature that differs is noted. */
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** In the order of the certificate, duplicates included. */
  readonly extensions: readonly Extension[];
  /** Subject alternative names; `undefined` where there is no such extension. */
  readonly sans: readonly SanEntry[] | undefined;
  /** Extended Key Usage OIDs; `undefined` where there is no such extension. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly keyUsage: readonly KeyUsage[] | undefined;
  /** True only where basic constraints say so. */
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
  readonly subjectKeyId: string | undefined;
  readonly authorityKeyId: string | undefined;
  readonly fingerprints: {
    /** SHA-1 of the DER. */
    readonly sha1: string;
    readonly sha256: string;
    /** SHA-256 of the SubjectPublicKeyInfo: equal for every certificate and private key of one key pair. */
    readonly spkiSha256: string;
  };
  /** The SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly oddities: readonly CertificateOddity[];
  /** Notes on what was read leniently, in plain words, e.g. a malformed extension. */
  readonly notes: readonly Sentence[];
}

/** The result of a reader: the value, or why there is none. Readers never throw. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      /** A plain sentence in English, without content of the input. */
      readonly reason: Sentence;
      /** Byte offset in the DER where the reading stopped, if known. */
      readonly offset?: number;
    };

/** The uses that Extended Key Usage allows, as far as a gateway cares. */
export type Purpose =
  /** serverAuth (1.3.6.1.5.5.7.3.1) but not clientAuth. */
  | 'server'
  /** clientAuth (1.3.6.1.5.5.7.3.2) but not serverAuth. */
  | 'client'
  | 'both'
  /** anyExtendedKeyUsage (2.5.29.37.0). */
  | 'any'
  /** No Extended Key Usage extension. */
  | 'unstated'
  /** The extension is there and names neither, e.g. code signing. */
  | 'neither';

/** The side of TLS that a gateway presents a certificate on. */
export type CertificateType = 'server' | 'client';

export type ExpiryState = 'notYetValid' | 'valid' | 'expiring' | 'expired';

/**
 * The facts that a gateway reports of a certificate when it does not return the PEM. Texts are the gateway's own,
 * unparsed.
 */
export interface CertificateMetadata {
  readonly subject?: string;
  readonly issuer?: string;
  /** The gateway's own spelling; whether hex or decimal is not documented for API7 Cloud. */
  readonly serial?: string;
  readonly signatureAlgorithm?: string;
  readonly validity?: Validity;
  /** Names the gateway derived from the certificate. */
  readonly names: readonly string[];
  /** OID or name to text, as the gateway renders them. */
  readonly extensions: Readonly<Record<string, string>>;
}

/** A label. API7 Cloud's are plain words (`value` undefined), APISIX's are key and value. */
export interface Label {
  readonly key: string;
  readonly value?: string;
}

/** One certificate object of a gateway, as read. Never holds a private key. */
export interface StoredCertificate {
  /** Opaque. API7 Cloud: 64-bit decimal digits; APISIX: 1–64 of letters, digits, `-_.`. Never a number. */
  readonly id: string;
  /** Absent in the answer means `server` on APISIX; undefined where the gateway says something we do not know. */
  readonly type: CertificateType | undefined;
  /** The names the gateway serves this certificate for (SNIs). May differ from the certificate's SANs on APISIX. */
  readonly names: readonly string[];
  /**
   * APISIX: the name came as one text (`sni`), not as a list (`snis`); wildcards of the two are matched differently.
   */
  readonly isSingleName?: true;
  readonly labels: readonly Label[];
  /** False where the object is switched off and never served. Undefined where the dialect does not say. */
  readonly isEnabled: boolean | undefined;
  /** PEM text, leaf first, chain after it, where the gateway returns it (APISIX). May be a secret reference. */
  readonly certificatePem?: string;
  /** The metadata that the gateway returns instead of the PEM (API7 Cloud). */
  readonly metadata?: CertificateMetadata;
  /** The CA that peers are verified with. A PEM (APISIX) or metadata (API7 Cloud). */
  readonly ca?: { readonly pem?: string; readonly metadata?: CertificateMetadata; readonly depth?: number };
  /** Certificates of further pairs of the same object, e.g. an EC one beside an RSA one (APISIX `certs`). PEM. */
  readonly extraCertificates: readonly string[];
  /** TLS protocol versions the object is limited to (APISIX). */
  readonly protocols?: readonly string[];
  readonly description?: string;
  /**
   * `cert` is the encryption certificate and the first of `extraCertificates` the signing one (APISIX, plugin `gm`).
   */
  readonly isGm?: true;
  /** APISIX, plugin `ocsp-stapling`. */
  readonly ocspStapling?: { readonly isEnabled: boolean; readonly skipsVerification: boolean };
  /** Its data plane leaves the whole object out. Undefined where nothing is known to speak against it. */
  readonly ignored?: {
    /** Names of members that the version in use forbids. */
    readonly members: readonly string[];
    /** An update takes those members away. */
    readonly endsWithUpdate: boolean;
  };
  /** Set where the object can only be changed in the configuration file of its gateway (APISIX in standalone mode). */
  readonly isReadOnly?: true;
  /**
   * Its gateway group is configured by the ingress controller, which takes back what is changed by hand (API7
   * Enterprise).
   */
  readonly isInIngressGroup?: true;
  /** The version of the gateway that answered, where it says so: `3.18.0`. */
  readonly gatewayVersion?: string;
  readonly createdAt?: number;
  readonly updatedAt?: number;
  /** Opaque; differs whenever the object does. For noticing a change between reading and writing. */
  readonly revision: string;
  /** Notes on what could not be read in the answer, in plain words. */
  readonly notes: readonly Sentence[];
}

/**
 * A PEM text of a list, of which only the certificates at its end are text: the first has been decoded where it stood.
 */
export interface ListedPem {
  /** DER of the first certificate. */
  readonly der: Uint8Array;
  /** All that stands behind its END line. The same text for all that have the same chain. */
  readonly rest: string;
}

/** An object of a list, which has no revision: only one that is read by itself has. */
export interface ListedCertificate extends Omit<StoredCertificate, 'revision'> {
  /** Instead of `certificatePem`, where the certificate has been decoded already. */
  readonly pem?: ListedPem;
}
