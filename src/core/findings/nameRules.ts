import type { Cooperative } from '../../shared/cooperative';
import { toShortText } from '../../shared/visibleText';
import {
  dnsFaultWords,
  dnsNameFault,
  dnsNameText,
  isAsciiName,
  isRegistryWildcard,
  isUsefulWildcard,
} from '../hosts/dnsNameFault';
import { coversHost } from '../hosts/hostMatching';
import { endsInNumber } from '../hosts/hostText';
import type { Certificate, SanEntry } from '../model';
import { certificateName } from '../x509/certificateName';
import { hasUnreadableNames } from '../x509/extensionFaults';
import type { CertificatePart } from './certificateParts';
import { hostOfCommonName, isServerName, namesOf, servers } from './certificateParts';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';

/** The names that clients of a server look at (RFC 9525), on certificates that a gateway may present to them. */
export const nameRules = [
  {
    // RFC 9525 §6.3: clients look at Subject Alternative Names alone.
    code: 'noServerName',
    severity: 'warning',
    sentence:
      '{name} has no DNS name or IP address among its Subject Alternative Names: no client accepts it for a server.',
    find: (subject) =>
      servers(subject).flatMap(({ part, certificate }) =>
        hasServerName(certificate) || hasOwnFinding(certificate) || hostOfCommonName(certificate) !== undefined
          ? []
          : [at(part, { name: certificateName(certificate) })],
      ),
  },
  {
    // RFC 9525 §2 and §6.3: the Common Name is no host name any more.
    code: 'namesOnlyInCommonName',
    severity: 'warning',
    sentence:
      'The name {name} is in the Common Name only, which browsers and programs written in Go do not look at; it has to be a Subject Alternative Name.',
    find: (subject) =>
      servers(subject).flatMap(({ part, certificate }) => {
        const host = hostOfCommonName(certificate);
        return hasServerName(certificate) || hasOwnFinding(certificate) || host === undefined
          ? []
          : [at(part, { name: toShortText(host, 80) })];
      }),
  },
  {
    // RFC 5280 §4.2.1.6 and RFC 1034 §3.5; CA/B Forum Baseline Requirements §7.1.2.7.12.
    code: 'underscoreInName',
    severity: 'hint',
    sentence: 'The name {name} has an underscore, which no host name may have; Java refuses it.',
    find: (subject) => dnsNames(subject, (name) => name.includes('_')),
  },
  {
    // RFC 9525 §6.3: a wildcard is the whole left-most label; OpenSSL and browsers want two labels behind it.
    code: 'uselessWildcard',
    severity: 'warning',
    sentence:
      'The wildcard in {name} covers nothing in browsers: it has to be the whole first label, followed by at least two more labels.',
    find: (subject) => [
      ...dnsNames(subject, (name) => name.includes('*') && !isUsefulWildcard(name)),
      ...dnsNames(subject, isRegistryWildcard).map((place) => ({
        ...place,
        sentence:
          'The wildcard in {name} stands for all names of a registry: Chrome does not match it to any host, and no public CA may issue it.',
      })),
    ],
  },
  {
    code: 'hostNotCovered',
    severity: 'warning',
    sentence: 'No name of {name} covers {host}, which the settings of this folder expect.',
    *find(subject) {
      const named = subject.valueFaults.filter(({ code }) => code === 'hostNotCovered');
      return [...uncovered(subject), ...(yield* lost(subject)), ...named];
    },
  },
] as const satisfies readonly Rule[];

const hasServerName = ({ sans }: Certificate): boolean => sans?.some(isServerName) ?? false;

/** Returns whether the list of names is malformed or empty, which is reported alone. */
const hasOwnFinding = (certificate: Certificate): boolean =>
  hasUnreadableNames(certificate) || certificate.sans?.length === 0;

/** Makes one finding a name, for the first few of a certificate. */
const dnsNames = (subject: RuleContext, isWanted: (name: string) => boolean): readonly FindingPlace[] =>
  namesOf(subject, isWanted).map(({ part, name }) => at(part, { name: toShortText(name, 80) }));

/** Finds hosts that none of the certificates covers; the finding is on the first certificate. */
function uncovered(subject: RuleContext): readonly FindingPlace[] {
  const presented = servers(subject);
  const isCovered = (host: string): boolean =>
    presented.some(({ certificate }) => coversHost(certificate.sans ?? [], host));
  const first = presented.slice(0, 1);
  const toFacts = ({ certificate }: CertificatePart, host: string) => ({
    name: certificateName(certificate),
    host: toShortText(host, 80),
  });
  const expected = subject.hosts.flatMap((host) =>
    isCovered(host) ? [] : first.map((each) => at(each.part, toFacts(each, host))),
  );
  const bound = subject.boundHosts.flatMap(({ host, by }) =>
    isCovered(host)
      ? []
      : first.map((each) => ({
          ...at(each.part, { ...toFacts(each, host), by: toShortText(by, 120) }),
          sentence: '{by} serves {name} for {host}, which none of its names covers.',
        })),
  );
  return [...expected, ...bound];
}

