import type { ListedPem } from '../model';
import { toPem } from './scan';

/** Returns the text that a gateway's list held. */
export const listedPemText = ({ der, rest }: ListedPem): string => toPem('CERTIFICATE', der).slice(0, -1) + rest;
