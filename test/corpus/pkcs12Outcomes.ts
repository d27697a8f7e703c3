/** PKCS#12 files: certificates byte for byte, keys that load, and wrong passwords that are said to be wrong. */
import { sha256 } from '../../src/core/crypto';
import { decryptPkcs12 } from '../../src/core/encrypted/pkcs12';
import { readPrivateKeyDer } from '../../src/core/keys/keys';
import { inEnglish } from '../fixtures/inEnglish';
import type { Outcome } from './caseOutcome';
import { about, differing } from './caseOutcome';
import type { CorpusCase, Expected } from './cases';
import type { Difference } from './difference';
import { difference } from './difference';
import { keyDifferences } from './keyOutcomes';

export function pkcs12Outcome(each: CorpusCase, bytes: Buffer): Outcome {
  const password = each.expected.password ?? '';
  const opening = decryptPkcs12(bytes, password, { trigger: 'asked' });
  if (opening.status !== 'opened') {
    const reason = 'reason' in opening ? inEnglish(opening.reason) : opening.status;
    return { ...about(each), result: 'rejected', differences: [], reason };
  }
  // Whether a file is open to every password is for the file to say: one without a check and without encryption is.
  const wrong = decryptPkcs12(bytes, `${password}x`, { trigger: 'asked' }).status;
  return differing(each, [
    ...difference('certificates', each.expected.certSha256 ?? [], opening.certificates.map(sha256)),
    ...keysDifferences(each.expected.keys ?? [], opening.keys),
    ...(isOpenToAll(each) ? [] : difference('with a wrong password', 'wrongPassword', wrong)),
  ]);
}

/** OpenSSL says which check a file carries, and what is encrypted in it. */
const isOpenToAll = ({ expected: { mac, bags = [] } }: CorpusCase): boolean =>
  mac === undefined && !bags.some((bag) => /Shrouded|Encrypted/.test(bag));

function keysDifferences(expected: readonly Expected[], keys: readonly Uint8Array[]): readonly Difference[] {
  return [
    ...difference('keys', expected.length, keys.length),
    ...keys.flatMap((der, index) => {
      const key = readPrivateKeyDer(der);
      const wanted = expected[index];
      if (!wanted || wanted.parses === false) return [];
      return key.status === 'plain' ? keyDifferences(wanted, key) : difference('key', 'plain', key.status);
    }),
  ];
}