/** Finds lost hosts, on each certificate that would replace one of a gateway and serve less. */
function* lost(subject: RuleContext): Cooperative<readonly FindingPlace[]> {
  const { coverageLoss } = subject;
  if (!coverageLoss) return [];
  const presented = servers(subject);
  const siblings = presented.map(({ certificate }) => certificate);
  const places: FindingPlace[] = [];
  for (const { part, certificate } of presented) {
    yield;
    for (const facts of yield* coverageLoss(certificate, siblings))
      places.push({
        ...at(part, { name: certificateName(certificate), ...facts }),
        sentence:
          'No name of {name} covers {hosts}, in use on {connection} by {owners}; there they are served with the certificate of ID {id} today.',
      });
  }
  return places;
}

/** Rules on how the Subject Alternative Names of a server are written (RFC 5280 §4.2.1.6). */
export const nameFormRules = [
  {
    // RFC 9525 §6.3 and RFC 1034 §3.5: clients compare it with the host they ask for, which never is so.
    code: 'impossibleDnsName',
    severity: 'warning',
    sentence: 'The DNS name “{name}” matches no host: {reason}.',
    find: (subject) => [
      ...namesOf(subject, (name) => isAsciiName(name) && dnsNameFault(name) !== undefined).map(({ part, name }) =>
        at(part, { name: toShortText(name, 80), reason: dnsFaultWords[dnsNameFault(name) ?? 'character'] }),
      ),
      ...dnsNames(subject, (name) => dnsNameFault(name) === undefined && endsInNumber(name)).map((place) => ({
        ...place,
        sentence:
          'The DNS name “{name}” matches no host that a browser asks for: it takes a name that ends with a number for an address.',
      })),
    ],
  },
  {
    // RFC 5280 §7.2: A-labels. crypto/x509: “SAN dNSName is malformed”.
    code: 'dnsNameNotAscii',
    severity: 'error',
    sentence:
      'The DNS name {name} is not written in ASCII (xn--…): no host matches it, and Chrome and programs written in Go refuse the certificate.',
    find: (subject) =>
      namesOf(subject, (name) => !isAsciiName(name)).map(({ part, name }) =>
        at(part, { name: toShortText(dnsNameText(name), 80) }),
      ),
  },
  {
    // RFC 5280 §4.2.1.6: 4 octets or 16.
    code: 'malformedIpName',
    severity: 'error',
    sentence:
      'An IP address of {name} has {octets} bytes, where 4 or 16 are allowed: Chrome and programs written in Go refuse the certificate.',
    find: (subject) =>
      servers(subject).flatMap(({ part, certificate }) => {
        const odd = certificate.sans?.find((entry) => entry.kind === 'ip' && entry.version === undefined);
        return odd ? [at(part, { name: certificateName(certificate), octets: odd.value.length / 2 })] : [];
      }),
  },
  {
    // RFC 5280 §4.2.1.6: at least one. Chromium's verifier: “GeneralNames is an empty sequence”.
    code: 'emptyNames',
    severity: 'error',
    sentence:
      'The Subject Alternative Name of {name} has no name in it: Chrome refuses the certificate, and programs written in Go find no host in it.',
    find: (subject) =>
      servers(subject).flatMap(({ part, certificate }) =>
        certificate.extensions.some(({ content }) => content.kind === 'subjectAltName' && content.entries.length === 0)
          ? [at(part, { name: certificateName(certificate) })]
          : [],
      ),
  },
  {
    code: 'repeatedName',
    severity: 'hint',
    sentence: 'The name {repeated} occurs more than once in the Subject Alternative Names of {name}.',
    find: (subject) =>
      servers(subject).flatMap(({ part, certificate }) => {
        const repeated = firstRepeated(certificate.sans ?? []);
        return repeated === undefined
          ? []
          : [at(part, { name: certificateName(certificate), repeated: toShortText(repeated, 80) })];
      }),
  },
  {
    // Baseline Requirements §7.1.4.3: public CAs may put nothing else there.
    code: 'commonNameNotListed',
    severity: 'hint',
    sentence:
      'The Common Name {host} is not among the Subject Alternative Names, which are all that browsers and programs written in Go look at: they refuse it for {host}.',
    find: (subject) =>
      servers(subject).flatMap(({ part, certificate }) => {
        const host = hostOfCommonName(certificate);
        const sans = certificate.sans ?? [];
        const isServer = sans.some(({ kind }) => kind === 'dns' || kind === 'ip');
        return host !== undefined && isServer && !isListed(sans, host)
          ? [at(part, { host: toShortText(host, 80) })]
          : [];
      }),
  },
] as const satisfies readonly Rule[];

/**
 * Returns whether a host is listed: a wildcard may be listed for it; an address written as a DNS name has a finding of
 * its own.
 */
const isListed = (sans: readonly SanEntry[], host: string): boolean =>
  coversHost(sans, host) || sans.some(({ value }) => value.toLowerCase() === host.toLowerCase());

function firstRepeated(sans: readonly SanEntry[]): string | undefined {
  const seen = new Set<string>();
  for (const { kind, value } of sans) {
    const name = `${kind} ${kind === 'dns' ? value.toLowerCase() : value}`;
    if (value !== '' && seen.has(name)) return value;
    seen.add(name);
  }
  return undefined;
}
