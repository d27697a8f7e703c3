/** Names what other tools made, and only they can read: with what turns it into something that can be read here. */
import type { Translate } from '../../shared/translate';

export type ForeignFormat =
  | 'jks'
  | 'jceks'
  | 'ansibleVault'
  | 'sops'
  | 'gitCrypt'
  | 'gitLfs'
  | 'gzip'
  | 'zip'
  | 'age'
  | 'openPgp'
  | 'opensslEnc'
  | 'putty'
  | 'sealedSecret';

/** Undefined for bytes of any other kind. */
export function foreignBytes(bytes: Uint8Array): ForeignFormat | undefined {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (magic === 'feedfeed') return 'jks';
  if (magic === 'cececece') return 'jceks';
  if (magic.startsWith('1f8b08')) return 'gzip';
  if (magic === '504b0304') return 'zip';
  const head = Buffer.from(bytes.subarray(0, 40)).toString('latin1');
  if (head.startsWith('Salted__')) return 'opensslEnc';
  if (head.startsWith('age-encryption.org/')) return 'age';
  return head.startsWith('\0GITCRYPT\0') ? 'gitCrypt' : undefined;
}

/** Returns the kind of keystore that a value in base64 is, as cert-manager puts them into Secrets. */
export function foreignBase64(base64: string): ForeignFormat | undefined {
  if (base64.startsWith('/u3+7Q')) return 'jks';
  return base64.startsWith('zs7Ozg') ? 'jceks' : undefined;
}

/** Undefined for a text of any other kind. */
export function foreignText(text: string): ForeignFormat | undefined {
  const head = text.slice(0, 200);
  if (/^\ufeff?\s*\$ANSIBLE_VAULT;/.test(head)) return 'ansibleVault';
  if (/^\ufeff?(age-encryption\.org\/|\s*-----BEGIN AGE ENCRYPTED FILE-----)/.test(head)) return 'age';
  if (/^\ufeff?\s*-----BEGIN PGP MESSAGE-----/.test(head)) return 'openPgp';
  if (/^\ufeff?(U2FsdGVkX1|Salted__)/.test(head)) return 'opensslEnc';
  if (/^\ufeff?PuTTY-User-Key-File-\d:/.test(head)) return 'putty';
  if (/^\ufeff?version https:\/\/git-lfs\.github\.com\/spec\//.test(head)) return 'gitLfs';
  if (/^kind:\s*["']?SealedSecret\b/m.test(text) && !/^kind:\s*["']?Secret\b/m.test(text)) return 'sealedSecret';
  if (/(^|[\s:])!vault\s*\|[-+]?\s*\$ANSIBLE_VAULT;/.test(text) && !text.includes('-----BEGIN ')) return 'ansibleVault';
  return text.includes('ENC[AES256_GCM,') && /(^|[\s{,"])(?:sops"?\s*:|\[sops\]|sops_version=)/.test(text)
    ? 'sops'
    : undefined;
}

/** A sentence that says what it is, and the command that helps. */
export function foreignSentence(format: ForeignFormat, translate: Translate): string {
  switch (format) {
    case 'jks':
    case 'jceks':
      return translate('It is a Java keystore ({format}), which only Java reads. Convert it: {command}', {
        format: format.toUpperCase(),
        command: 'keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12 -deststoretype PKCS12',
      });
    case 'ansibleVault':
      return translate('It is encrypted with ansible-vault. Decrypt it first: {command}', {
        command: 'ansible-vault view FILE',
      });
    case 'sops':
      return translate('It is encrypted with SOPS. Decrypt it first: {command}', { command: 'sops decrypt FILE' });
    case 'age':
      return translate('It is encrypted with {tool}. Decrypt it first: {command}', {
        tool: 'age',
        command: 'age --decrypt --identity KEYFILE FILE',
      });
    case 'openPgp':
      return translate('It is encrypted with {tool}. Decrypt it first: {command}', {
        tool: 'OpenPGP',
        command: 'gpg --decrypt FILE',
      });
    case 'opensslEnc':
      return translate('It is encrypted with {tool}. Decrypt it first: {command}', {
        tool: 'openssl enc',
        command: 'openssl enc -d -aes-256-cbc -pbkdf2 -in FILE',
      });
    case 'gzip':
      return translate('It is compressed. Decompress it first: {command}', { command: 'gunzip FILE' });
    case 'zip':
      return translate('It is compressed. Decompress it first: {command}', { command: 'unzip FILE' });
    case 'putty':
      return translate('It is a key of PuTTY, which is of no use for TLS. Convert it: {command}', {
        command: 'puttygen FILE -O private-openssh-new',
      });
    case 'sealedSecret':
      return translate('It is a SealedSecret, which only its cluster can open. Read the Secret from there: {command}', {
        command: 'kubectl get secret NAME -o yaml',
      });
    case 'gitCrypt':
      return translate('It is encrypted with git-crypt. Unlock the repository first: {command}', {
        command: 'git-crypt unlock',
      });
    case 'gitLfs':
      return translate('It is a pointer to a file that Git LFS keeps elsewhere. Fetch it: {command}', {
        command: 'git lfs pull',
      });
  }
}
