/**
 * Reads keys, encrypted keys and chains from a file and prints what the product says of them, as JSON. Run by Node with
 * OpenSSL and by bun, whose `node:crypto` is made of BoringSSL, as Electron's is.
 */
import { readFileSync } from 'node:fs';
import { judgeChain } from '../../src/core/chain/verdict';
import { readPemDocument } from '../../src/core/document/document';
import { decryptContainer } from '../../src/core/encrypted/decryptContainer';
import { toEncryptedKey } from '../../src/core/encrypted/decryptResult';
import { keyFit } from '../../src/core/keys/keys';
import type { Certificate } from '../../src/core/model';

export interface Inputs {
  readonly now: number;
  /** A key, the certificate of it, and that of another one of its kind. */
  readonly keys: readonly {
    readonly name: string;
    readonly pem: string;
    readonly own: string;
    readonly other: string;
  }[];
  readonly encrypted: readonly { readonly name: string; readonly pem: string; readonly password: string }[];
  /** Leaf first. */
  readonly chains: readonly { readonly name: string; readonly pem: string }[];
}

/** A sentence for each, by its name. */
export type Answers = Readonly<Record<string, string>>;

const certificatesOf = (pem: string): readonly Certificate[] =>
  readPemDocument(pem).parts.flatMap(({ certificate }) => (certificate?.ok ? [certificate.value] : []));

function ofKey({ pem, own, other }: Inputs['keys'][number]): string {
  const key = readPemDocument(pem).parts[0]?.key;
  if (!key) return 'no key';
  const fits = [own, other].map((each) =>
    certificatesOf(each)
      .map((certificate) => keyFit(certificate, key))
      .join(),
  );
  return `${key.status === 'plain' ? key.key.name : key.status}: ${fits.join(', ')}`;
}

function ofEncrypted({ pem, password }: Inputs['encrypted'][number]): string {
  const [part] = readPemDocument(pem).parts;
  const container = part && toEncryptedKey(pem, part.block);
  return container ? decryptContainer(container, password, { trigger: 'asked' }).status : 'no container';
}

function ofChain({ pem }: Inputs['chains'][number], now: number): string {
  const [leaf, ...pool] = certificatesOf(pem);
  return leaf ? judgeChain({ leaf, pool, now }).kind : 'no certificate';
}

const [file] = process.argv.slice(2);
if (file !== undefined) {
  // The test that runs this wrote it.
  const inputs = JSON.parse(readFileSync(file, 'utf8')) as Inputs;
  const answers: Answers = Object.fromEntries([
    ...inputs.keys.map((each) => [each.name, ofKey(each)] as const),
    ...inputs.encrypted.map((each) => [each.name, ofEncrypted(each)] as const),
    ...inputs.chains.map((each) => [each.name, ofChain(each, inputs.now)] as const),
  ]);
  console.log(JSON.stringify(answers));
}
