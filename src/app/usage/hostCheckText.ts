import { reasonText } from '../../core/chain/reasonText';
import type { RejectionReason } from '../../core/hosts/sniReasons';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { HostAnswer, HostTable, HostWarning } from './hostCheck';
import { listed } from './useText';

/** An answer in words, safe to show as they are. */
export interface HostAnswerText {
  readonly sentence: string;
  /** One a warning, in its order. */
  readonly warnings: readonly string[];
  /** One a rejection, in its order. */
  readonly rejections: readonly string[];
}

export function hostAnswerText(answer: HostAnswer, table: HostTable, translate: Translate): HostAnswerText {
  const nameOf = (id: string): string => entryName(table.entries.get(id), id);
  return {
    sentence: sentenceOf(answer, nameOf, translate),
    warnings: answer.warnings.map((warning) => warningText(warning, { table, host: answer.host, translate })),
    rejections: answer.explanation.rejections.map(({ id, name, reason }) =>
      rejectionText(reason, translate, { certificate: nameOf(id), name: toShortText(name, 100) }),
    ),
  };
}

/** Names an entry with its id: `shop.example.com (42)`. */
export function entryName(entry: Pick<CertificateEntry, 'title'> | undefined, id: string): string {
  const shown = toShortText(id, 64);
  return entry && entry.title !== id ? `${toShortText(entry.title, 100)} (${shown})` : shown;
}

function sentenceOf(
  { host: asked, isHost, served, explanation: { answer, rule } }: HostAnswer,
  nameOf: (id: string) => string,
  t: Translate,
): string {
  const host = toShortText(asked, 253);
  switch (answer.kind) {
    case 'served': {
      const values = { host, certificate: nameOf(answer.id), name: toShortText(answer.name, 253) };
      if (served?.content === 'secretReference')
        return t(
          'The gateway takes {certificate} for {host}, by its name {name}. It is a secret reference: it is served once the reference resolves; until then the handshake fails, and no other certificate is tried.',
          values,
        );
      switch (rule) {
        case 'exact':
          return t('{certificate} is served for {host}: it has exactly this name.', values);
        case 'anyName':
          return t('{certificate} is served for {host}: its lone * takes every name that no other has.', values);
        case 'longerName':
          return t(
            '{certificate} is served for {host}: its {name} stands for one label only, but a longer name in the same object lets more through.',
            values,
          );
        default:
          return t(
            '{certificate} is served for {host}: {name} is the longest wildcard that it ends with, and no certificate has exactly this name.',
            values,
          );
      }
    }
    case 'ambiguous': {
      const values = { host, name: toShortText(answer.name, 253), certificates: listed(answer.ids.map(nameOf), t) };
      return answer.likely === undefined
        ? t('Several have {name}, and which of them is served for {host} is not known: {certificates}.', values)
        : t(
            'Several have {name}, and which of them is served for {host} depends on the gateway’s node: {certificates}. One that is restarted takes {likely}.',
            { ...values, likely: nameOf(answer.likely) },
          );
    }
    case 'refused':
      return t(
        'Nothing is served for {host}, and the handshake fails: {name} is the longest wildcard and stands for one label only, and the gateway tries no other. It belongs to {certificates}.',
        { host, name: toShortText(answer.name, 253), certificates: listed(answer.ids.map(nameOf), t) },
      );
    case 'none':
      return isHost
        ? t('Nothing is served for {host}, and the handshake fails: no certificate of this gateway has such a name.', {
            host,
          })
        : t('{host} is not the name of a host.', { host });
    case 'noServerName':
      return t(
        'Clients send no server name for the address {host}: what is served then is set on the gateway itself and not known here.',
        { host },
      );
  }
}

