/**
 * Writing to a gateway, to the end: the write, then a look at what the gateway has now. An answer that got lost is never a
 * reason to write again; the gateway is read instead, and what it holds decides what is told. Nothing here throws.
 */
import { GatewayError } from '../gateway/gateway';
import type { CertificateBundle, CertificateChange, Gateway, StoredCertificate } from '../gateway/gateway';
import { holdsCertificate, holdsChange } from './holds';

/** Where and under whose eyes. */
export interface Writing<Call extends 'create' | 'replace' | 'remove'> {
  readonly gateway: Pick<Gateway, 'capabilities' | 'list' | 'read' | Call>;
  /** Ends the write. Whoever aborts it after `onSent` gives up an answer that may be on its way. */
  readonly signal: AbortSignal;
  /** From here on the write may take effect, whatever happens. */
  readonly onSent?: () => void;
  /** The answer got lost: the gateway is read to find out. */
  readonly onLook?: () => void;
  /** Ends the reading that follows the write, and nothing else. */
  readonly lookSignal: AbortSignal;
}

/** What it takes to look again, e.g. when the person wants that. */
export type Looking = Pick<Writing<never>, 'gateway' | 'lookSignal'>;

/** The write failed for certain, or was cancelled in time: the gateway is as it was. */
export interface Failed {
  readonly kind: 'failed';
  readonly error: GatewayError;
}

/** The answer got lost, and so did the reading that should have told. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly error: GatewayError;
  readonly lookError: GatewayError;
}

/** The gateway has it. */
export interface Written {
  readonly kind: 'written';
  readonly stored: StoredCertificate;
  /** It was read back and is what was sent. False: it could not be read back, or the gateway does not say enough. */
  readonly isConfirmed: boolean;
  /** The answer got lost; it was found on the gateway afterwards. */
  readonly wasInterrupted: boolean;
}

/** The answer got lost; when it was looked for, it was not there. `current`: what was. */
export interface NotWritten {
  readonly kind: 'notWritten';
  readonly error: GatewayError;
  readonly current: StoredCertificate | undefined;
}

/** Somebody else changed the object since it was shown: nothing was written. */
export interface ChangedBefore {
  readonly kind: 'changedBefore';
  /** What the gateway has now, where it could be read. */
  readonly current: StoredCertificate | undefined;
}

/** The write may have been made, and what the gateway has now is neither what was sent nor what was there before. */
export interface ChangedOtherwise {
  readonly kind: 'changedOtherwise';
  readonly current: StoredCertificate;
}

export interface Gone {
  readonly kind: 'gone';
}

export type CreateEnd = Written | Failed | NotWritten | Unknown;
export type ReplaceEnd = Written | Failed | NotWritten | Unknown | ChangedBefore | ChangedOtherwise | Gone;
export type RemoveEnd = { readonly kind: 'removed'; readonly wasInterrupted: boolean } | Failed | NotWritten | Unknown | ChangedBefore | Gone;

export interface Creating {
  readonly bundle: CertificateBundle;
  /** Ids of objects that held the same certificate before, and are therefore not the new one. */
  readonly known: ReadonlySet<string>;
}

export interface Replacing {
  readonly change: CertificateChange;
  /** The object as it was shown. */
  readonly expected: StoredCertificate;
}

export async function runCreate(creating: Creating, writing: Writing<'create'>): Promise<CreateEnd> {
  const { gateway, signal, onSent, onLook, lookSignal } = writing;
  try {
    const stored = await gateway.create(creating.bundle, signal, onSent);
    const read = await readBack(gateway, stored.id, lookSignal);
    return { kind: 'written', stored: read ?? stored, isConfirmed: read !== undefined && holdsCertificate(read, creating.bundle.certificate) === 'yes', wasInterrupted: false };
  } catch (thrown) {
    const error = toGatewayError(thrown);
    if (!error.mayHaveTakenEffect) return { kind: 'failed', error };
    onLook?.();
    return lookForCreated(creating, { gateway, lookSignal, error });
  }
}

