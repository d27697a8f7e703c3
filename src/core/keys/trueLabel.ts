import type { KeyReading } from './keys';

/**
 * Returns the label that fits the key's form. Readers go by the label, so a key under another format's label is sent
 * under its own (RFC 7468 §10, RFC 5915 §4).
 */
export function trueLabel(key: KeyReading): string | undefined {
  if (key.status === 'encrypted') return key.format === 'pkcs8' ? 'ENCRYPTED PRIVATE KEY' : undefined;
  return key.status === 'plain' ? labels[key.format] : undefined;
}

const labels = {
  pkcs8: 'PRIVATE KEY',
  pkcs1: 'RSA PRIVATE KEY',
  sec1: 'EC PRIVATE KEY',
  dsa: 'DSA PRIVATE KEY',
} as const;

const algorithms: Readonly<Record<string, string>> = {
  'RSA PRIVATE KEY': 'rsa',
  'EC PRIVATE KEY': 'ec',
  'DSA PRIVATE KEY': 'dsa',
};

/**
 * Returns the label that a key has to have, where its own one says another form; undefined where it will do. Keys under
 * the label of their algorithm may also be PKCS#8.
 */
export function labelInstead(label: string, key: KeyReading): string | undefined {
  const wanted = trueLabel(key);
  if (wanted === label || key.status !== 'plain') return wanted === label ? undefined : wanted;
  return key.format === 'pkcs8' && algorithms[label] === key.key.algorithm ? undefined : wanted;
}