function warningText(
  { kind, id, reason }: HostWarning,
  {
    table,
    host: asked,
    translate: t,
  }: { readonly table: HostTable; readonly host: string; readonly translate: Translate },
): string {
  const entry = table.entries.get(id);
  const values = { certificate: entryName(entry, id), host: toShortText(asked, 253) };
  switch (kind) {
    case 'expired':
      return t('{certificate} has expired: the gateway serves it all the same, and clients refuse it.', values);
    case 'notYetValid':
      return t('{certificate} is not valid yet: the gateway serves it all the same, and clients refuse it.', values);
    case 'expiring':
      return t('{certificate} expires soon.', values);
    case 'nameMismatch':
      return t('{certificate} does not name {host}: clients refuse it.', values);
    case 'leafAlone':
      return t('{certificate} comes without an intermediate: clients that do not know its issuer refuse it.', values);
    case 'selfSigned':
      return t('{certificate} is self-signed: only clients that were given it accept it.', values);
    case 'chainOutOfOrder':
      return t('The chain of {certificate} is out of order, or holds what does not belong to it.', values);
    case 'issuerMayNotSign':
      return t('A certificate in the chain of {certificate} may not issue others: clients refuse it.', values);
    case 'issuerExpired':
      return t('An intermediate in the chain of {certificate} has expired: clients refuse it.', values);
    case 'clientRefuses':
      return reason
        ? t('Clients refuse {certificate}: {reason}.', { ...values, reason: reasonText(reason, t) })
        : t('Clients refuse {certificate}.', values);
    case 'ambiguous':
      return t('Nodes of the gateway may serve different certificates: give the name to one object only.');
    case 'mayFail':
      return t('On some nodes nothing is served at all: one of the objects refuses the name.');
    case 'needsVersion':
      return t('Since APISIX 3.15, a lone * serves every name. The version of this gateway is unknown.');
    case 'dotNeedsVersion':
      return t(
        'Before APISIX 3.10, a dot at the end of a name counts as part of it. The version of this gateway is unknown.',
      );
    case 'longerName':
      return t('Do not rely on it: when the longer name goes, the handshake fails.');
    case 'ignored':
      return ignoredText(entry, values, t);
    case 'secretReference':
      return t('{certificate} is a secret reference: where it cannot be resolved, the handshake fails.', values);
    case 'unreadable':
      return t('{certificate} holds no readable certificate.', values);
  }
}

/** Says that a gateway ignores an object, since its version forbids members of it. */
function ignoredText(
  entry: CertificateEntry | undefined,
  values: { readonly certificate: string },
  t: Translate,
): string {
  const ignored = entry?.stored.ignored;
  const members = toShortText((ignored?.members ?? []).join(', '), 200);
  return ignored?.endsWithUpdate
    ? t('The gateway ignores {certificate}, because its version forbids {members}. An update removes them.', {
        ...values,
        members,
      })
    : t('The gateway ignores {certificate}, because its version forbids {members}.', { ...values, members });
}

function rejectionText(
  reason: RejectionReason,
  t: Translate,
  values: { readonly certificate: string; readonly name: string },
): string {
  switch (reason) {
    case 'client':
      return t('{certificate} has {name}, but is of type client', values);
    case 'disabled':
      return t('{certificate} has {name}, but is disabled', values);
    case 'ignored':
      return t('{certificate} has {name}, but the gateway ignores the object', values);
    case 'typeUnknown':
      return t('{certificate} has {name}, but its type is not known', values);
    case 'exactWins':
      return t('{certificate} has {name}; another has exactly this name', values);
    case 'longerWins':
      return t('{certificate} has {name}; another has a longer wildcard', values);
    case 'oneLabel':
      return t('{certificate} has {name}, which stands for one label only', values);
    case 'notTried':
      return t('{certificate} has {name}, which is not tried after a longer wildcard was refused', values);
    case 'loadedLater':
      return t('{certificate} has {name} as well, and comes later', values);
    case 'belowOnly':
      return t('{certificate} has {name}, which does not stand for the domain itself', values);
    case 'trailingDot':
      return t('{certificate} has {name}, with a dot at its end that clients do not send', values);
  }
}