/** Goes through the list for an object that holds the certificate and was not there before. */
export async function lookForCreated({ bundle, known }: Creating, { gateway, lookSignal, error }: Looking & { readonly error: GatewayError }): Promise<CreateEnd> {
  try {
    let isWhole = true;
    for await (const { items, unreadable } of gateway.list(lookSignal)) {
      isWhole &&= unreadable.length === 0;
      const stored = items.find((item) => !known.has(item.id) && holdsCertificate(item, bundle.certificate) === 'yes');
      if (stored) return { kind: 'written', stored, isConfirmed: true, wasInterrupted: true };
    }
    if (isWhole) return { kind: 'notWritten', error, current: undefined };
    // What could not be read may be what was made.
    return { kind: 'unknown', error, lookError: new GatewayError('unexpected', 'Not every object of the list could be read.') };
  } catch (thrown) {
    return { kind: 'unknown', error, lookError: toGatewayError(thrown) };
  }
}

export async function runReplace(replacing: Replacing, writing: Writing<'replace'>): Promise<ReplaceEnd> {
  const { change, expected } = replacing;
  const { gateway, signal, onSent, onLook, lookSignal } = writing;
  try {
    const stored = await gateway.replace(expected.id, change, { expected, signal, onSent });
    const read = await readBack(gateway, expected.id, lookSignal);
    const holding = holdsChange(read ?? stored, change, gateway.capabilities.wantsNames);
    if (holding === 'no') return { kind: 'changedOtherwise', current: read ?? stored };
    return { kind: 'written', stored: read ?? stored, isConfirmed: read !== undefined && holding === 'yes', wasInterrupted: false };
  } catch (thrown) {
    const error = toGatewayError(thrown);
    if (!error.mayHaveTakenEffect) return toRefusal(error);
    onLook?.();
    return lookAfterReplace(replacing, { gateway, lookSignal, error });
  }
}

/** Reads the object and tells from what it holds whether the replacement took effect. */
export async function lookAfterReplace(
  { change, expected }: Replacing,
  { gateway, lookSignal, error }: Looking & { readonly error: GatewayError },
): Promise<ReplaceEnd> {
  try {
    const current = await gateway.read(expected.id, lookSignal);
    if (current.revision === expected.revision) return { kind: 'notWritten', error, current };
    const holding = holdsChange(current, change, gateway.capabilities.wantsNames);
    if (holding === 'no') return { kind: 'changedOtherwise', current };
    return { kind: 'written', stored: current, isConfirmed: holding === 'yes', wasInterrupted: true };
  } catch (thrown) {
    const lookError = toGatewayError(thrown);
    return lookError.kind === 'notFound' ? { kind: 'gone' } : { kind: 'unknown', error, lookError };
  }
}

/** @param expected the object as it was shown */
export async function runRemove(expected: StoredCertificate, writing: Writing<'remove'>): Promise<RemoveEnd> {
  const { gateway, signal, onSent, onLook, lookSignal } = writing;
  try {
    const end = await gateway.remove(expected.id, { expected, signal, onSent });
    return end === 'removed' ? { kind: 'removed', wasInterrupted: false } : { kind: 'gone' };
  } catch (thrown) {
    const error = toGatewayError(thrown);
    if (!error.mayHaveTakenEffect) return toRefusal(error);
    onLook?.();
    return lookAfterRemove(expected.id, { gateway, lookSignal, error });
  }
}

export async function lookAfterRemove(id: string, { gateway, lookSignal, error }: Looking & { readonly error: GatewayError }): Promise<RemoveEnd> {
  try {
    return { kind: 'notWritten', error, current: await gateway.read(id, lookSignal) };
  } catch (thrown) {
    const lookError = toGatewayError(thrown);
    return lookError.kind === 'notFound' ? { kind: 'removed', wasInterrupted: true } : { kind: 'unknown', error, lookError };
  }
}

/** Nothing was written: what kind of nothing. */
function toRefusal(error: GatewayError): Failed | ChangedBefore | Gone {
  switch (error.kind) {
    case 'conflict':
      return { kind: 'changedBefore', current: error.current };
    case 'notFound':
      return { kind: 'gone' };
    default:
      return { kind: 'failed', error };
  }
}

/** Undefined where it cannot be read just now: the write itself went well. */
async function readBack(gateway: Pick<Gateway, 'read'>, id: string, signal: AbortSignal): Promise<StoredCertificate | undefined> {
  try {
    return await gateway.read(id, signal);
  } catch {
    return undefined;
  }
}

/** Anything else is a fault of ours after which nothing is certain. */
const toGatewayError = (thrown: unknown): GatewayError =>
  thrown instanceof GatewayError ? thrown : new GatewayError('unexpected', 'The write ended in an unexpected way.', { mayHaveTakenEffect: true, cause: thrown });
