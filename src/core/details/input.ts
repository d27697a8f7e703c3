import type { Translate } from '../../shared/translate';
import type { KeyReading } from '../keys/keys';
import type { Certificate, Reading, StoredCertificate } from '../model';

/**
 * The objects that use a certificate, to be shown with ids that can be copied. Words are translated, ids and names are
 * not.
 */
export interface UsedBy {
  /** `used by 2 routes`; undefined where nothing is certain. */
  readonly summary: string | undefined;
  readonly owners: readonly {
    readonly kind: string;
    readonly id: string;
    readonly name?: string;
    /** It holds a copy of the certificate itself, and does not use the object. */
    readonly isCopy?: true;
  }[];
  readonly more: number;
}

/** A certificate object of a gateway. Has no room for a private key. */
export interface GatewayCertificateInput extends Pick<
  StoredCertificate,
  | 'id'
  | 'type'
  | 'names'
  | 'isEnabled'
  | 'metadata'
  | 'protocols'
  | 'isGm'
  | 'ocspStapling'
  | 'ignored'
  | 'description'
  | 'createdAt'
  | 'updatedAt'
> {
  readonly from: 'gateway';
  /** The title of its row in the tree. */
  readonly title: string;
  /** Only what a row of the tree knows: the rest is being read. Absent where all is there. */
  readonly isPartial?: true;
  readonly connection: string;
  /** The connection is marked as one that serves real traffic. */
  readonly isProduction: boolean;
  /** The kind of gateway: `API7 Cloud`. */
  readonly gateway: string;
  /** Each as one text: `team=payments`. */
  readonly labels: readonly string[];
  /**
   * Set where the gateway returned a certificate that cannot be read: missing facts were then not left out by the
   * gateway.
   */
  readonly isUnreadable?: true;
  /** A secret reference stands in the certificate's place. */
  readonly isReference?: true;
  /** The gateway staples no OCSP answers to it. Absent where it does, or nobody can say. */
  readonly isUnstapled?: true;
  /** The certificates that could be parsed of the PEM, leaf first. Empty where the gateway returns none. */
  readonly chain: readonly Certificate[];
  /** The CA that peers are verified with. */
  readonly ca?: Omit<NonNullable<StoredCertificate['ca']>, 'pem'> & {
    readonly certificates: readonly Certificate[];
    /** A secret reference stands in its place. */
    readonly isReference?: true;
  };
  /** References to secrets that stand where PEM is expected. */
  readonly references?: readonly string[];
  /** Chains of further certificates of the same object. */
  readonly extraChains: readonly (readonly Certificate[])[];
  /** The tool that manages it, and what follows for whoever changes it; already translated. */
  readonly owner?: { readonly name: string; readonly note: string };
  /** The objects that use it, as far as they are known. */
  readonly usedBy?:
    | (UsedBy & {
        /** Reasons why there may be more, already translated. */
        readonly unknown?: readonly string[];
      })
    | undefined;
  /** The reason why they could not be read, in the gateway's words where it has any; already translated. */
  readonly usesFailure?: string | undefined;
  /** Names that are in the way of others or of its certificate, a sentence each, already translated. */
  readonly conflicts?: readonly string[];
  /** Sentences about what could not be read, already translated. */
  readonly notes: readonly string[];
}

/** A certificate in a file or an editor. */
export interface FileCertificateInput {
  readonly from: 'file';
  /** Name of the file, without its folder. */
  readonly file: string;
  /** The index of the certificate in its file (0-based), and how many there are. */
  readonly index: number;
  readonly count: number;
  readonly certificate: Certificate;
  /** The chain it stands in, leaf first, itself included; the certificate alone where it stands in none. */
  readonly chain: readonly Certificate[];
  /** True if a private key in the same file is its own; undefined where there is none. */
  readonly keyFit?: 'fits' | 'doesNotFit' | 'cannotTell';
  /** All that the file holds, where the page is to say it. */
  readonly contents?: { readonly certificates: readonly Reading<Certificate>[]; readonly keys: readonly KeyReading[] };
  /** Sentences about the file, already translated. */
  readonly notes?: readonly string[];
}

export type DetailInput = GatewayCertificateInput | FileCertificateInput;

export interface DetailOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Days before the end at which a certificate counts as expiring; null for the rule of `expiry.ts`. */
  readonly warningDays: number | null;
  readonly translate: Translate;
}
