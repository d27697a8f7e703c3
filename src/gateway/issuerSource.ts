/**
 * The contract of fetching the certificate of an issuer from the address that a certificate names, on a person's
 * command.
 */

/** The reason why nothing was fetched. Nothing is sent before the address has passed. */
export type IssuerFailure =
  /** Neither the address nor one that it leads to may be used: not HTTP, too long, or with a user name. */
  | 'badAddress'
  /** The host, or one that it leads to, is of a private network, of this machine, or of no network at all. */
  | 'privateAddress'
  /** The answer leads to an address of another scheme. */
  | 'otherScheme'
  | 'tooManyRedirects'
  | 'notFound'
  /** The connection went to another host than the one that was looked up, usually a proxy. */
  | 'proxy'
  | 'unreachable'
  | 'timeout'
  | 'tooLarge'
  /** Another status than 200, or an answer that broke off. */
  | 'badAnswer'
  | 'cancelled';

export type IssuerAnswer =
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: IssuerFailure; readonly status?: number | undefined };

/** Fetches from an address that the person has seen. Fails never: what goes wrong is an answer. */
export type FetchIssuer = (address: string, signal: AbortSignal) => Promise<IssuerAnswer>;

/** Returns the address to fetch from; undefined where it may not be used. The text is exactly what is requested. */
export function toIssuerAddress(text: string): URL | undefined {
  if (text.length > maxAddressLength || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isUsable = url.protocol === 'http:' && url.username === '' && url.password === '' && url.hostname !== '';
  return isUsable && url.href.length <= maxAddressLength ? url : undefined;
}

/** Characters of an address: a person is to see all of it. */
const maxAddressLength = 400;

/** Returns certificates as this machine's runtime knows them to be roots, PEM. */
export type PublicRoots = () => readonly string[];
