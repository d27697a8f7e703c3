/**
 * THE contract between this extension and a gateway. Dialects implement it; everything else knows only this file.
 * Private keys go in through {@link CertificateBundle} and {@link CertificateChange} and never come back: no type that
 * an answer becomes has room for one.
 */
import type { CertificateType, Label, ListedCertificate, StoredCertificate } from '../core/model';
import type { Disposable } from '../shared/emitter';
import type { Sentence } from '../shared/translate';
import type { RetryPace } from './retry';

export type DialectId = 'api7cloud' | 'apisix' | 'api7enterprise';

/** Returns whether a text stands for a secret kept elsewhere, which APISIX's data plane puts in at each handshake. */
export const isSecretReference = (text: string): boolean => /^\$(?:secret|env):\/\//i.test(text);

/** A certificate with its key, both PEM texts: the certificate leaf first, then its chain. */
interface CertificatePair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** The bundle that is sent to create an object. All PEM texts. Lives only as long as the call. */
export interface CertificateBundle {
  /** Leaf first, then its chain, each block with a line break behind it. */
  readonly certificate: string;
  readonly privateKey: string;
  readonly caCertificate?: string;
  /** The most certificates between a peer's and the CA, where the dialect has it (`capabilities.hasDepth`). */
  readonly caDepth?: number;
  readonly type: CertificateType;
  /** Names to serve it for, where the dialect wants them stated (`capabilities.wantsNames`). */
  readonly names: readonly string[];
  readonly labels: readonly Label[];
}

/** The change to the CA that peers are verified with. */
export type CaChange =
  /**
   * Leaves the CA as it is. Refused where there is one that cannot be sent again (`capabilities.canReadCa` is false).
   */
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove' }
  /** PEM. A depth that is not given stays as it is; so does whatever else the gateway keeps beside the CA. */
  | { readonly kind: 'set'; readonly pem: string; readonly depth?: number };

/**
 * The change to an object. Whatever is not named stays as it is on the gateway. All PEM texts; lives only as long as
 * the call.
 */
export interface CertificateChange {
  /**
   * Leaf first, then its chain. Without a `privateKey` beside it the stored key stays: whether it fits is the caller's
   * to check.
   */
  readonly certificate?: string;
  /** Needed in every change where `capabilities.needsKeyOnReplace`, and the certificate with it. */
  readonly privateKey?: string;
  /**
   * All names, not only new ones. Not looked at where the gateway derives them (`capabilities.wantsNames` is false).
   */
  readonly names?: readonly string[];
  /** All labels, not only new ones. */
  readonly labels?: readonly Label[];
  readonly type?: CertificateType;
  readonly ca?: CaChange;
  /** Only where `capabilities.canDisable`. */
  readonly isEnabled?: boolean;
  /**
   * All pairs beside the first, not only new ones: no gateway gives the keys of those it has. Only where
   * `capabilities.canHavePairs`.
   */
  readonly furtherPairs?: readonly CertificatePair[];
}

export interface ReplaceOptions {
  /** The object as the person saw it: it is written to only if the gateway still has it so. */
  readonly expected: StoredCertificate;
  readonly signal: AbortSignal;
  /** Called when the write's last byte has been handed to the network; never for the reading before it. */
  readonly onSent?: (() => void) | undefined;
}

export interface RemoveOptions {
  /** The object that must still be there unchanged: it is read again first, and not removed if it has changed. */
  readonly expected?: StoredCertificate | undefined;
  readonly signal: AbortSignal;
  /** Called like that of {@link ReplaceOptions}. */
  readonly onSent?: (() => void) | undefined;
}

/** An object of the gateway that uses certificates. */
export interface Referrer {
  readonly kind: 'application' | 'route' | 'service' | 'upstream' | 'streamRoute';
  readonly id: string;
  readonly name?: string;
}

