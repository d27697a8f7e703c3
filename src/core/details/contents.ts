import { briefList } from '../../shared/briefList';
import type { DetailContents } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import type { KeyReading } from '../keys/keys';
import { keyFit } from '../keys/keys';
import type { Certificate, Reading } from '../model';
import { certificateName } from '../x509/certificateName';
import type { DetailOptions, FileCertificateInput } from './input';
import { validityBadge, validityLine } from './validity';

/** Certificates that each key is compared with where their key hashes differ: more are made to cost time. */
const maxCompared = 20;

/** Lists what the file of a certificate holds; nothing where that is the certificate alone. */
export function contentsOf(
  { contents, index }: FileCertificateInput,
  options: DetailOptions,
): { readonly contents?: DetailContents } {
  if (!contents || contents.certificates.length + contents.keys.length < 2) return {};
  const { certificates, keys } = contents;
  const { translate } = options;
  return {
    contents: {
      title: translate('In this file'),
      certificates: certificates.map((each, place) => ({
        ...toItem(each, place + 1, options),
        isShown: place === index,
      })),
      keys: keys.map((key) => keyText(key, certificates, translate)),
    },
  };
}

type Item = Omit<DetailContents['certificates'][number], 'isShown'>;

function toItem(reading: Reading<Certificate>, number: number, options: DetailOptions): Item {
  const { translate } = options;
  if (!reading.ok)
    return {
      text: translate('{number}: cannot be read', { number }),
      note: translateSentence(reading.reason, translate),
      severity: 'error',
      isReadable: false,
    };
  const { validity } = reading.value;
  const { severity } = validityBadge(validity, options);
  return {
    text: `${number}: ${certificateName(reading.value)}`,
    note: validityLine(validity, options),
    severity,
    isReadable: true,
  };
}

/** Names the kind and fit of a private key: nothing else of it is ever shown. */
function keyText(key: KeyReading, certificates: readonly Reading<Certificate>[], translate: Translate): string {
  switch (key.status) {
    case 'plain':
      return translate('Private key: {kind} · {fit}', {
        kind: key.key.name,
        fit: fitText(key, certificates, translate),
      });
    case 'encrypted':
      return translate('Private key: protected with a password');
    case 'unsupported':
      return translate('Private key: cannot be read here');
    case 'broken':
      return translate('Private key: broken');
  }
}

function fitText(key: KeyReading, certificates: readonly Reading<Certificate>[], translate: Translate): string {
  const fits = certificates.map((each, place) => fitOf(key, each, place));
  const numbers = fits.flatMap((fit, place) => (fit === 'fits' ? [place + 1] : []));
  if (numbers.length > 0) return translate('fits certificate {numbers}', { numbers: briefList(numbers, { most: 5 }) });
  return fits.every((fit) => fit === 'doesNotFit')
    ? translate('fits no certificate here')
    : translate('cannot be compared here');
}

function fitOf(key: KeyReading, certificate: Reading<Certificate>, place: number): ReturnType<typeof keyFit> {
  if (!certificate.ok || key.status !== 'plain') return 'cannotTell';
  if (certificate.value.fingerprints.spkiSha256 === key.spkiSha256) return 'fits';
  return place < maxCompared ? keyFit(certificate.value, key) : 'cannotTell';
}
