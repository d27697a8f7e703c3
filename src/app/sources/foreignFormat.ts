/** Recognises what other tools made, and only they can read. */
import { limits } from '../../core/limits';
import type { Span } from '../../core/model';
import type { Cooperative } from '../../shared/cooperative';

export type ForeignFormat =
  | 'jks'
  | 'jceks'
  | 'ansibleVault'
  /** One value of a file that is else in the clear. */
  | 'ansibleVaultValue'
  | 'sops'
  | 'eyaml'
  | 'gitCrypt'
  | 'gitLfs'
  | 'gzip'
  | 'bzip2'
  | 'xz'
  | 'zstd'
  | 'zip'
  | 'sevenZip'
  | 'bks'
  | 'nss'
  | 'age'
  | 'openPgp'
  | 'opensslEnc'
  | 'putty'
  | 'sealedSecret'
  /** DER or PKCS#12 that went through a program for text. */
  | 'bytesAsText'
  /** Saved in place of a certificate: a page of a web server, its error, the message of a program, what it prints. */
  | SavedInstead;

type SavedInstead = 'webPage' | 'jsonError' | 'xmlError' | 'programError' | 'certificateText';

/** Undefined for bytes of any other kind. */
export function foreignBytes(bytes: Uint8Array): ForeignFormat | undefined {
  const magic = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  const format = magicNumbers.find(([number]) => number.test(magic))?.[1];
  if (format) return format;
  // The tables of cert9.db and key4.db are named in their first page.
  if (magic === '53514c6974652066' && Buffer.from(bytes.subarray(0, 4096)).includes('nssP')) return 'nss';
  const head = Buffer.from(bytes.subarray(0, 40)).toString('latin1');
  if (head.startsWith('Salted__')) return 'opensslEnc';
  if (head.startsWith('age-encryption.org/')) return 'age';
  return head.startsWith('\0GITCRYPT\0') ? 'gitCrypt' : undefined;
}

/** The first eight bytes. BKS: its version, and a salt of 20 bytes. */
const magicNumbers: readonly (readonly [RegExp, ForeignFormat])[] = [
  [/^feedfeed/, 'jks'],
  [/^cececece/, 'jceks'],
  [/^1f8b08/, 'gzip'],
  [/^425a683[1-9]3141/, 'bzip2'],
  [/^fd377a585a00/, 'xz'],
  [/^28b52ffd/, 'zstd'],
  [/^504b0304/, 'zip'],
  [/^377abcaf271c/, 'sevenZip'],
  [/^0000000[12]00000014/, 'bks'],
  // The bytes of a SEQUENCE from 0x80 on: what no text has became U+FFFD, or each a letter of Latin 1.
  [/^30(?:efbfbd|c28[0-4])/, 'bytesAsText'],
];

/**
 * Returns what a value in base64 is: a keystore, as cert-manager puts them into Secrets, something compressed, as Helm
 * does, what `openssl enc` encrypted, or DER that a program took for text.
 */
export function foreignBase64(base64: string): ForeignFormat | undefined {
  if (base64.startsWith('/u3+7Q')) return 'jks';
  if (base64.startsWith('zs7Ozg')) return 'jceks';
  if (base64.startsWith('U2FsdGVkX1')) return 'opensslEnc';
  if (/^MO\+\/v|^MMK[A-E]/.test(base64)) return 'bytesAsText';
  return base64.startsWith('H4sI') ? 'gzip' : undefined;
}

/**
 * Does the same as {@link foreignBase64} for a text that is nothing but base64. The end is not matched: two repetitions
 * of white space would share it in all ways.
 */
export const foreignWhole = (text: string): ForeignFormat | undefined =>
  /^[\ufeff\s]*(?:\/u3\+7Q|zs7Ozg|H4sI|MO\+\/v|MMK[A-E])[A-Za-z0-9+/\s]*={0,2}$/.test(text.trimEnd())
    ? foreignBase64(text.trimStart())
    : undefined;

