/** Names what other tools made, and only they can read: with what turns it into something that can be read here. */
import type { Translate } from '../../shared/translate';

export type ForeignFormat = 'jks' | 'jceks' | 'ansibleVault' | 'sops' | 'gitCrypt' | 'gitLfs';

/** Undefined for bytes of any other kind. */
export function foreignBytes(bytes: Uint8Array): ForeignFormat | undefined {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (magic === 'feedfeed') return 'jks';
  if (magic === 'cececece') return 'jceks';
  return Buffer.from(bytes.subarray(0, 10)).toString('latin1') === '\0GITCRYPT\0' ? 'gitCrypt' : undefined;
}

/** Undefined for a text of any other kind. */
export function foreignText(text: string): ForeignFormat | undefined {
  const head = text.slice(0, 200);
  if (/^\ufeff?\s*\$ANSIBLE_VAULT;/.test(head)) return 'ansibleVault';
  if (/^\ufeff?version https:\/\/git-lfs\.github\.com\/spec\//.test(head)) return 'gitLfs';
  return text.includes('ENC[AES256_GCM,') && /(^|[\s{,"])sops"?\s*:/.test(text) ? 'sops' : undefined;
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
