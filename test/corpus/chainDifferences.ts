/**
 * Returns why the product's verdict on a case differs on purpose. It is that of TLS clients: OpenSSL as a TLS client at
 * its default security level, Go, Java and browsers. The profiles of RFC 5280 and of the CA/Browser Forum ask CAs for
 * more.
 */
export const chainDifferences = (name: string): string | undefined => reasons.find(([cases]) => cases.test(name))?.[1];

const reasons: readonly (readonly [cases: RegExp, reason: string])[] = [
  [
    /^rfc5280::(aki::.*missing-aki|ski::.*missing-ski|ca-empty-subject|root-non-critical-basic-constraints)/,
    'A rule for CAs (RFC 5280 §4.1.2.6, §4.2.1): OpenSSL, Go and browsers take it',
  ],
  [/^rfc5280::nc::(permitted-dns-match-noncritical|not-allowed-in-ee)/, 'A rule for CAs (RFC 5280 §4.2.1.10)'],
  [
    /^rfc5280::nc::invalid-dnsname-leading-period/,
    'A dot before a constraint on DNS names: OpenSSL, Go and browsers take it as the rule for URIs has it',
  ],
  [
    /^rfc5280::nc::nc-permits-invalid/,
    'OpenSSL takes an impossible name that ends as permitted; Go does not. `impossibleDnsName` says so of DNS names',
  ],
  [/^rfc5280::san::noncritical/, 'A rule for CAs (RFC 5280 §4.2.1.6)'],
  [/^rfc5280::san::underscore/, 'A rule for public CAs; said by `underscoreInName`'],
  [/^rfc5280::serial::negative/, 'Go alone refuses; said by `negativeSerial`'],
  [/^rfc5280::serial::/, 'A rule for CAs; said by `longSerial` and `zeroSerial`'],
  [/^rfc5280::leaf-ku-keycertsign/, 'A rule for CAs; said by `certSignWithoutCa`'],
  [
    /^(rfc5280::ca-as-leaf|pathlen::validation-ignores-pathlen-in-leaf|target-not-end-entity)/,
    'Its Key Usage is keyCertSign alone: OpenSSL refuses it as a server (error 26), Go and browsers do not look',
  ],
  [/^webpki::aki::root-with-aki/, 'A rule for public CAs: clients do not look at key identifiers of a root'],
  [
    /^webpki::cn::/,
    'Clients read no Common Name where there are DNS names; said by `commonNameNotListed` where it is another name',
  ],
  [
    /^webpki::eku::/,
    'A rule for public CAs (Baseline Requirements §7.1.2); said by `purposeUnstated` where there is none',
  ],
  [
    /^webpki::nc::intermediate-permitted-excluded-subtrees-both/,
    'Chrome and Go refuse constraints that constrain nothing, OpenSSL takes them; said by `malformedExtension`',
  ],
  [
    /^webpki::san::public-suffix/,
    'Of clients, Chrome has the list of public suffixes at hand; said by `uselessWildcard` for `*.com` and `*.co.uk`',
  ],
  [/^webpki::san::san-critical/, 'A rule for public CAs (Baseline Requirements §7.1.2.7.12)'],
  [/^webpki::malformed-aia/, 'Chrome and Go read it of every certificate; said by `malformedExtension`'],
  [
    /^webpki::forbidden-/,
    'A rule for public CAs; OpenSSL takes the key. Short ones are said by `weakKey`, leaves of DSA by `keyNotServed`',
  ],
  [/^webpki::ee-basicconstraints-ca/, 'A rule for public CAs; said by `caAsLeaf` where its key is beside it'],
  [/^PKITS 4\.1\.[456]$/, 'Signed with DSA over SHA-1, which no TLS client takes any more'],
  [/^expired-root\//, 'Browsers do not look at dates of a trusted root; OpenSSL and Go do'],
  [
    /^(intermediate-eku-any-and-clientauth|target-eku-any)\/(client|server)auth/,
    'Any purpose, and not this one: OpenSSL refuses (error 26), which the verdict says of some clients',
  ],
  [
    /^(issuer-and-subject-not-byte-for-byte-equal\/anchor|intermediate-eku-server-gated-crypto\/sha1)/,
    'Signed over SHA-1, which this test of theirs allows and TLS clients do not',
  ],
  [/^many-names\/ok-all-types/, 'OpenSSL gives up on as many names and constraints, too (error 1)'],
  [
    /^root-(basic-constraints-ca-false|lacks-keycertsign|eku-clientauth)/,
    'Browsers do not look at extensions of a trusted root; OpenSSL does (errors 26 and 79)',
  ],
  [
    /^root-lacks-basic-constraints/,
    'Java alone refuses a trusted root that is not marked as a CA; OpenSSL takes its Key Usage for it',
  ],
  [/\/(client|server)auth-strict(-leaf)?$|\/strict$/, 'A mode of theirs that no TLS client uses'],
  [
    /^target-msapplicationpolicies/,
    'A critical extension of Microsoft’s: browsers know it, OpenSSL does not (error 34)',
  ],
  [
    /^target-serverauth-various-keyusages\/.*decipherOnly/,
    'OpenSSL refuses it as a server (error 26); browsers do not look',
  ],
  [/^unknown-critical-policy-qualifier/, 'OpenSSL takes it; policies are not judged'],
  [/^violates-pathlen-1-from-root/, 'Browsers do not look at the path length of a trusted root; OpenSSL and Go do'],
];