/** A host that the gateway is to answer for. */
export interface HostUse {
  /** The host as the gateway writes it: a name, `*.example.com`, on APISIX also `*example.com` and `*`. */
  readonly host: string;
  readonly by: Referrer;
  /** `unknown` on APISIX, whose routes do not say; `yes` for the SNI of a stream route. */
  readonly wantsHttps: 'yes' | 'no' | 'unknown';
  /** False where the owner is switched off, so that nobody is served now. */
  readonly isActive: boolean;
}

/** A client certificate that the gateway presents on behalf of something. */
export interface ClientReference {
  readonly certificateId: string;
  readonly by: Referrer;
}

/**
 * A client certificate that stands in an upstream itself, as PEM, and is no object of the list. The key beside it is
 * not read.
 */
export interface InlineCertificate {
  readonly certificatePem: string;
  readonly by: Referrer;
}

/** The objects of the gateway that use certificates, as far as they could be read. */
export interface References {
  readonly hosts: readonly HostUse[];
  /** Objects that answer for every host, because neither they nor their service name one. */
  readonly anyHost: readonly Referrer[];
  readonly clientReferences: readonly ClientReference[];
  readonly inlineCertificates: readonly InlineCertificate[];
  /** The certificates that an application can use, where the gateway says so itself (API7 Cloud). */
  readonly availableTo?: readonly { readonly certificateId: string; readonly to: Referrer }[];
  /** Plain sentences on what could not be read. Empty: the lists above are all there is. */
  readonly unknown: readonly Sentence[];
}

export interface Page {
  readonly items: readonly ListedCertificate[];
  /** The number of all of them, where the gateway says so. */
  readonly total?: number;
  /** Objects of this page that could not be read at all, in plain words. */
  readonly unreadable: readonly Sentence[];
  /** The ingress controller feeds what is listed, and takes back what is changed by hand (API7 Enterprise). */
  readonly isOfIngressGroup?: true;
}

export interface Identity {
  /** A description for people: `APISIX 3.18.0`, `API7 Cloud · cluster production`. */
  readonly description: string;
  readonly version?: string;
  /** Plain warnings worth showing once, e.g. an old version. In English, like {@link StoredCertificate.notes}. */
  readonly warnings: readonly string[];
}

export interface Capabilities {
  /** Names are part of the object and must be sent (APISIX server type). */
  readonly wantsNames: boolean;
  /** `words`: plain labels; `pairs`: key and value. */
  readonly labels: 'words' | 'pairs';
  /** The gateway returns the certificate's PEM. */
  readonly returnsPem: boolean;
  /** Labels can be changed without sending the certificate and its key again. */
  readonly canEditLabelsAlone: boolean;
  /**
   * The CA's PEM comes back when an object is read. Where not, a replacement must say what becomes of an existing CA.
   */
  readonly canReadCa: boolean;
  /** The depth of peers' chains can be said beside the CA. */
  readonly hasDepth: boolean;
  /** Every replacement must bring certificate and private key: the gateway has no way to keep the ones it has. */
  readonly needsKeyOnReplace: boolean;
  /** An object can be switched off without being removed. */
  readonly canDisable: boolean;
  /** An object can hold further pairs, for keys of other kinds, and they can be changed alone. */
  readonly canHavePairs: boolean;
  /**
   * Set where the gateway can only be read, because its configuration comes from elsewhere (APISIX in standalone mode).
   * Known after the first read.
   */
  readonly isReadOnly?: true;
}

