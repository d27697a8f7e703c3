import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import { isChangeable } from '../../app/inventory/certificateEntry';
import type { DeploymentStatus } from '../../app/inventory/deploymentStatus';
import type { CertificateUse } from '../../app/usage/certificateUse';
import { copiesText, useText } from '../../app/usage/useText';
import type { OutlineOptions } from '../../core/document/outline';
import { remainingDetail } from '../../core/document/outline';
import type { Certificate } from '../../core/model';
import { expiryState, isEndless } from '../../core/x509/expiry';
import type { Referrer } from '../../gateway/gateway';
import type { CommandId } from '../../ids';
import { toShortText } from '../../shared/visibleText';
import type { FileCertificateTarget } from '../window/editorTexts';

/** A lens without VS Code. One without a command only says something. */
export interface LensText {
  readonly title: string;
  readonly command?: CommandId;
  readonly arguments?: readonly unknown[];
}

export interface LensOptions<Uri> extends OutlineOptions {
  /** The document's URI, as commands take it. */
  readonly uri: Uri;
  /** The certificate that the lens stands above. */
  readonly certificate: FileCertificateTarget;
  /** True if something may be written from this workspace. */
  readonly isTrusted: boolean;
  /** True if one of the gateways takes uploads, as far as that is known. */
  readonly canUpload: boolean;
  /** The uses of a deployed certificate, as far as they are known. */
  readonly use?: CertificateUse | undefined;
  /** The upstreams that hold a certificate themselves that no object holds. */
  readonly copies?: readonly Referrer[];
}

export function lensText<Uri>(status: DeploymentStatus, leaf: Certificate, options: LensOptions<Uri>): LensText {
  const { translate, uri, isTrusted, canUpload, use } = options;
  switch (status.kind) {
    case 'notLoaded':
      if (status.isLoading) return { title: translate('gateways are being loaded…') };
      return { title: translate('gateways not loaded · Load'), command: 'api7Certificates.refresh', arguments: [] };
    case 'deployed': {
      const title = translate('deployed on {where} · {time}', {
        where: gatewaysText(status.entries, options),
        time: timeText(leaf, options),
      });
      const used = use && useText(use, status.entries[0], translate);
      const sentence = used === undefined ? title : `${title} · ${used}`;
      const [outdated, ...more] = status.outdated;
      if (outdated)
        return renewsText(
          translate('{sentence} · renews {where}', { sentence, where: whereText([outdated, ...more], options) }),
          [outdated, ...more],
          options,
        );
      return {
        title: sentence,
        command: 'api7Certificates.showCertificate',
        arguments: [subjectOf(status.entries[0])],
      };
    }
    case 'renews':
      return renewsText(
        translate('renews {where}', { where: whereText(status.entries, options) }),
        status.entries,
        options,
      );
    case 'renewsInPart':
      return renewsText(
        translate('renews {where} in part', { where: whereText(status.entries, options) }),
        status.entries,
        options,
      );
    case 'absent': {
      // What is still to come may well hold it.
      if (status.isLoading) return { title: translate('not on any gateway so far, still loading…') };
      const sentence = absentText(status.isCertain, options);
      return isTrusted && canUpload
        ? {
            title: translate('{sentence} · Upload', { sentence }),
            command: 'api7Certificates.uploadCertificate',
            arguments: [uri],
          }
        : { title: sentence };
    }
  }
}

function absentText<Uri>(isCertain: boolean, { copies = [], translate }: LensOptions<Uri>): string {
  if (copies.length > 0) {
    const facts = { copies: copiesText(copies, translate) };
    return isCertain
      ? translate('not on any gateway, but {copies}', facts)
      : translate('not on any gateway that is loaded, but {copies}', facts);
  }
  return isCertain ? translate('not on any gateway') : translate('not on any gateway that is loaded');
}

function renewsText<Uri>(
  sentence: string,
  [first, ...others]: readonly [CertificateEntry, ...CertificateEntry[]],
  { translate, uri, isTrusted, certificate }: LensOptions<Uri>,
): LensText {
  if (others.length > 0 && isTrusted && [first, ...others].some(isChangeable))
    return {
      title: translate('{sentence} · Renew', { sentence }),
      command: 'api7Certificates.renewEverywhere',
      arguments: [certificate],
    };
  if (!isTrusted || !isChangeable(first))
    return { title: sentence, command: 'api7Certificates.showCertificate', arguments: [subjectOf(first)] };
  return {
    title: translate('{sentence} · Update', { sentence }),
    command: 'api7Certificates.updateCertificate',
    arguments: [subjectOf(first), [uri]],
  };
}

const subjectOf = ({ connection, stored }: CertificateEntry) =>
  ({ from: 'gateway', connection: connection.id, id: stored.id }) as const;

function whereText<Uri>(
  [first, ...others]: readonly [CertificateEntry, ...CertificateEntry[]],
  options: LensOptions<Uri>,
): string {
  const { translate } = options;
  const gateways = gatewaysText([first, ...others], options);
  return others.length === 0
    ? translate('{name} on {connection}', { name: toLabel(first.title), connection: gateways })
    : translate('{count} objects on {gateways}', { count: others.length + 1, gateways });
}

/** Names every gateway that holds it, once; those on which it is disabled say so. */
function gatewaysText<Uri>(entries: readonly CertificateEntry[], { translate }: LensOptions<Uri>): string {
  const isOn = new Map<string, boolean>();
  for (const { connection, stored } of entries)
    isOn.set(connection.name, isOn.get(connection.name) === true || stored.isEnabled !== false);
  return Array.from(isOn, ([name, on]) =>
    on ? toLabel(name) : translate('{gateway} (disabled)', { gateway: toLabel(name) }),
  ).join(', ');
}

const toLabel = (text: string): string => toShortText(text, 40);

function timeText<Uri>({ validity }: Certificate, options: LensOptions<Uri>): string {
  const state = expiryState(validity, options.now, options.warningDays);
  const time = remainingDetail(validity, options);
  return !isEndless(validity) && (state === 'valid' || state === 'expiring')
    ? options.translate('{time} left', { time })
    : time;
}
