/** The forms in which a PEM text is pasted elsewhere. Each takes public text alone: callers pass no private key. */
export const copyForms = ['pem', 'oneLine', 'base64', 'yaml'] as const;
export type CopyForm = (typeof copyForms)[number];

/** @param pem blocks with `\n` as line break and at the end, as `toPem` makes them */
export function toCopyForm(pem: string, form: CopyForm): string {
  switch (form) {
    case 'pem':
      return pem;
    case 'oneLine':
      // As environment variables and JSON have it.
      return pem.replaceAll('\n', '\\n');
    case 'base64':
      // As `data` of a Kubernetes Secret has it.
      return Buffer.from(pem, 'utf8').toString('base64');
    case 'yaml':
      return `|\n${pem.replace(/^(?=.)/gm, '  ')}`;
  }
}
