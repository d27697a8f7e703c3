import { createPrivateKey, X509Certificate } from 'node:crypto';
import { remember } from '../remember';

interface Block {
  readonly label: string;
  readonly base64: string;
}

/** PEM blocks as OpenSSL finds them: text around them is skipped, a block without its END line ends the reading. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  let open: { label: string; body: string[] } | undefined;
  for (const line of lines) {
    const begin = /^-----BEGIN ([A-Z0-9 ]+)-----$/.exec(line);
    if (begin) open = { label: begin[1] ?? '', body: [] };
    else if (open && line === `-----END ${open.label}-----`) {
      blocks.push({ label: open.label, base64: open.body.join('') });
      open = undefined;
    } else open?.body.push(line);
  }
  return blocks;
}

function isCertificate({ base64 }: Block): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return false;
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).raw.length > 0;
  } catch {
    return false;
  }
}

/** Returns why a text is no certificate chain, in OpenSSL's words as the gateway passes them on. */
export const findCertError = remember((text: string): string | undefined => {
  const [leaf, ...chain] = blocksOf(text).filter(({ label }) => /^(X509 |TRUSTED )?CERTIFICATE$/.test(label));
  if (leaf === undefined || !isCertificate(leaf)) return 'failed to parse cert: PEM_read_bio_X509_AUX() failed';
  return chain.every(isCertificate) ? undefined : 'failed to parse cert: PEM_read_bio_X509() failed';
});

/** Returns why a text is no private key. A key under a passphrase is none: nobody is there to type it. */
export const findKeyError = remember((text: string): string | undefined => {
  const block = blocksOf(text).find(({ label }) => label.endsWith('PRIVATE KEY'));
  const error = 'failed to parse key: PEM_read_bio_PrivateKey() failed';
  if (block === undefined || /Proc-Type/.test(block.base64)) return error;
  try {
    const body = block.base64.match(/.{1,64}/g)?.join('\n') ?? '';
    createPrivateKey(`-----BEGIN ${block.label}-----\n${body}\n-----END ${block.label}-----\n`);
    return undefined;
  } catch {
    return error;
  }
});
