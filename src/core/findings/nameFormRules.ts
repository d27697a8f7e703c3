import { toShortText } from '../../shared/visibleText';
import { dnsFaultWords, dnsNameFault, dnsNameText, isAsciiName } from '../hosts/dnsNameFault';
import { coversHost } from '../hosts/hostMatching';
import type { SanEntry } from '../model';
import { hostOfCommonName } from './certificateParts';
import type { Rule } from './rule';
import { at } from './rule';
import { nameOf } from './ruleContext';
import { namesOf, servers } from './serverNames';

/** Rules on how the Subject Alternative Names of a server are written (RFC 5280 §4.2.1.6). */
export const nameFormRules = [
  {
    // RFC 9525 §6.3 and RFC 1034 §3.5: clients compare it with the host they ask for, which never is so.
    code: 'impossibleDnsName',
    severity: 'warning',
    sentence: 'The DNS name “{name}” matches no host: {reason}.',
    find: (subject) =>
      namesOf(subject, (name) => isAsciiName(name) && dnsNameFault(name) !== undefined).map(({ part, name }) =>
        at(part, { name: toShortText(name, 80), reason: dnsFaultWords[dnsNameFault(name) ?? 'character'] }),
      ),
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
        return odd ? [at(part, { name: nameOf(certificate), octets: odd.value.length / 2 })] : [];
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
          ? [at(part, { name: nameOf(certificate) })]
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
          : [at(part, { name: nameOf(certificate), repeated: toShortText(repeated, 80) })];
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
