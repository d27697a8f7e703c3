/**
 * RFC 4514 §2: the last RDN first, its attributes joined by `+`, all back to front as OpenSSL prints them. Each attribute
 * comes as `type=value` with the value escaped. An RDN without attributes, which the grammar cannot say, is left out.
 */
export function nameText(rdns: readonly (readonly string[])[]): string {
  return rdns
    .filter((attributes) => attributes.length > 0)
    .map((attributes) => attributes.toReversed().join('+'))
    .reverse()
    .join(',');
}

const special = /[",+;<>\\\u0000-\u001f\u007f]/;
const allSpecial = /[",+;<>\\]|([\u0000-\u001f\u007f])/g;

/** RFC 4514 §2.4; control characters as `\0A`. */
export function escapeValue(value: string): string {
  let text = value;
  if (special.test(value)) {
    text = value.replace(allSpecial, (character, control: string | undefined) =>
      control === undefined
        ? `\\${character}`
        : `\\${control.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
  }
  if (text.startsWith(' ') || text.startsWith('#')) {
    text = `\\${text}`;
  }
  return text.endsWith(' ') && text !== '\\ ' ? `${text.slice(0, -1)}\\ ` : text;
}
