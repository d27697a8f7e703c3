import type { Gateway } from '../../../../src/gateway/gateway';

const refuse = () => Promise.reject(new Error('This test asks it of no gateway.'));

/** A gateway that holds nothing and refuses whatever a test does not put in. */
export const idleGateway = (parts: Partial<Gateway> = {}): Gateway => ({
  capabilities: {
    wantsNames: false,
    labels: 'words',
    returnsPem: false,
    canEditLabelsAlone: false,
    canReadCa: false,
    hasDepth: false,
    needsKeyOnReplace: true,
    canDisable: false,
    canHavePairs: false,
  },
  check: refuse,
  read: refuse,
  readAsIs: refuse,
  create: refuse,
  replace: refuse,
  remove: refuse,
  uses: refuse,
  async *list() {
    yield* [];
  },
  dispose: () => undefined,
  ...parts,
});
