import { toHeldDocumentSteps } from '../../src/app/sources/heldDocument';
import { readHoldingSteps } from '../../src/app/sources/holding';
import { toMaterialSteps } from '../../src/app/sources/material';
import { findFindingsSteps } from '../../src/core/findings/findings';
import { limits } from '../../src/core/limits';
import { toPem } from '../../src/core/pem/scan';
import type { Cooperative } from '../../src/shared/cooperative';
import { runSync } from '../../src/shared/cooperative';
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

const now = Date.UTC(2026, 10, 23);
/** Milliseconds for which the extension host may be held. */
const longest = 30;
/** Runs of which the best counts. */
const runs = 3;

export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

/** Files as large as they may be, made to hold the extension host: the longest step of what is done with each. */
export async function makeTables(): Promise<readonly string[]> {
  const { der, pem } = await makeCertificate({ now, commonName: 'a.example', dns: ['a.example'] });
  const rows: string[] = [];
  const missed: string[] = [];
  for (const [name, content] of Object.entries(toFiles(der, pem))) {
    const isForeign = content.length > limits.objectBytes;
    const read = typeof content === 'string' ? textOf(content) : ({ kind: 'binary', bytes: content } as const);
    const holding = runSync(readHoldingSteps(read, { isForeign }));
    const held = runSync(toHeldDocumentSteps(holding));
    const works: readonly (() => Cooperative<unknown>)[] = [
      () => readHoldingSteps(read, { isForeign }),
      () => toHeldDocumentSteps(holding),
      () => toMaterialSteps({ place: 'a', content: read }, (sentence) => sentence),
      ...(held.kind === 'document'
        ? [() => findFindingsSteps(held.document, { now, warningDays: null, links: new Map() })]
        : []),
    ];
    const steps = works.map(longestStep);
    const worst = Math.max(...steps);
    if (worst > longest) missed.push(`${name} holds the extension host for ${worst.toFixed(0)} ms.`);
    rows.push(`| ${name} | ${[0, 1, 2, 3].map((index) => steps[index]?.toFixed(1) ?? '–').join(' | ')} |`);
  }
  return [
    [
      '## Files made to hold the extension host',
      '',
      `The longest step, in milliseconds of processor time, of the best of ${runs} runs. A slice is 10 ms and one step more.`,
      '',
      '| file, as large as it may be | read | written as PEM | gathered for an upload | checked |',
      '|---|---:|---:|---:|---:|',
      ...rows,
      '',
      ...missed.map((sentence) => `**Missed.** ${sentence}`),
      '',
    ].join('\n'),
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

function longestStep(make: () => Cooperative<unknown>): number {
  const worst = Array.from({ length: runs }, () => {
    let most = 0;
    for (const work = make(); ;) {
      const start = processorTime();
      const step = work.next();
      most = Math.max(most, processorTime() - start);
      if (step.done) return most;
    }
  });
  return Math.min(...worst);
}

/** Milliseconds that this process has computed: other work of the machine must not make steps longer. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
