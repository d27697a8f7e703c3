import { toShortText } from '../../shared/visibleText';
import type { PemPart } from '../document/document';
import { toKeyTest } from '../document/pairing';
import { keyFit } from '../keys/keys';
import type { Certificate } from '../model';
import { certificateName, commonNameOf } from '../x509/certificateName';
import type { CertificateRequest } from '../x509/request';
import { isEnd, isServerName } from './certificateParts';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';
import type { SiblingFile } from './siblings';
import { isRequested } from './siblings';

/** Certificate requests (RFC 2986) beside the keys and certificates that they belong to. */
export const requestRules = [
  {
    code: 'requestNamesDiffer',
    severity: 'info',
    sentence: 'The request for the key of {name} asks for {names}, which the certificate does not have.',
    find: (subject) => differingNames(subject),
  },
  {
    code: 'renewalUnderWay',
    severity: 'hint',
    sentence:
      'This private key is for the request beside it; the certificate {name} has another key, until it is renewed.',
    find: (subject) => renewals(subject),
  },
] as const satisfies readonly Rule[];

/** A part of the text, or of a file beside it. */
interface Placed {
  readonly part: PemPart;
  readonly file: SiblingFile | undefined;
}

/** Lists the parts of the text, then those of files of the same folder, as many as a person has of one name. */
const allParts = ({ document, siblings }: RuleContext): readonly Placed[] => [
  ...document.parts.map((part) => ({ part, file: undefined })),
  ...siblings.flatMap((file) => file.document.parts.slice(0, maxParts).map((part) => ({ part, file }))),
];

const maxParts = 20;

const toPlace = ({ part, file }: Placed) => ({ span: part.block.begin, ...(file && { file: file.id }) });

function differingNames(subject: RuleContext): readonly FindingPlace[] {
  const parts = allParts(subject);
  const requests = new Map<string, { readonly placed: Placed; readonly request: CertificateRequest }>();
  for (const placed of parts) {
    const { request } = placed.part;
    if (request && !requests.has(request.spkiSha256)) requests.set(request.spkiSha256, { placed, request });
  }
  if (requests.size === 0) return [];
  const renewal = renewalOf(subject);
  return parts.flatMap((placed) => {
    const { part, file } = placed;
    if (!part.certificate?.ok) return [];
    const certificate = part.certificate.value;
    const next = placed.part === renewal?.leaf.placed.part ? requests.get(renewal.spkiSha256) : undefined;
    const own = requests.get(certificate.fingerprints.spkiSha256) ?? next;
    if (!own || (file && own.placed.file)) return [];
    const words = own === next ? renewalWords : keyWords;
    const front = file ? own.placed : placed;
    const other = file
      ? { ...toPlace(placed), sentence: 'This is the certificate.' }
      : { ...toPlace(own.placed), sentence: 'This is the certificate request.' };
    const place = (names: readonly string[], own: { readonly sentence?: string } = {}): readonly FindingPlace[] =>
      names.length === 0
        ? []
        : [
            {
              ...at(front.part, { name: certificateName(certificate), names: toShortText(names.join(', '), 120) }),
              ...own,
              related: [other],
            },
          ];
    const [wanted, had] = [namesOf(own.request), namesOf(certificate)];
    return [
      ...place(
        wanted.filter((name) => !had.includes(name)),
        words.more,
      ),
      ...place(
        had.filter((name) => !wanted.includes(name) && !wanted.some((other) => isTwin(name, other))),
        words.less,
      ),
    ];
  });
}

/** For a request with the key of the certificate. More names are the rule's own sentence. */
const keyWords = {
  more: {},
  less: {
    sentence:
      'The request for the key of {name} does not ask for {names}, which the certificate has: the next one loses them.',
  },
} as const;

/** For a request with a new key. */
const renewalWords = {
  more: {
    sentence: 'The request for the renewal of {name} asks for {names}, which the certificate does not have.',
  },
  less: {
    sentence:
      'The request for the renewal of {name} does not ask for {names}, which the certificate has: the next one loses them.',
  },
} as const;

