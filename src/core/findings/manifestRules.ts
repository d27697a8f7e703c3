import { toShortText } from '../../shared/visibleText';
import type { Span } from '../model';
import type { FindingPlace, Rule } from './rule';

/** A host that two manifests have a gateway serve, each with another certificate. */
export interface HostConflict {
  /** The place at which the text names the host. */
  readonly span: Span;
  readonly host: string;
  /** The Secret as a person calls it: `Secret shop-tls`. */
  readonly secret: string;
  readonly other: string;
  /** The other manifest, as a person calls it, and where it names the host. */
  readonly by: string;
  readonly at: { readonly span: Span; readonly file: string };
}

/** A value of a text that only another tool reads. `sentence`: English, says what it is and which command helps. */
export interface ForeignValue {
  readonly span: Span;
  readonly sentence: string;
  readonly facts: Readonly<Record<string, string>>;
  /** Instead of a hint. */
  readonly severity?: 'warning';
}

/**
 * What is wrong about a value where it stands in its object, or with a host that the object names; and whose rule says
 * so.
 */
export interface ValueFault extends FindingPlace {
  readonly code: 'gmMisplaced' | 'misplacedValue' | 'hostNotCovered';
}

/**
 * Rules on what manifests say of hosts and of the certificates that are to serve them, and on values for other tools.
 */
export const manifestRules = [
  {
    // Two rows of one SNI: which of them a gateway serves is left to the order in which it read them.
    code: 'hostBoundTwice',
    severity: 'warning',
    sentence:
      '{host} is bound to the certificate of {secret} here, and to another one, of {other}, by {by}: a gateway serves one of them.',
    find: ({ hostConflicts }) =>
      hostConflicts.map(({ span, host, secret, other, by, at }) => ({
        span,
        facts: {
          host: toShortText(host, 80),
          secret: toShortText(secret, 80),
          other: toShortText(other, 80),
          by: toShortText(by, 120),
        },
        related: [{ ...at, sentence: 'The same host is bound here.' }],
      })),
  },
  {
    // GM/T 0024, apisix/plugins/gm.lua: a handshake needs either in its place.
    code: 'gmMisplaced',
    severity: 'warning',
    sentence:
      '{name} is in the wrong place: of two SM2 certificates of an object, “cert” encrypts and the first of “certs” signs, and its Key Usage allows only the other.',
    find: ({ valueFaults }) => valueFaults.filter(({ code }) => code === 'gmMisplaced'),
  },
  {
    // Kubernetes decodes `data` once and `stringData` never; gateways want PEM of either kind in its own place.
    code: 'misplacedValue',
    severity: 'error',
    sentence: 'This value holds a private key where a certificate belongs.',
    find: ({ valueFaults }) => valueFaults.filter(({ code }) => code === 'misplacedValue'),
  },
  {
    // By design mostly: no fault, but the answer to why nothing is said of a key that a person looks at.
    code: 'foreignValue',
    severity: 'hint',
    sentence: 'This value is encrypted, compressed or a keystore: another tool has to read it first.',
    find: ({ foreignValues }) => foreignValues,
  },
] as const satisfies readonly Rule[];
