/**
 * Second-level names under which registries of countries give names to anybody, as `co` under `uk`: those in common
 * use. Not the whole public suffix list (https://publicsuffix.org), of which each of them is a part.
 */
const secondLevels: Readonly<Record<string, string>> = {
  ae: 'ac co gov mil net org',
  ar: 'com edu gob gov net org',
  at: 'ac co gv or',
  au: 'asn com edu gov id net org',
  br: 'com edu gov net org',
  cn: 'ac com edu gov net org',
  co: 'com edu gov net org',
  eg: 'com edu gov net org',
  es: 'com edu gob nom org',
  fr: 'asso com gouv nom',
  gr: 'com edu gov net org',
  hk: 'com edu gov idv net org',
  hu: 'co org',
  id: 'ac co go my net or sch web',
  il: 'ac co gov muni net org',
  in: 'ac co edu gov net org res',
  jp: 'ac ad co ed go gr lg ne or',
  ke: 'ac co go ne or',
  kr: 'ac co go ne or pe re',
  mx: 'com edu gob net org',
  my: 'com edu gov net org',
  ng: 'com edu gov net org',
  nz: 'ac co geek gen govt net org school',
  pe: 'com edu gob net org',
  ph: 'com edu gov net org',
  pl: 'com edu gov net org',
  pt: 'com edu gov org',
  ro: 'com org',
  sa: 'com edu gov net org',
  sg: 'com edu gov net org per',
  th: 'ac co go in net or',
  tr: 'bel com edu gov net org',
  tw: 'com edu gov idv net org',
  ua: 'com edu gov in net org',
  uk: 'ac co gov ltd me net nhs org plc police',
  ve: 'co com edu gob net org',
  vn: 'com edu gov net org',
  za: 'ac co edu gov law net org web',
};

/** Returns true for a wildcard over all names of such a registry: `*.co.uk`. */
export function isRegistryWildcard(name: string): boolean {
  const [, second = '', top = ''] = /^\*\.([a-z]+)\.([a-z]{2})$/.exec(name.toLowerCase()) ?? [];
  return second !== '' && Object.hasOwn(secondLevels, top) && (secondLevels[top] ?? '').split(' ').includes(second);
}
