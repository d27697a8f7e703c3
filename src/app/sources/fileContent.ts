/** The content of a file: text as an editor would show it, or no text (DER, PKCS#12). */
export type FileContent =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/** Without a byte order mark, as editors show a text: offsets are those of the open document. */
export function toFileContent(bytes: Uint8Array): FileContent {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { kind: 'text', text: new TextDecoder('utf-16le').decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { kind: 'text', text: new TextDecoder('utf-16be').decode(bytes) };
  // PEM has no use for NUL bytes; DER and PKCS#12 begin with a SEQUENCE and practically always hold one.
  if (bytes.includes(0) || (bytes[0] === 0x30 && bytes[1] !== undefined && bytes[1] >= 0x80))
    return { kind: 'binary', bytes };
  return { kind: 'text', text: new TextDecoder('utf-8').decode(bytes) };
}
