import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { PemKind } from '../pem/labels';
import type { PemDocument, PemPart } from './document';
import type { MislabelledKind } from './pemContent';

/** Describes in a sentence what a text holds: `This file holds a private key (RSA 2048) and no certificate.` */
export function describeContents(document: PemDocument, translate: Translate): string {
  const contents = [...countParts(document, translate).values()].map(({ words, count }) => words(count));
  if (contents.length === 0) return describeOther(document, translate);
  const hasCertificate = document.parts.some(({ certificate }) => certificate !== undefined);
  const [last = '', ...before] = (hasCertificate ? contents : [...contents, translate('no certificate')]).reverse();
  if (before.length === 0) return translate('This file holds {contents}.', { contents: last });
  return translate('This file holds {contents} and {last}.', { contents: before.reverse().join(', '), last });
}

/** Names what a block holds, with an article: `a certificate`. */
export const describePart = (part: PemPart, translate: Translate): string => wordsOf(part, translate)(1);

/** Names one thing, or several of its kind. */
type Words = (count: number) => string;

interface CountedWords {
  readonly words: Words;
  readonly count: number;
}

/** Counts together what has one name, in the order of the text. */
function countParts({ parts }: PemDocument, translate: Translate): ReadonlyMap<string, CountedWords> {
  const counted = new Map<string, CountedWords>();
  for (const part of parts) {
    const words = wordsOf(part, translate);
    const name = words(1);
    counted.set(name, { words, count: (counted.get(name)?.count ?? 0) + 1 });
  }
  return counted;
}

function wordsOf(part: PemPart, translate: Translate): Words {
  const { one, many } = contentWords[contentOf(part)];
  const facts = {
    label: toShortText(part.block.label, 40),
    key: part.key?.status === 'plain' ? part.key.key.name : '',
  };
  return (count) => (count === 1 ? translate(one, facts) : translate(many, { ...facts, count }));
}

function contentOf({ block, certificate, key, member, mislabelled }: PemPart): Content {
  if (mislabelled && !member && !key && !certificate?.ok) return mislabelled;
  if (key) return key.status === 'plain' ? 'namedKey' : `${key.status}Key`;
  if (certificate && !certificate.ok) return 'brokenCertificate';
  if (certificate && !member) return 'certificate';
  if (member && (mislabelled ?? 'pkcs7') === 'pkcs7') return 'member';
  return block.kind;
}

/** One thing and several: no language makes one of the other by a rule. */
interface OneAndMany {
  readonly one: string;
  readonly many: string;
}

const contentWords = {
  certificate: { one: 'a certificate', many: '{count} certificates' },
  brokenCertificate: { one: 'a broken certificate', many: '{count} broken certificates' },
  member: { one: 'a certificate in a PKCS#7 message', many: '{count} certificates in a PKCS#7 message' },
  pem: { one: 'PEM that was encoded twice', many: '{count} blocks of PEM that was encoded twice' },
  certificateRequest: { one: 'a certificate request', many: '{count} certificate requests' },
  request: { one: 'a certificate request', many: '{count} certificate requests' },
  crl: { one: 'a certificate revocation list', many: '{count} certificate revocation lists' },
  revocationList: { one: 'a certificate revocation list', many: '{count} certificate revocation lists' },
  publicKey: { one: 'a public key', many: '{count} public keys' },
  pkcs7: { one: 'a PKCS#7 message', many: '{count} PKCS#7 messages' },
  pkcs12: { one: 'a PKCS#12 file', many: '{count} PKCS#12 files' },
  parameters: { one: 'key parameters', many: '{count} blocks of key parameters' },
  privateKey: { one: 'a private key', many: '{count} private keys' },
  namedKey: { one: 'a private key ({key})', many: '{count} private keys ({key})' },
  encryptedKey: {
    one: 'a private key protected with a password',
    many: '{count} private keys protected with a password',
  },
  encryptedPrivateKey: {
    one: 'a private key protected with a password',
    many: '{count} private keys protected with a password',
  },
  unsupportedKey: {
    one: 'a private key that cannot be read here ({label})',
    many: '{count} private keys that cannot be read here ({label})',
  },
  brokenKey: { one: 'a broken private key', many: '{count} broken private keys' },
  other: { one: 'a block “{label}”', many: '{count} blocks “{label}”' },
} as const satisfies Readonly<Record<PemKind | MislabelledKind, OneAndMany>> & Readonly<Record<string, OneAndMany>>;

type Content = keyof typeof contentWords;

function describeOther({ looksLike }: PemDocument, translate: Translate): string {
  switch (looksLike) {
    case 'empty':
      return translate('This file is empty.');
    case 'sshPublicKey':
    case 'sshKeyFile':
      return translate('This file holds an SSH public key and no certificate.');
    case 'text':
      return translate('This file holds no PEM block.');
  }
}
