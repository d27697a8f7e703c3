import { toMaterialSteps } from '../../src/app/sources/fileMaterial';
import { toHeldDocumentSteps } from '../../src/app/sources/heldDocument';
import { readHoldingSteps } from '../../src/app/sources/readHolding';
import { toDetail } from '../../src/core/details/detail';
import { findFindingsSteps } from '../../src/core/findings/findings';
import { limits } from '../../src/core/limits';
import { toPem } from '../../src/core/pem/scan';
import { runSync } from '../../src/shared/cooperative';
import { readContentsSteps } from '../../src/ui/details/fileContents';
import { toFileInputSteps } from '../../src/ui/details/fileInput';
import { hoverText } from '../../src/ui/editor/hoverText';
import { makeCertificate } from '../fixtures/certificates';
import type { Der } from '../fixtures/der';
import {
  certificate,
  certificateWith,
  extension,
  implicit,
  integer,
  oid,
  sequence,
  set,
  signedData,
  tlv,
  utf8,
} from '../fixtures/der';
import type { Bench } from './bench';
import { drawSteps, longestStep, timeAtOnce } from './steps';

const now = Date.UTC(2026, 10, 23);
export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

const options = { now, warningDays: null, translate: (sentence: string) => sentence };

/** Files as large as they may be, made to hold the extension host: the longest step of what is done with each. */
export async function makeTables(): Promise<readonly string[]> {
  const { der, pem } = await makeCertificate({ now, commonName: 'a.example', dns: ['a.example'] });
  const rows = Object.entries(toFiles(der, pem)).map(([name, content]) => ({ name, steps: stepsOf(content) }));
  const columns = ['read', 'written as PEM', 'gathered for an upload', 'checked', 'hover', 'read for a page', 'page'];
  return [drawSteps({ title: 'Files made to hold the extension host', columns, rows })];
}

/** The longest step of each thing that is done with a file. */
function stepsOf(content: string | Uint8Array): readonly (number | undefined)[] {
  const isForeign = content.length > limits.objectBytes;
  const read = typeof content === 'string' ? textOf(content) : ({ kind: 'binary', bytes: content } as const);
  const holding = runSync(readHoldingSteps(read, { isForeign }));
  const held = runSync(toHeldDocumentSteps(holding));
  const document = held.kind === 'document' ? held.document : undefined;
  const contents = runSync(readContentsSteps(read, options.translate));
  const toInput = () => toFileInputSteps(contents, { ...options, file: 'a', index: 0 });
  const input = runSync(toInput());
  return [
    longestStep(() => readHoldingSteps(read, { isForeign })),
    longestStep(() => toHeldDocumentSteps(holding)),
    longestStep(() => toMaterialSteps({ place: 'a', content: read }, options.translate)),
    document && longestStep(() => findFindingsSteps(document, { ...options, links: new Map() })),
    document && timeAtOnce(() => hoverText(document, 0, options)),
    Math.max(
      longestStep(() => readContentsSteps(read, options.translate)),
      longestStep(toInput),
    ),
    input.ok ? timeAtOnce(() => toDetail(input.input, options)) : undefined,
  ];
}

const textOf = (text: string) => ({ kind: 'text', text }) as const;

function toFiles(der: Uint8Array, pem: string): Readonly<Record<string, string | Uint8Array>> {
  const base64 = Buffer.from(der).toString('base64');
  const room = limits.objectBytes - 2_000;
  const own = limits.certificateBytes - 2_000;
  const message = signedData(...upTo(room, () => Buffer.from(der)).slice(0, 800));
  const names = certificateWith(
    extension(
      '2.5.29.17',
      sequence(...upTo(own, (i) => implicit(2, Buffer.from(`*.h${i}.example.com`))).slice(0, 9_900)),
    ),
  );
  const subject = certificate({
    subject: sequence(set(sequence(oid('2.5.4.3'), utf8(',+"\u0001'.repeat(own / 4))))),
  });
  const values = tlv(0x30, Buffer.from('020105'.repeat(room / 3), 'hex'));
  const modulus = integer(`00c1${'ab'.repeat(100_000)}`);
  const key = sequence(integer(0), modulus, integer('010001'), ...Array.from({ length: 6 }, () => modulus));
  const secret = (bytes: Uint8Array): string => `kind: Secret\ndata:\n  a: ${Buffer.from(bytes).toString('base64')}\n`;
  const size = limits.foreignFileBytes - 1_000;
  const list = (text: string, length: number): string =>
    JSON.stringify(Array.from({ length: length / (text.length + 40) }, () => text));
  return {
    'a PKCS#7 message': message,
    'the same, its lines broken by \\n': toPem('PKCS7', message).replaceAll('\n', '\\n'),
    'the same in a Secret': secret(message),
    'a certificate of many wildcards': names,
    'the same in a Secret ': secret(names),
    'a certificate with a subject of signs to escape': subject,
    'many values that are nothing known': values,
    'a key of a megabyte': toPem('RSA PRIVATE KEY', key),
    'JSON of certificates': list(base64, 0.9 * limits.objectBytes),
    'JSON of PEM': list(pem, 0.9 * limits.objectBytes),
    'JSON of PEM, 4 MB': list(pem, size),
    'JSON of one text of a megabyte': JSON.stringify({
      a: Buffer.alloc(0.7 * limits.objectBytes, 0x30).toString('base64'),
    }),
    'YAML of one text of a megabyte': `kind: Secret\ndata:\n  a: |\n${repeated('    a line of text\n', 0.9 * limits.objectBytes)}`,
    'YAML of many documents': repeated('---\nkind: Secret\ndata: {a: bb}\n', 0.9 * limits.objectBytes),
    'blocks that show how one looks': repeated('-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n', size),
    'blocks that begin and never end': repeated('-----BEGIN CERTIFICATE-----\n', size),
    'blocks of a word': repeated('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', size),
    'a program': repeated('const a = call(b, "c d e f");\n', size),
    'lines of base64': repeated(`${'A'.repeat(64)}\n`, size),
  };
}

const repeated = (text: string, length: number): string => text.repeat(length / text.length);

function upTo(size: number, make: (index: number) => Der): readonly Der[] {
  const made: Der[] = [];
  for (let [index, left] = [0, size]; ; index++) {
    const one = make(index);
    left -= one.length;
    if (left < 0) return made;
    made.push(one);
  }
}