/** An open gateway. Every call takes a signal, has a time limit, and fails only with {@link GatewayError}. */
export interface Gateway extends Disposable {
  readonly capabilities: Capabilities;
  /** Address, credentials and version, in as few requests as possible, changing nothing. */
  check(signal: AbortSignal): Promise<Identity>;
  /** All certificates, page by page, as they arrive. Stop iterating, or abort, to stop requesting. */
  list(signal: AbortSignal): AsyncIterable<Page>;
  read(id: string, signal: AbortSignal): Promise<StoredCertificate>;
  /** Reads an object as the gateway writes it, JSON without key material: to be shown as it is. */
  readAsIs(id: string, signal: AbortSignal): Promise<unknown>;
  /**
   * Neither API has a create that can be repeated safely: one that {@link GatewayError.mayHaveTakenEffect} is never to
   * be sent again before a look at the list has shown that it did not. What to compare: `certificatePem`, or serial,
   * issuer and validity in `metadata`.
   * @param onSent called when the request's last byte has been handed to the network: from here on it may take effect.
   */
  create(bundle: CertificateBundle, signal: AbortSignal, onSent?: () => void): Promise<StoredCertificate>;
  /**
   * Changes what `change` names and nothing else. Reads the object first; if it is no longer `expected`, fails with a
   * `conflict` whose `current` is what the gateway has now, and nothing was written. Neither API can tie a write to a
   * revision: a change of someone else's between that reading and the write is noticed in the answer where it shows
   * (then a `conflict` that `mayHaveTakenEffect`), and overwritten where it does not. Whoever must know reads again
   * afterwards. Fails as `rejected`, with nothing written, where the dialect cannot do what is asked. Never repeats a
   * write.
   * @returns the object as it is after the change; unwritten where the change changes nothing.
   */
  replace(id: string, change: CertificateChange, options: ReplaceOptions): Promise<StoredCertificate>;
  /**
   * Removes an object. APISIX does so whatever refers to it; whether API7 Cloud refuses then is not documented, and
   * would be `rejected`. Never repeats the write.
   */
  remove(id: string, options: RemoveOptions): Promise<'removed' | 'alreadyGone'>;
  /**
   * Lists the objects that use certificates. What cannot be read is listed in `unknown` and is no failure, unless
   * nothing can be: no connection, or a token that is refused.
   */
  uses(signal: AbortSignal): Promise<References>;
}

/**
 * A choice a connection needs beyond address and token: API7 Cloud's organisation, then its cluster; API7 Enterprise's
 * gateway group.
 */
export interface Scope {
  readonly id: string;
  readonly name: string;
  readonly detail?: string;
  /** Something else writes it, and takes back what is changed by hand: read-only is offered. */
  readonly isManaged?: boolean;
}

/** The address and the identity. `token` is the only secret and stays inside the gateway layer. */
export interface Access {
  /** Scheme, host, port and, where the dialect has one, a path. Already checked by `app/connections/address.ts`. */
  readonly address: string;
  readonly token: string | undefined;
  /** PEM text of further trusted CAs. */
  readonly trustedCa?: string;
  /** No CA but those of `trustedCa` is trusted. */
  readonly trustsOnlyCa?: boolean;
  /** PEM texts of a client certificate and its private key, without a password; shown to this address alone. */
  readonly client?: { readonly certificate: string; readonly key: string };
  /** Milliseconds for a whole request; 30,000 by default. */
  readonly timeout?: number;
  /** Ids of the chosen scopes, in the order of {@link Dialect.scopeLevels}. */
  readonly scopes: readonly string[];
  /**
   * Called right before a request that may change something leaves; throws a {@link GatewayError} to keep it from being
   * sent.
   */
  readonly checkWrite?: () => void;
  /** The waits before a failed read is tried again; in real time by default. */
  readonly pace?: RetryPace;
  /** One line per request and answer, already redacted: method, path, status, duration, size, gateway's error text. */
  readonly log?: (line: string) => void;
}

/** A kind of gateway. One per folder of `src/gateway`, listed in `registry.ts`. */
export interface Dialect {
  readonly id: DialectId;
  /** `API7 Cloud`, `Apache APISIX`, `API7 Enterprise`. */
  readonly label: string;
  readonly defaultAddress: string;
  /** The name of the secret there: `personal access token`, `admin key`. */
  readonly tokenName: string;
  readonly isTokenRequired: boolean;
  /** Header the token travels in is the dialect's business; a token is refused if it does not fit in a header. */
  readonly scopeLevels: readonly { readonly id: 'organization' | 'cluster' | 'gatewayGroup'; readonly label: string }[];
  /** Returns whether a token belongs to one scope already, so that none is chosen. Absent: none does. */
  readonly isScoped?: (token: string) => boolean;
  /** The choices at level `access.scopes.length`. */
  listScopes(access: Access, signal: AbortSignal): Promise<readonly Scope[]>;
  /** Makes no request. The code that speaks to this kind of gateway is loaded with the first one. */
  open(access: Access): Promise<Gateway>;
}

