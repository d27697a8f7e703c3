/** Finds the objects of gateways that staple no OCSP answers, by what their lists say. */
import type { RuleOptions } from '../../core/findings/ruleContext';
import type { Certificate } from '../../core/model';
import { toShortText } from '../../shared/visibleText';
import type { Connections } from '../connections/connections';
import type { CertificateEntry } from './certificateEntry';
import type { Inventory } from './inventory';
import { isIdentical } from './renewals';

interface StaplingParts {
  readonly connections: Pick<Connections, 'all'>;
  readonly inventory: Pick<Inventory, 'certificates'>;
}

/** Apache APISIX staples where an object says `ocsp_stapling`, and nowhere else. Of other gateways it is not known. */
export const isStaplingOff = ({ connection, content, stored }: CertificateEntry): boolean =>
  connection.dialect === 'apisix' && content === 'read' && stored.ocspStapling?.isEnabled !== true;

/** Finds the objects that hold a certificate and give no stapled answers, for the rules. */
export const staplingOffFrom =
  ({ connections, inventory }: StaplingParts): NonNullable<RuleOptions['staplingOff']> =>
  (leaf: Certificate) =>
    connections.all.flatMap(({ id, name }) =>
      (inventory.certificates(id)?.withSerial(leaf.serial) ?? [])
        .filter((entry) => isIdentical(entry, leaf) && isStaplingOff(entry))
        .map(({ stored }) => ({ connection: toShortText(name, 60), id: toShortText(stored.id, 64) })),
    );
