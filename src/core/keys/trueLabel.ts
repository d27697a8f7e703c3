import type { KeyReading } from './keys';

/** Readers go by the label, so a key that stands under another format's is sent under its own (RFC 7468 §10, RFC 5915 §4). */
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
