/**
 * `npm run lint-oracle -- ZLINT PKILINT`: holds rules that we share with zlint and pkilint against the verdicts in
 * their own tests. Both arguments are folders of their sources; nothing of them is kept. Prints a table of counts, both
 * ways.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readPemDocument } from '../../src/core/document/document';
import type { FindingCode } from '../../src/core/findings/findings';
import { findFindings } from '../../src/core/findings/findings';

interface Verdict {
  readonly lint: string;
  readonly file: string;
  readonly isFound: boolean;
}

/** Lints by name, and the rules of ours that say the same. */
const shared: Readonly<Record<string, readonly FindingCode[]>> = {
  e_ext_duplicate_extension: ['repeatedExtension'],
  e_dnsname_empty_label: ['impossibleDnsName'],
  e_dnsname_label_too_long: ['impossibleDnsName'],
  e_dnsname_bad_character_in_label: ['impossibleDnsName', 'uselessWildcard', 'dnsNameNotAscii'],
  e_ext_san_dns_not_ia5_string: ['dnsNameNotAscii'],
  e_ext_san_space_dns_name: ['impossibleDnsName'],
  e_ext_key_usage_cert_sign_without_ca: ['certSignWithoutCa'],
  e_serial_number_longer_than_20_octets: ['longSerial'],
  e_serial_number_not_positive: ['negativeSerial', 'zeroSerial'],
  e_generalized_time_does_not_include_seconds: ['timeForm'],
  e_generalized_time_includes_fraction_seconds: ['timeForm'],
  e_generalized_time_not_in_zulu: ['timeForm'],
  e_utc_time_does_not_include_seconds: ['timeForm'],
  e_utc_time_not_in_zulu: ['timeForm'],
  e_wrong_time_format_pre2050: ['timeType'],
  e_validity_time_not_positive: ['neverValid'],
  e_cert_sig_alg_not_match_tbs_sig_alg: ['signatureAlgorithmsDiffer'],
  e_cert_extensions_version_not_3: ['wrongVersion'],
  e_rsa_fermat_factorization: ['factorableKey'],
  e_rsa_public_exponent_not_odd: ['impossibleExponent'],
  e_rsa_public_exponent_too_small: ['impossibleExponent'],
  w_ext_san_dns_name_duplicate: ['repeatedName'],
  'pkix.certificate_negative_validity_period': ['neverValid'],
  'pkix.certificate_serial_number_out_of_range': ['longSerial', 'negativeSerial', 'zeroSerial'],
  'pkix.certificate_signature_algorithm_mismatch': ['signatureAlgorithmsDiffer'],
  'pkix.duplicate_extension': ['repeatedExtension'],
  'pkix.key_usage_value_prohibited_for_': ['usageUnfitForKey'],
  'pkix.ee_certificate_keycertsign_keyusage_set': ['certSignWithoutCa'],
  'pkix.dnsname_domain_name_too_long': ['impossibleDnsName', 'uselessWildcard', 'dnsNameNotAscii'],
};

function* filesUnder(folder: string, ending: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile() && entry.name.endsWith(ending)) yield join(entry.parentPath, entry.name);
}

/** `TestLint("e_x", "y.pem")` with `lint.Error` or `lint.Pass` of one test function. */
function* zlintVerdicts(folder: string): Generator<Verdict> {
  for (const path of filesUnder(join(folder, 'v3', 'lints'), '_test.go'))
    for (const test of readFileSync(path, 'utf8')
      .split(/^func Test/m)
      .slice(1)) {
      const lint = /TestLint\(\s*"(\w+)"/.exec(test)?.[1];
      const names = [...test.matchAll(/"([\w./-]+\.pem)"/g)].flatMap(([, name]) => name ?? []);
      const results = [...test.matchAll(/lint\.(Pass|NA|Error|Warn|Notice)\b/g)].flatMap(([, result]) => result ?? []);
      const [name, result] = [names[0], results[0]];
      // Tables of several files are left out.
      if (!lint || !name || !result || new Set(names).size > 1 || new Set(results).size > 1) continue;
      yield { lint, file: join(folder, 'v3', 'testdata', name), isFound: result !== 'Pass' && result !== 'NA' };
    }
}

/** A certificate and behind it a table of everything that is found in it. */
function* pkilintVerdicts(folder: string): Generator<Verdict> {
  for (const file of filesUnder(folder, '.crttest')) {
    const text = readFileSync(file, 'utf8');
    for (const lint of Object.keys(shared).filter((name) => name.startsWith('pkix.')))
      yield { lint, file, isFound: text.includes(lint) };
  }
}

const [zlint, pkilint] = process.argv.slice(2);
const now = Date.UTC(2026, 10, 28);
const read = new Map<string, ReadonlySet<string>>();
function codesOf(file: string): ReadonlySet<string> {
  const known = read.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8').replace(/^[\s\S]*?(?=-----BEGIN)/, '');
  const end = text.indexOf('-----END CERTIFICATE-----');
  const document = readPemDocument(end < 0 ? text : text.slice(0, end + '-----END CERTIFICATE-----'.length));
  const codes = new Set<string>(findFindings(document, { now, warningDays: null }).map(({ code }) => code));
  read.set(file, codes);
  return codes;
}

const rows = new Map<string, { both: number; neither: number; onlyThem: string[]; onlyUs: string[] }>();
for (const { lint, file, isFound } of [
  ...(zlint ? zlintVerdicts(zlint) : []),
  ...(pkilint ? pkilintVerdicts(pkilint) : []),
]) {
  const codes = shared[lint];
  if (!codes || !existsSync(file)) continue;
  const row = rows.get(lint) ?? { both: 0, neither: 0, onlyThem: [], onlyUs: [] };
  rows.set(lint, row);
  const isOurs = codes.some((code) => codesOf(file).has(code));
  if (isFound && isOurs) row.both++;
  else if (!isFound && !isOurs) row.neither++;
  else (isFound ? row.onlyThem : row.onlyUs).push(basename(file));
}
console.log('| lint | rule | both | neither | only they | only we |\n| --- | --- | --: | --: | --: | --: |');
for (const [lint, { both, neither, onlyThem, onlyUs }] of rows)
  console.log(
    `| ${lint} | ${shared[lint]?.join(', ') ?? ''} | ${both} | ${neither} | ${onlyThem.length} | ${onlyUs.length} |`,
  );
for (const [lint, { onlyThem, onlyUs }] of rows)
  if (onlyThem.length + onlyUs.length > 0)
    console.error(`${lint}: only they ${onlyThem.slice(0, 6).join(' ')}; only we ${onlyUs.slice(0, 6).join(' ')}`);
