import type { Translate } from '../../shared/translate';

/** Says why a gateway takes no write, whatever its connection says: APISIX in standalone mode. */
export const standaloneText = (name: string, translate: Translate): string =>
  translate('“{name}” runs in standalone mode: its certificates are changed only where its configuration comes from.', {
    name,
  });