/** Undefined for a text of any other kind. */
export function foreignText(text: string): ForeignFormat | undefined {
  const head = text.slice(0, 200);
  if (/^\ufeff?\s*\$ANSIBLE_VAULT;/.test(head)) return 'ansibleVault';
  if (/^\ufeff?(age-encryption\.org\/|\s*-----BEGIN AGE ENCRYPTED FILE-----)/.test(head)) return 'age';
  if (/^\ufeff?\s*-----BEGIN PGP MESSAGE-----/.test(head)) return 'openPgp';
  if (/^\ufeff?(U2FsdGVkX1|Salted__)/.test(head)) return 'opensslEnc';
  if (/^\ufeff?PuTTY-User-Key-File-\d:/.test(head)) return 'putty';
  if (/^0(?:\ufffd|[\u0080-\u0084])/.test(head)) return 'bytesAsText';
  if (/^\ufeff?version https:\/\/git-lfs\.github\.com\/spec\//.test(head)) return 'gitLfs';
  if (/^kind:\s*["']?SealedSecret\b/m.test(text) && !/^kind:\s*["']?Secret\b|-----BEGIN /m.test(text))
    return 'sealedSecret';
  if (/(^|[\s:])!vault\s*[|>][-+]?\s*\$ANSIBLE_VAULT;/.test(text)) return 'ansibleVaultValue';
  if (/: *(?:>-?\s*)?ENC\[PKCS7,/.test(text)) return 'eyaml';
  return text.includes('ENC[AES256_GCM,') && /(^|[\s{,"])(?:sops"?\s*:|\[sops\]|sops_version=)/.test(text)
    ? 'sops'
    : undefined;
}

/** Names what was saved where a certificate was meant to be. Only for files named like certificates. */
export function savedInstead(text: string): SavedInstead | undefined {
  const head = text
    .slice(0, 2000)
    .replace(/^\ufeff/, '')
    .trimStart();
  if (/-----BEGIN |(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{200}/.test(text.slice(0, 100_000))) return undefined;
  if (/^(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype html|html|head|body)\b/i.test(head)) return 'webPage';
  if (/^(?:<\?xml[^>]{0,200}>\s*)?<(?:Error|fault|soap:Envelope)\b/i.test(head)) return 'xmlError';
  if (
    /^\{\s*"(?:error|errors|error_\w+|errorMessage|message|msg|code|status|statusCode|kind|apiVersion)"\s*:/.test(head)
  )
    return isErrorBody(head) ? 'jsonError' : undefined;
  if (
    /^(?:Error from server\b|error:|curl: \(\d|wget: |fatal: |unable to load\b|Could not (?:open|read)\b)/i.test(head)
  )
    return 'programError';
  return /^Certificate:[^\S\n]*\n\s+Data:/.test(head) ? 'certificateText' : undefined;
}

/** Returns true for the errors of APIs; objects of Kubernetes begin alike. */
const isErrorBody = (json: string): boolean =>
  /"(?:error|errors|error_\w+|errorMessage|message|msg)"\s*:/.test(json) &&
  (!/"(?:kind|apiVersion)"\s*:/.test(json) || /"kind"\s*:\s*"Status"/.test(json));

/** A value of a text that another tool has encrypted. */
export interface EncryptedValue {
  readonly span: Span;
  readonly format: ForeignFormat;
}

/** Finds the values that SOPS, ansible-vault or hiera-eyaml has encrypted, one by one, in the order of the text. */
export function* findEncryptedValuesSteps(text: string, format: EncryptedForm): Cooperative<readonly EncryptedValue[]> {
  const values: EncryptedValue[] = [];
  const { begin, some, end: close } = encryptedForms[format];
  const more = new RegExp(some);
  for (let at = text.indexOf(begin); at >= 0 && values.length < limits.blocks;) {
    let end = at + begin.length;
    for (more.lastIndex = end; more.test(text); end = more.lastIndex) yield;
    if (text.startsWith(close, end)) values.push({ span: { start: at, end: end + close.length }, format });
    at = text.indexOf(begin, end);
    yield;
  }
  return values;
}

/** `some` matches some more of a value, not all: an expression keeps a place for each letter or line. */
const encryptedForms = {
  sops: { begin: 'ENC[AES256_GCM,', some: /[^[\]\n]{1,8192}/y, end: ']' },
  eyaml: { begin: 'ENC[PKCS7,', some: /[A-Za-z0-9+/=\s]{1,8192}/y, end: ']' },
  ansibleVaultValue: {
    begin: '$ANSIBLE_VAULT;',
    // The rest of its line, then lines of hexadecimal.
    some: /[^\n]{1,8192}|(?:\n[ \t]{1,200}[0-9a-f]{1,1000}\r?(?=\n|$)){1,200}/y,
    end: '',
  },
} as const;

/** A form in which single values of a text are encrypted. */
export type EncryptedForm = keyof typeof encryptedForms;

export const isOfValues = (format: ForeignFormat): format is EncryptedForm => format in encryptedForms;
