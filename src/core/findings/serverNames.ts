import type { PemPart } from '../document/document';
import type { Certificate, SanEntry } from '../model';
import { purposeOf } from '../x509/purpose';
import type { CertificatePart } from './certificateParts';
import type { RuleContext } from './ruleContext';

/** Returns whether a gateway may present it to its clients: its names and dates are then looked at by them. */
export const mayServe = ({ extendedKeyUsage }: Pick<Certificate, 'extendedKeyUsage'>): boolean =>
  !['client', 'neither'].includes(purposeOf(extendedKeyUsage));

/** Returns the certificates that a gateway may present to clients. */
export const servers = ({ ends }: RuleContext): readonly CertificatePart[] =>
  ends.filter(({ certificate }) => mayServe(certificate));

/** Returns whether clients look for it among the names of a server. */
export const isServerName = ({ kind }: SanEntry): boolean => kind === 'dns' || kind === 'ip';

/** Most names of one certificate that findings are on; more are of the same kind. */
const maxNames = 10;

/** Returns the DNS names of servers that `isWanted`, the first few of each certificate, each once. */
export const namesOf = (
  subject: RuleContext,
  isWanted: (name: string) => boolean,
): readonly { readonly part: PemPart; readonly name: string }[] =>
  servers(subject).flatMap(({ part, certificate }) => {
    const meant = (certificate.sans ?? []).flatMap(({ kind, value }) =>
      kind === 'dns' && isWanted(value) ? [value] : [],
    );
    return [...new Set(meant)].slice(0, maxNames).map((name) => ({ part, name }));
  });
