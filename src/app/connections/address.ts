import type { Dialect } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';

export type AddressFault =
  | 'empty'
  | 'tooLong'
  /** Spaces, line breaks or control characters inside it. */
  | 'whitespace'
  | 'noScheme'
  | 'otherScheme'
  /** `user:password@`: it would be kept in the settings, in the clear. */
  | 'credentials'
  /** A query or fragment; a pasted one may hold a key. */
  | 'query'
  | 'unreadable';

/** An address as typed, judged. Nothing of a bad address is kept but the suggestion: it may hold a secret. */
export type AddressReading =
  | {
      /** `plainHttp`: unencrypted, and not to this machine. To be used only after a person confirmed it. */
      readonly kind: 'good' | 'plainHttp';
      /** Scheme, host, port and, where the dialect has one, a path; no slash at its end. */
      readonly address: string;
      /** The origin a token is bound to: `https://host:port`. */
      readonly origin: string;
    }
  | { readonly kind: 'bad'; readonly fault: AddressFault; readonly suggestion?: string };

const maxLength = 2_048;

/** The Admin API's own prefix, as copied from a request; the dialect adds it again. */
const adminPath = /\/apisix\/admin(\/.*)?$/;

export function checkAddress(text: string, dialect: Pick<Dialect, 'id'>): AddressReading {
  const typed = text.trim();
  const fault = findFault(typed);
  if (fault === 'noScheme') {
    const suggestion = suggestScheme(typed, dialect);
    return { kind: 'bad', fault, ...(suggestion === undefined ? {} : { suggestion }) };
  }
  if (fault !== undefined) return { kind: 'bad', fault };
  if (!URL.canParse(typed)) return { kind: 'bad', fault: 'unreadable' };
  const url = new URL(typed);
  return {
    kind: url.protocol === 'https:' || isLoopback(url.hostname) ? 'good' : 'plainHttp',
    address: url.origin + toPath(url.pathname, dialect),
    origin: url.origin,
  };
}

/** The origin of an address that was checked before; undefined for any other text. */
export function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

/**
 * Returns whether a host, as `URL` spells it, is this machine: to VS Code as well, whose proxy code
 * (`@vscode/proxy-agent`, `useProxySettings`) sends requests to any other host, 127.0.0.2 too, to the proxy that is
 * set.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}

// In the order in which a person would fix them. URL itself drops line breaks and turns backslashes round: judged
// before it.
function findFault(typed: string): AddressFault | undefined {
  if (typed === '') return 'empty';
  if (typed.length > maxLength) return 'tooLong';
  if (/[\s\u0000-\u001f\u007f]/.test(typed)) return 'whitespace';
  if (typed.includes('@')) return 'credentials';
  if (/[?#]/.test(typed)) return 'query';
  if (typed.includes('\\')) return 'unreadable';
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return 'noScheme';
  return /^https?:/i.test(typed) ? undefined : 'otherScheme';
}

function suggestScheme(typed: string, dialect: Pick<Dialect, 'id'>): string | undefined {
  const rest = typed.replace(/^(?:https?:)?\/{0,2}/i, '');
  const secure = checkAddress(`https://${rest}`, dialect);
  if (secure.kind === 'bad') return undefined;
  const plain = checkAddress(`http://${rest}`, dialect);
  return plain.kind === 'good' && !/^https:/i.test(typed) ? plain.address : secure.address;
}

function toPath(pathname: string, dialect: Pick<Dialect, 'id'>): string {
  switch (dialect.id) {
    case 'api7cloud':
    case 'api7enterprise':
      // Their APIs always stand at the root; people paste an address of the console.
      return '';
    case 'apisix':
      return pathname.replace(adminPath, '').replace(/\/+$/, '');
  }
}

export function addressSentence(reading: AddressReading & { readonly kind: 'bad' }, translate: Translate): string {
  switch (reading.fault) {
    case 'empty':
      return translate('Enter the address of the API.');
    case 'tooLong':
      return translate('This is too long for an address.');
    case 'whitespace':
      return translate('The address has a space or a line break in it.');
    case 'noScheme':
      return reading.suggestion === undefined
        ? translate('Start the address with https:// or http://.')
        : translate('Start the address with its scheme: {suggestion}', { suggestion: reading.suggestion });
    case 'otherScheme':
      return translate('Only https:// and http:// addresses can be used.');
    case 'credentials':
      return translate(
        'Remove the user name and password from the address: the token is asked for separately and kept secret.',
      );
    case 'query':
      return translate('Remove everything from the first ? or # onwards.');
    case 'unreadable':
      return translate('This is not an address. Example: https://gateway.example.com:9180');
  }
}
