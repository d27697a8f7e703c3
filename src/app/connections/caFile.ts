import { isAbsolute, join } from 'node:path';
import type { Translate } from '../../shared/translate';
import type { LocalFileFault, ReadLocalFile } from './localFile';

export type CaFileFault =
  | LocalFileFault
  /** Neither absolute nor from the home directory on: it would depend on the open folder. */
  | 'relative'
  /** Text, but no certificate in it. */
  | 'noCertificate'
  /** A certificate block without its end, or with something else than base64 in it. */
  | 'brokenCertificate';

export type CaFileReading =
  | { readonly ok: true; /** Only the certificate blocks of the file. */ readonly pem: string; readonly count: number }
  | { readonly ok: false; readonly fault: CaFileFault };

/** Debian's whole set of roots is a fifth of this. */
const maxBytes = 1024 * 1024;

export interface CaFileReader {
  readonly readFile: ReadLocalFile;
  /** The home directory that a leading `~/` stands for. */
  readonly home: string;
}

/** Reads a file of certificates or keys that a connection names: by an absolute path, or from the home directory on. */
export async function readTlsFile(
  path: string,
  { readFile, home }: CaFileReader,
): Promise<
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: LocalFileFault | 'relative' }
> {
  const place = /^~[/\\]/.test(path) ? join(home, path.slice(2)) : path;
  return isAbsolute(place) ? readFile(place, maxBytes) : { ok: false, fault: 'relative' };
}

/**
 * Reads further trusted CAs. A private key that happens to stand in the same file goes no further than this function.
 */
export async function readCaFile(path: string, reader: CaFileReader): Promise<CaFileReading> {
  const reading = await readTlsFile(path, reader);
  return reading.ok ? pickCertificates(reading.text) : reading;
}

function pickCertificates(text: string): CaFileReading {
  const blocks: string[] = [];
  const begin = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/g;
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    // OpenSSL's TRUSTED form carries its own trust settings behind the certificate, which TLS libraries do not read.
    const label = match[1] === 'TRUSTED ' ? undefined : `${match[1] ?? ''}CERTIFICATE`;
    const end = label === undefined ? -1 : text.indexOf(`-----END ${label}-----`, begin.lastIndex);
    const body = end === -1 ? '' : text.slice(begin.lastIndex, end).replace(/\s+/g, '');
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return { ok: false, fault: 'brokenCertificate' };
    blocks.push(`-----BEGIN CERTIFICATE-----\n${body.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`);
    begin.lastIndex = end;
  }
  return blocks.length === 0
    ? { ok: false, fault: 'noCertificate' }
    : { ok: true, pem: blocks.join(''), count: blocks.length };
}

/** Explains why the file cannot be used, without quoting its content. */
export function caFileSentence(
  fault: CaFileFault,
  { path, translate }: { readonly path: string; readonly translate: Translate },
): string {
  switch (fault) {
    case 'relative':
      return translate('Enter the full path of the CA file, or start it with ~/.');
    case 'missing':
      return translate('The CA file {path} does not exist.', { path });
    case 'notAFile':
      return translate('{path} is not a file.', { path });
    case 'tooLarge':
      return translate(
        'The CA file {path} is larger than 1 MB. Choose a file with only the CA that signed the certificate of the API.',
        { path },
      );
    case 'unreadable':
      return translate('The CA file {path} could not be read: its permissions do not allow it.', { path });
    case 'noCertificate':
      return translate('The CA file {path} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).', { path });
    case 'brokenCertificate':
      return translate('The CA file {path} holds a certificate block that cannot be read.', { path });
  }
}
