/**
 * Writes an address as text: dotted decimal, RFC 5952 for IPv6, `undefined` where the length is neither 4 nor 16 bytes.
 */
export function ipText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) {
    return bytes.join('.');
  }
  return bytes.length === 16 ? ipv6Text(bytes) : undefined;
}

function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  const zeros = longestZeros(groups);
  const hex = groups.map((each) => each.toString(16));
  if (zeros.length < 2) {
    return hex.join(':');
  }
  return `${hex.slice(0, zeros.start).join(':')}::${hex.slice(zeros.start + zeros.length).join(':')}`;
}

/** Finds the longest run of zero groups, the first of equal ones (RFC 5952 §4.2). */
function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, i) => {
    if (group !== 0) {
      start = i + 1;
    } else if (i + 1 - start > best.length) {
      best = { start, length: i + 1 - start };
    }
  });
  return best;
}

/**
 * Writes an address and its mask, as name constraints hold them (RFC 5280 §4.2.1.10): `10.0.0.0/8`, or the mask where
 * it has gaps.
 */
export function subnetText(bytes: Uint8Array): string | undefined {
  const keyPart = bytes.length / 2;
  const address = ipText(bytes.subarray(0, keyPart));
  const mask = bytes.subarray(keyPart);
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const prefix = bits.indexOf('0') === -1 ? bits.length : bits.indexOf('0');
  if (address === undefined || keyPart % 4 !== 0) {
    return undefined;
  }
  return `${address}/${bits.includes('1', prefix) ? (ipText(mask) ?? '') : prefix}`;
}