export type GatewayErrorKind =
  /** 401, or the token is missing. */
  | 'unauthorized'
  /** 403, or a token that may only read. */
  | 'forbidden'
  /** No connection: DNS, refused, reset, not TLS. */
  | 'unreachable'
  /** The server's TLS certificate is not trusted or does not fit its name. */
  | 'untrusted'
  /** The server wants a client certificate, or another one (`admin_api_mtls`). */
  | 'clientCertificate'
  | 'timeout'
  | 'notFound'
  /** The object changed meanwhile, or exists already. */
  | 'conflict'
  /** The gateway understood and said no, in its own words. */
  | 'rejected'
  /** Never sent: nothing may be written to this connection from here. */
  | 'blocked'
  /** 429. */
  | 'throttled'
  /** A 5xx in the gateway's own envelope: the address is right, the gateway has trouble, e.g. without its store. */
  | 'unavailable'
  /** An answer that is not this gateway's: HTML, half a body, another version's envelope, a proxy's 5xx. */
  | 'unexpected'
  /** The caller aborted. Never shown. */
  | 'cancelled';

/** The error of a failed call. `message` is English, for logs; `ui/prompts/notify.ts` words it for a person. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly kind: GatewayErrorKind;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** The gateway's own words: redacted, one line, at most 500 characters, control characters escaped. */
  readonly gatewayText: string | undefined;
  /** Node or TLS error code (`ECONNREFUSED`, `DEPTH_ZERO_SELF_SIGNED_CERT`), where there was no answer. */
  readonly code: string | undefined;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfter: number | undefined;
  /**
   * True after a write unless it is certain that nothing changed: the request never left whole, or was refused
   * (4xx).
   */
  readonly mayHaveTakenEffect: boolean;
  /** The object that a conflict is about, as the gateway has it now, where it could be read. */
  readonly current: StoredCertificate | undefined;
  /** The request carried no token, since none is set. */
  readonly hasNoToken: boolean;
  /** A sentence on what answers there instead of an API that we know, or on why nothing was asked. */
  readonly explanation: Sentence | undefined;

  constructor(
    kind: GatewayErrorKind,
    message: string,
    facts: {
      readonly status?: number | undefined;
      readonly gatewayText?: string | undefined;
      readonly code?: string | undefined;
      readonly retryAfter?: number | undefined;
      readonly mayHaveTakenEffect?: boolean | undefined;
      readonly current?: StoredCertificate | undefined;
      readonly hasNoToken?: boolean | undefined;
      readonly explanation?: Sentence;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = kind;
    this.status = facts.status;
    this.gatewayText = facts.gatewayText;
    this.code = facts.code;
    this.retryAfter = facts.retryAfter;
    this.mayHaveTakenEffect = facts.mayHaveTakenEffect ?? false;
    this.current = facts.current;
    this.hasNoToken = facts.hasNoToken ?? false;
    this.explanation = facts.explanation;
  }
}

/** Returns a thrown value as a GatewayError: anything else is a fault of ours, after which nothing is certain. */
export const toGatewayError = (
  thrown: unknown,
  { sentence, mayHaveTakenEffect }: { readonly sentence: string; readonly mayHaveTakenEffect?: true },
): GatewayError =>
  thrown instanceof GatewayError
    ? thrown
    : new GatewayError('unexpected', sentence, { mayHaveTakenEffect, cause: thrown });

/** Ignores the error of a read where the object is not there. */
export function unlessMissing(error: unknown): undefined {
  if (error instanceof GatewayError && error.kind === 'notFound') return undefined;
  throw error;
}
