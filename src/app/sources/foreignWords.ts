/** Says what another tool made, with the command that turns it into something that can be read here. */
import type { ForeignValue } from '../../core/findings/manifestRules';
import { lineStop } from '../../core/fixes/lines';
import type { Translate } from '../../shared/translate';
import type { ForeignFormat } from './foreignFormat';
import { foreignText, isOfValues, savedInstead } from './foreignFormat';

/** A sentence, English, and what fills it. */
export interface ForeignWords {
  readonly sentence: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** A sentence that says what it is, and the command that helps. */
export function foreignSentence(format: ForeignFormat, translate: Translate, options: ForeignOptions = {}): string {
  const { sentence, facts } = foreignWords(format, options);
  return translate(sentence, facts);
}

interface ForeignOptions {
  /** Set where the text has to be decoded first. */
  readonly isBase64?: boolean | undefined;
  /** Set for a value of a file, unset for a whole file. */
  readonly isValue?: boolean | undefined;
}

/** Returns the sentence before it is translated. */
export function foreignWords(
  format: ForeignFormat,
  { isBase64 = false, isValue = false }: ForeignOptions = {},
): ForeignWords {
  const { sentence, ...facts } = foreignForms[format];
  return { sentence, facts: { ...facts, command: isBase64 ? decodedFirst(facts.command, isValue) : facts.command } };
}

/** Returns what to say on the first line of a text that is nothing but what another tool has encrypted. */
export function foreignFile(text: string): readonly ForeignValue[] {
  const format = foreignText(text.slice(0, 4096));
  const saved = format ? undefined : savedInstead(text);
  const known = format ?? saved;
  if (!known || isOfValues(known)) return [];
  const start = /^[\s\ufeff]*/.exec(text)?.[0].length ?? 0;
  const place = { span: { start, end: lineStop(text, start) }, ...foreignWords(known) };
  return [saved ? { ...place, severity: 'warning' } : place];
}

/** Returns a command for FILE as one for what is base64 in it. */
const decodedFirst = (command: string, isValue: boolean): string => {
  const decoded = isValue ? 'yq -r .NAME FILE | base64 -d' : 'base64 -d FILE';
  const filter = /^(gunzip|bunzip2|unxz|unzstd) FILE$/.exec(command)?.[1];
  return filter !== undefined
    ? `${decoded} | ${filter}`
    : `${decoded} > STORE && ${command.replaceAll('FILE', 'STORE')}`;
};

const foreignSentences = {
  keystore: 'It is a Java keystore ({format}), which only Java reads. Convert it: {command}',
  encrypted: 'It is encrypted with {tool}. Decrypt it first: {command}',
  compressed: 'It is compressed. Decompress it first: {command}',
  nss: 'It is a database of NSS (Firefox and others), which only its tools read. Export from it: {command}',
  putty: 'It is a PuTTY key, which cannot be used for TLS. Convert it: {command}',
  sealedSecret: 'It is a SealedSecret, which only its cluster can open. Read the Secret from there: {command}',
  gitCrypt: 'It is encrypted with git-crypt. Unlock the repository first: {command}',
  webPage:
    'It is a web page and no certificate: servers send one where a sign-in is needed or nothing is found. Fetch the file again: {command}',
  serverError: 'It is an error message of a server ({format}), not a certificate. Fetch the file again: {command}',
  programError: 'It is the error message of a program, not a certificate. Run the program again, and see what it says.',
  certificateText:
    'It describes a certificate, as openssl x509 -text prints it, and does not hold it. Write the certificate itself: {command}',
  gitLfs: 'It is a pointer to a file that Git LFS keeps elsewhere. Fetch it: {command}',
  bytesAsText: 'It is a binary file that was saved as text, which damaged it. Get it again.',
} as const;

const { keystore, encrypted, compressed, serverError } = foreignSentences;
const fetchAgain = 'curl --fail --location --output FILE ADDRESS';
const keytool = 'keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12 -deststoretype PKCS12';

const foreignForms: Readonly<
  Record<ForeignFormat, { readonly sentence: string; readonly command: string; readonly [fact: string]: string }>
> = {
  jks: { sentence: keystore, format: 'JKS', command: keytool },
  jceks: { sentence: keystore, format: 'JCEKS', command: keytool },
  ansibleVault: { sentence: encrypted, tool: 'ansible-vault', command: 'ansible-vault view FILE' },
  ansibleVaultValue: {
    sentence: encrypted,
    tool: 'ansible-vault',
    command: 'yq -r .NAME FILE | ansible-vault decrypt',
  },
  sops: { sentence: encrypted, tool: 'SOPS', command: 'sops decrypt FILE' },
  eyaml: { sentence: encrypted, tool: 'hiera-eyaml', command: 'eyaml decrypt -e FILE' },
  age: { sentence: encrypted, tool: 'age', command: 'age --decrypt --identity KEYFILE FILE' },
  openPgp: { sentence: encrypted, tool: 'OpenPGP', command: 'gpg --decrypt FILE' },
  opensslEnc: {
    sentence: encrypted,
    tool: 'openssl enc',
    command: 'openssl enc -d -aes-256-cbc -pbkdf2 -in FILE',
  },
  gzip: { sentence: compressed, command: 'gunzip FILE' },
  bzip2: { sentence: compressed, command: 'bunzip2 FILE' },
  xz: { sentence: compressed, command: 'unxz FILE' },
  zstd: { sentence: compressed, command: 'unzstd FILE' },
  zip: { sentence: compressed, command: 'unzip FILE' },
  sevenZip: { sentence: compressed, command: '7z x FILE' },
  bks: {
    sentence: keystore,
    format: 'BKS',
    command:
      'keytool -importkeystore -srckeystore FILE -srcstoretype BKS -providerclass org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar -destkeystore FILE.p12 -deststoretype PKCS12',
  },
  nss: {
    sentence: foreignSentences.nss,
    command: 'pk12util -o FILE.p12 -n NAME -d sql:FOLDER',
  },
  putty: {
    sentence: foreignSentences.putty,
    command: 'puttygen FILE -O private-openssh-new',
  },
  sealedSecret: {
    sentence: foreignSentences.sealedSecret,
    command: 'kubectl get secret NAME -o yaml',
  },
  gitCrypt: {
    sentence: foreignSentences.gitCrypt,
    command: 'git-crypt unlock',
  },
  webPage: { sentence: foreignSentences.webPage, command: fetchAgain },
  jsonError: { sentence: serverError, format: 'JSON', command: fetchAgain },
  xmlError: { sentence: serverError, format: 'XML', command: fetchAgain },
  programError: { sentence: foreignSentences.programError, command: '' },
  certificateText: { sentence: foreignSentences.certificateText, command: 'openssl x509 -in CERTIFICATE -out FILE' },
  gitLfs: {
    sentence: foreignSentences.gitLfs,
    command: 'git lfs pull',
  },
  bytesAsText: { sentence: foreignSentences.bytesAsText, command: '' },
};
