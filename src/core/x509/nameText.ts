/**
 * Writes a name as RFC 4514 §2 has it: the last RDN first, its attributes joined by `+`, all back to front as OpenSSL
 * prints them. Each attribute comes as `type=value` with the value escaped. An RDN without attributes, which the
 * grammar cannot say, is left out.
 */
export function nameText(rdns: readonly (readonly string[])[]): string {
  let text = '';
  for (let i = rdns.length - 1; i >= 0; i--) {
    const attributes = rdns[i] ?? [];
    for (let j = attributes.length - 1; j >= 0; j--) {
      const separator = text === '' ? '' : j === attributes.length - 1 ? ',' : '+';
      text += separator + (attributes[j] ?? '');
    }
  }
  return text;
}

const special = /[",+;<>\\\u0000-\u001f\u007f]/;

/** The form of each character below 128 that is not written as it is. */
const escapes: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (!special.test(character)) return undefined;
  return code > 31 && code < 127 ? `\\${character}` : `\\${code.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** Escapes a value (RFC 4514 §2.4); control characters as `\0A`. */
export function escapeValue(value: string): string {
  let text = value;
  if (special.test(value)) {
    text = '';
    let from = 0;
    for (let at = 0; at < value.length; at++) {
      const escaped = escapes[value.charCodeAt(at)];
      if (escaped === undefined) continue;
      text += from === at ? escaped : value.slice(from, at) + escaped;
      from = at + 1;
    }
    text += value.slice(from);
  }
  if (text.startsWith(' ') || text.startsWith('#')) {
    text = `\\${text}`;
  }
  return text.endsWith(' ') && text !== '\\ ' ? `${text.slice(0, -1)}\\ ` : text;
}
