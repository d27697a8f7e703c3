/** Finds values of a text that are in a wrong place of their object, and hosts that its certificate does not cover. */
import type { PemDocument } from '../../core/document/document';
import { certificatesOf } from '../../core/document/document';
import { certificateParts, mayServe, presentedParts } from '../../core/findings/certificateParts';
import type { ValueFault } from '../../core/findings/manifestRules';
import { isMisplaced } from '../../core/gmPair';
import { uncoveredNames } from '../../core/hosts/hostMatching';
import type { Certificate, Span } from '../../core/model';
import { certificateName } from '../../core/x509/certificateName';
import { appendTo } from '../../shared/appendTo';
import { toShortText } from '../../shared/visibleText';
import type { HeldValue } from './holding';
import type { SniList } from './hostBindings';
import type { ManifestObject } from './valueNames';

interface PlacedDocument {
  readonly value: HeldValue;
  readonly document: PemDocument;
  /** The place of each of its blocks. */
  readonly blocks: readonly Span[];
}

/** `groups`: what belongs together, each in the order of the text. Takes time by the number of values alone. */
export function valueFaults(
  groups: readonly (readonly PlacedDocument[])[],
  sniLists: readonly SniList[],
): readonly ValueFault[] {
  const present = groups.filter(([first]) => first?.value.isRemoved !== true);
  const values = present.flat();
  return [
    ...misplacedGm(values),
    ...present.flatMap(swapped),
    ...values.flatMap(otherEncoding),
    ...uncoveredHosts(values, sniLists),
  ];
}

const spanOf = ({ blocks: [first], value }: PlacedDocument): Span => first ?? value.span;

/**
 * Finds SM2 certificates in the place of each other. Two of one object are those of `gm`, whether its switch is in the
 * text or not: nothing else takes any.
 */
function misplacedGm(values: readonly PlacedDocument[]): readonly ValueFault[] {
  const byObject = new Map<ManifestObject | undefined, Map<string, PlacedDocument[]>>();
  for (const each of values) {
    const { object, name } = each.value;
    const names = byObject.get(object) ?? new Map<string, PlacedDocument[]>();
    names.set(name, [...(names.get(name) ?? []), each]);
    byObject.set(object, names);
  }
  return [...byObject.values()].flatMap((names) =>
    [...names].flatMap(([name, signs]) => {
      const [, holder] = /^((?:.*\.)?)certs\[0\]$/.exec(name) ?? [];
      if (holder === undefined) return [];
      const encrypts = names.get(`${holder}cert`) ?? [];
      // Of a name that stands more than once it is not known which belong together.
      if (names.has(`${holder}certs[1]`) || signs.length > 1 || encrypts.length > 1) return [];
      const [first, further] = [sm2Of(encrypts[0]), sm2Of(signs[0])];
      if (!first || !further) return [];
      return [
        ...(isMisplaced('first', first.certificate) ? [first.fault] : []),
        ...(isMisplaced('further', further.certificate) ? [further.fault] : []),
      ];
    }),
  );
}

function sm2Of(
  placed: PlacedDocument | undefined,
): { readonly certificate: Certificate; readonly fault: ValueFault } | undefined {
  const [leaf] = placed ? certificateParts(placed.document) : [];
  if (!placed || leaf?.certificate.key.curve !== 'SM2') return undefined;
  const { certificate } = leaf;
  return {
    certificate,
    fault: { code: 'gmMisplaced', span: spanOf(placed), facts: { name: certificateName(certificate) } },
  };
}

/** Names of values for certificates, and for private keys. */
const certificatePlace = /(?:^|[^a-z])(?:crt|cert(?:ificate)?)s?(?:[-_.]?(?:data|file|pem))?(?:\[\d+\])?$/i;
const keyPlace = /(?:^|[^a-z])(?:private[-_.]?)?keys?(?:[-_.]?(?:data|file|pem))?(?:\[\d+\])?$/i;

