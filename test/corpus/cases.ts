/**
 * A corpus: a folder (or a .tar.gz of one) with `index.jsonl`, one case a line, `pairs.jsonl`, and the files they name.
 * What a case expects is OpenSSL's answer.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CorpusCase {
  readonly file: string;
  readonly kind: string;
  readonly format: string;
  readonly expected: Expected;
}

/** OpenSSL's answer for one certificate or key. Absent: nothing, or not asked. */
export interface Expected {
  readonly parses?: boolean;
  readonly sha256?: string;
  readonly subjectDN?: string;
  readonly issuerDN?: string;
  readonly serial?: string;
  readonly notBefore?: string | null;
  readonly notAfter?: string | null;
  readonly notBeforeRaw?: string;
  readonly notAfterRaw?: string;
  readonly keyType?: string;
  readonly keyBits?: number;
  readonly curve?: string;
  readonly sigAlg?: string;
  readonly version?: number | null;
  readonly isCA?: boolean;
  readonly pathlen?: number;
  readonly keyUsage?: readonly string[];
  readonly eku?: readonly string[] | null;
  readonly ekuClass?: string;
  readonly sans?: readonly string[] | null;
  readonly extensions?: readonly (readonly [string, boolean])[];
  readonly spkiSha256?: string;
  readonly labels?: readonly string[];
  readonly password?: string | null;
  /** Of a PKCS#12 file: its certificates in the order of the file, and its keys. */
  readonly certSha256?: readonly string[];
  readonly keys?: readonly Expected[];
  /** Of a PKCS#12 file: the hash of its integrity check, and what its bags are, in OpenSSL's words. */
  readonly mac?: string;
  readonly bags?: readonly string[];
  /** Of a chain: one each, in the order of the file. */
  readonly certs?: readonly Expected[];
  /** Of a chain: places of its certificates, leaf first, by who signed whom. */
  readonly sigOrder?: readonly number[] | null;
}

export interface CorpusPair {
  readonly cert: string;
  readonly key: string;
  readonly password: string | null;
  readonly match: boolean;
}

export interface Corpus {
  readonly cases: readonly CorpusCase[];
  readonly pairs: readonly CorpusPair[];
  readonly read: (file: string) => Buffer;
  /** Removes what was unpacked. */
  readonly close: () => void;
}

/** @param path the folder, or the .tar.gz, which is unpacked beside the other temporary files. */
export function openCorpus(path: string): Corpus {
  const isArchive = statSync(path).isFile();
  const folder = isArchive ? mkdtempSync(join(tmpdir(), 'corpus-')) : path;
  if (isArchive) {
    execFileSync('tar', ['-xzf', path, '-C', folder]);
  }
  const pairs = join(folder, 'pairs.jsonl');
  return {
    cases: lines(join(folder, 'index.jsonl')) as readonly CorpusCase[],
    pairs: (existsSync(pairs) ? lines(pairs) : []) as readonly CorpusPair[],
    read: (file) => readFileSync(join(folder, file)),
    close: () => {
      if (isArchive) rmSync(folder, { recursive: true, force: true });
    },
  };
}

const lines = (path: string): readonly unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line));
