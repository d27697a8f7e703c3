import { certificatesOf, readPemDocument } from '../../core/document/document';
import type { StoredCertificate } from '../../core/model';
import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';

/** Words the CA of an object: whose it is, and the depth. */
export function caText(ca: StoredCertificate['ca'], translate: Translate): string {
  if (!ca) return translate('none');
  const subjects =
    ca.pem === undefined
      ? [ca.metadata?.subject]
      : certificatesOf(readPemDocument(ca.pem)).map(({ subject }) => subject.text);
  const names =
    subjects
      .map((subject) => toVisibleText(subject ?? ''))
      .filter(Boolean)
      .join(' + ') || translate('one that cannot be read here');
  return ca.depth === undefined ? names : translate('{names}, depth {depth}', { names, depth: ca.depth });
}
