/** Numbers from a seed, and inputs that differ from real ones by a few mistakes. */

/** Numbers from 0 to below 1, always the same ones for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Longest input that is made, in bytes. */
const maxLength = 64 * 1024;

/** A copy of one of the samples with one to eight mistakes in it; now and then the sample itself. */
export function mutate(samples: readonly Buffer[], random: () => number): Buffer {
  const pick = (count: number): number => Math.floor(random() * count);
  const sample = (): Buffer => samples[pick(samples.length)] ?? Buffer.alloc(0);
  let input = Buffer.from(sample());
  for (let left = pick(9); left > 0; left--) {
    const [at, length] = [pick(input.length + 1), 1 + pick(16)];
    const [before, behind] = [input.subarray(0, at), input.subarray(at + length)];
    switch (pick(9)) {
      case 0: // another bit
        if (at < input.length) input[at] = (input[at] ?? 0) ^ (1 << pick(8));
        break;
      case 1: // a byte that borders on something: ends of ranges, lengths, tags, punctuation
        if (at < input.length) input[at] = borders[pick(borders.length)] ?? 0;
        break;
      case 2: // cut off
        input = Buffer.from(before);
        break;
      case 3: // left out
        input = Buffer.concat([before, behind]);
        break;
      case 4: // once more
        input = Buffer.concat([before, input.subarray(at, at + length), input.subarray(at)]);
        break;
      case 5: // anything
        input = Buffer.concat([before, Buffer.from(Array.from({ length }, () => pick(256))), behind]);
        break;
      case 6: {
        // a part of another one
        const other = sample();
        const from = pick(other.length + 1);
        input = Buffer.concat([before, other.subarray(from, from + pick(512)), behind]);
        break;
      }
      case 7: // over and over
        input = Buffer.concat([
          before,
          ...Array.from({ length: 1 + pick(200) }, () => input.subarray(at, at + length)),
          behind,
        ]);
        break;
      case 8: // words of the field
        input = Buffer.concat([before, Buffer.from(words[pick(words.length)] ?? ''), behind]);
        break;
    }
    if (input.length > maxLength) input = Buffer.from(input.subarray(0, maxLength));
  }
  return input;
}

const borders: readonly number[] = [
  0, 1, 2, 3, 4, 5, 6, 0x0a, 0x0d, 0x20, 0x22, 0x2d, 0x30, 0x31, 0x5b, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0x81, 0x82, 0x84,
  0xa0, 0xa3, 0xc0, 0xfe, 0xff,
];

const words: readonly string[] = [
  '-----BEGIN CERTIFICATE-----\n',
  '-----END CERTIFICATE-----\n',
  '-----BEGIN PRIVATE KEY-----\n',
  '-----BEGIN',
  '-----',
  'DEK-Info: AES-256-CBC,00',
  '\r\n',
  '\u202e',
  '\ufeff',
  '__proto__',
  'constructor',
  'null',
  '{}',
  '[]',
  '1e999',
  '-1',
  '9007199254740993',
  '"\\u0000"',
  '*.',
  'xn--',
  '..',
  '[::1]',
  '&a',
  '*a',
  '<<: ',
  '!!binary ',
  '---\n',
  '$(zap)',
  '[x](command:y)',
];
