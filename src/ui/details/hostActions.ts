import { hostNamesOf } from '../../core/hosts/hostMatching';
import type { Certificate } from '../../core/model';
import type { PageAction } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';

/** Offered on the page of a server certificate with a name. */
export const hostActions = (translate: Translate): readonly PageAction[] => [
  {
    kind: 'checkHost',
    label: translate('Check Host…'),
    text: translate('Shows which certificate each gateway serves for a name, and why.'),
  },
  {
    kind: 'checkLive',
    label: translate('Check Live…'),
    text: translate('Connects to a server, once its address is confirmed, and shows which certificate it presents.'),
  },
];

/** Returns whether a certificate is no CA's and has a host name to ask for. */
export const isForHosts = ({ isCa, sans }: Certificate): boolean => !isCa && hostNamesOf(sans).length > 0;
