import type { Walks } from './stage';

const odd = /^odd.*Fix/;

export const compareWalks = {
  'api7Certificates.compareCertificates': {
    'the lists, and the comparison': async (stage) => {
      await stage.open('both');
      stage.run();
      await stage.asks('with Which Certificate?');
      await stage.person.quickInput.pick(/^off/);
      await stage.hasTab('↔');
      await stage.hasText();
    },
  },

  'api7Certificates.compareWithGateway': {
    'the certificates to choose from, and the comparison': async (stage) => {
      stage.inExplorer('renewal');
      await stage.asks('Compare with Gateway: Which Certificate?');
      await stage.person.quickInput.pick(odd);
      await stage.asks('with Which Certificate?');
      await stage.person.quickInput.pick(odd);
      await stage.hasTab('↔');
      await stage.hasText();
    },
  },

  'api7Certificates.compareWithFile': {
    'the list, and the comparison': async (stage) => {
      await stage.open('pairText');
      await stage.inTree(odd);
      await stage.asks('with Which Certificate?');
      await stage.person.quickInput.pick(/^pair/);
      await stage.hasTab('↔');
    },
  },
} satisfies Readonly<Record<string, Walks>>;