/** Returns whether two names differ only in `www.`, which public CAs add by themselves. */
const isTwin = (name: string, other: string): boolean => name === `www.${other}` || other === `www.${name}`;

/** Returns host names and addresses. CAs use the Common Name of a request that has neither. */
function namesOf({ sans, subject }: Pick<CertificateRequest | Certificate, 'sans' | 'subject'>): readonly string[] {
  const names = (sans ?? []).filter(isServerName).map(({ value }) => value.toLowerCase());
  const commonName = commonNameOf(subject)?.toLowerCase();
  return names.length > 0 || commonName === undefined ? [...new Set(names)] : [commonName];
}

/** Finds private keys that certainly are of no certificate request beside them, where there is no certificate yet. */
export function keysOfNoRequest(subject: RuleContext): readonly FindingPlace[] {
  const parts = allParts(subject);
  const keys = parts.filter(({ part }) => part.key);
  const requests = parts.filter(({ part: { request, block } }) => request ?? block.kind === 'certificateRequest');
  const [first] = requests;
  if (!first || keys.length * requests.length > maxParts ** 2 || parts.some(({ part }) => part.certificate)) return [];
  const tests = requests.map(({ part: { request } }) => request && toKeyTest(request.spki));
  const isStranger = ({ part: { key } }: Placed): boolean =>
    key?.status === 'plain' && tests.every((isOwn) => isOwn?.(key.spki) === false);
  if (!keys.every(isStranger)) return [];
  return keys.flatMap(({ part, file }): readonly FindingPlace[] =>
    part.key?.status !== 'plain' || file
      ? []
      : [
          {
            ...at(part, { key: part.key.key.name }),
            severity: 'warning',
            sentence: 'This private key ({key}) does not belong to the certificate request beside it.',
            related: [{ ...toPlace(first), sentence: 'This is the certificate request.' }],
          },
        ],
  );
}

interface Renewal {
  readonly leaf: { readonly placed: Placed; readonly certificate: Certificate };
  /** New private keys that a request is for, and that no certificate has. */
  readonly keys: readonly Placed[];
  /** Hash of the first of them. */
  readonly spkiSha256: string;
}

/** Finds the renewal under way. Undefined where there is none. */
function renewalOf(subject: RuleContext): Renewal | undefined {
  if (subject.requested.size === 0) return undefined;
  const parts = allParts(subject);
  const certificates = parts.flatMap((placed) =>
    placed.part.certificate?.ok ? [{ placed, certificate: placed.part.certificate.value }] : [],
  );
  const leaf = certificates.find(({ certificate }) => isEnd(certificate));
  const keys = parts
    .filter(({ part }) => isRequested(part, subject.requested))
    .slice(0, maxParts)
    .filter(
      ({ part: { key } }) => key && certificates.every(({ certificate }) => keyFit(certificate, key) === 'doesNotFit'),
    );
  const first = keys[0]?.part.key;
  return leaf && first?.status === 'plain' ? { leaf, keys, spkiSha256: first.spkiSha256 } : undefined;
}

function renewals(subject: RuleContext): readonly FindingPlace[] {
  const renewal = renewalOf(subject);
  if (!renewal) return [];
  const { leaf, keys } = renewal;
  const name = certificateName(leaf.certificate);
  return keys.flatMap((placed): readonly FindingPlace[] => {
    if (!placed.file)
      return [
        { ...at(placed.part, { name }), related: [{ ...toPlace(leaf.placed), sentence: 'This is the certificate.' }] },
      ];
    if (leaf.placed.file) return [];
    return [
      {
        ...at(leaf.placed.part, { name }),
        sentence:
          'A new private key and a request for it are beside {name}, which has the former key: it is to be renewed.',
        related: [{ ...toPlace(placed), sentence: 'This is the private key.' }],
      },
    ];
  });
}