/** Finds what is no certificate or no key in the place of one, where a group has both places. */
function swapped(group: readonly PlacedDocument[]): readonly ValueFault[] {
  const certificatePlaces = group.filter(({ value: { name } }) => certificatePlace.test(name));
  const keyPlaces = group.filter(({ value: { name } }) => keyPlace.test(name) && !/pub/i.test(name));
  if (certificatePlaces.length === 0 || keyPlaces.length === 0) return [];
  const toFault = (placed: PlacedDocument, sentence: string): ValueFault => ({
    code: 'misplacedValue',
    span: spanOf(placed),
    sentence,
  });
  return [
    ...certificatePlaces.flatMap((placed) => {
      const { document } = placed;
      if (certificatesOf(document).length > 0) return [];
      if (hasKey(document)) return [toFault(placed, keyInstead)];
      return isNeither(document) ? [toFault(placed, noCertificate)] : [];
    }),
    ...keyPlaces.flatMap((placed) => {
      const { document } = placed;
      if (hasKey(document)) return [];
      if (certificatesOf(document).length > 0) return [toFault(placed, certificateInstead)];
      return isNeither(document) ? [toFault(placed, noKey)] : [];
    }),
  ];
}

const keyInstead = 'This value holds a private key where a certificate belongs.';
const certificateInstead = 'This value holds a certificate where the private key belongs.';
const noCertificate = 'This value holds no certificate, and one belongs here.';
const noKey = 'This value holds no private key, and one belongs here.';

/** Returns whether there are blocks of other kinds alone: a request, a public key. */
const isNeither = ({ parts }: PemDocument): boolean =>
  parts.length > 0 &&
  parts.every(({ certificate, key, mislabelled }) => !certificate && !key && mislabelled !== 'pkcs12');

const hasKey = ({ parts }: PemDocument): boolean => parts.some(({ key }) => key !== undefined);

/** Finds values of a Secret that Kubernetes refuses, or hands on to a gateway as something else than PEM. */
function otherEncoding(placed: PlacedDocument): readonly ValueFault[] {
  const { holding, section, name } = placed.value;
  const fault = { code: 'misplacedValue', span: spanOf(placed) } as const;
  if (section === 'data' && holding.kind === 'pem')
    return [
      {
        ...fault,
        sentence:
          'Kubernetes refuses this Secret: values under “data” have to be base64; plain PEM belongs under “stringData”.',
      },
    ];
  if (section === undefined || holding.kind !== 'base64' || !readByGateways.test(name)) return [];
  const isDecoded = section === 'data' && holding.layers === 1;
  if (isDecoded && holding.inner.kind !== 'der') return [];
  return [
    {
      ...fault,
      sentence: 'Whoever reads this value from the Secret gets {form} instead of PEM.',
      facts: { form: isDecoded ? 'DER' : 'base64' },
    },
  ];
}

/** Programs of other kinds may well want base64 or DER. */
const readByGateways = /(?:^|\/)(?:(?:tls|ca)\.(?:crt|key)|cert|key)$/;

/** Finds the hosts of SSL objects that no certificate of theirs covers. */
function uncoveredHosts(values: readonly PlacedDocument[], sniLists: readonly SniList[]): readonly ValueFault[] {
  if (sniLists.length === 0) return [];
  const byOwner = new Map<string, Certificate[]>();
  for (const { value, document } of values) {
    const [place] = ofObject.exec(value.name) ?? [];
    const [leaf] = place === undefined ? [] : presentedParts(certificateParts(document));
    if (place === undefined || !leaf || !mayServe(leaf.certificate)) continue;
    const owner = value.name.slice(0, -place.length);
    appendTo(byOwner, owner, leaf.certificate);
  }
  const lists = new Map<string, SniList[]>();
  for (const list of sniLists) appendTo(lists, list.owner, list);
  return sniLists.flatMap(({ owner, hosts }) => {
    const certificates = byOwner.get(owner) ?? [];
    const [first] = certificates;
    // Of an object that stands more than once, in documents of one file, it is not known which certificate is whose.
    if (!first || (lists.get(owner)?.length ?? 0) > 1) return [];
    const uncovered = new Set(
      uncoveredNames(
        certificates.flatMap(({ sans }) => sans ?? []),
        hosts.map(({ host }) => host),
      ),
    );
    return hosts
      .filter(({ host }) => uncovered.has(host))
      .map(({ host, span }) => ({
        code: 'hostNotCovered',
        span,
        sentence: 'No name of {name} covers {host}, which it is to be served for: clients refuse it there.',
        facts: { name: certificateName(first), host: toShortText(host, 80) },
      }));
  });
}

/** Matches the name of a certificate's place in an SSL object of APISIX or adc. */
const ofObject = /(?:^|\.)(?:cert(?:ificate)?|certs\[\d+\]|certificates\[\d+\](?:\.cert(?:ificate)?)?)$/;
