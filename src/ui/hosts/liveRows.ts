import { candidatesOf } from '../../app/usage/hostCheck';
import type { LiveCheck } from '../../app/usage/liveCheck';
import { isOfObject, judgeShown, liveAddressText, shownChain } from '../../app/usage/liveCheck';
import { isRefusedBySome, reasonText } from '../../core/chain/reasonText';
import { toRelative, toValidity } from '../../core/details/dates';
import { validityNote, validitySeverity } from '../../core/details/validity';
import type { Certificate } from '../../core/model';
import { certificateName, isSelfIssued } from '../../core/x509/certificateName';
import { expiryState } from '../../core/x509/expiry';
import type { ShownChain } from '../../gateway/handshake';
import type { DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { ActionRow, GatewayAnswer, HostAction, HostFacts } from './hostFacts';
import { endSentence, handshakeSentence } from './liveText';

type Section = Omit<DetailSection, 'rows'> & { readonly rows: readonly ActionRow[] };

/** Renders the live checks: the certificates that servers showed. */
export function liveSection(facts: HostFacts): Section {
  const { live, translate: t } = facts;
  const [latest] = live;
  const rows = latest
    ? checkRows(latest, facts)
    : [
        {
          id: 'live.none',
          label: t('Live check'),
          values: [t('Not checked yet. Connects with TLS, asks for this name, and sends nothing else.')],
          isAbsent: true,
          buttons: [t('Check Live…')],
          actions: [{ kind: 'live' } as const],
        },
      ];
  return { id: 'live', title: t('On the wire'), rows };
}

function checkRows(check: LiveCheck, facts: HostFacts): readonly ActionRow[] {
  const { clock, translate: t } = facts;
  const { asked, address, client, at, result } = check;
  const place = liveAddressText(asked);
  const where = liveAddressText({ host: address, port: asked.port });
  const address_: ActionRow = {
    id: 'live.address',
    label: t('Connected to'),
    values: [place === where ? place : t('{place} at {address}', { place, address: where })],
    note: [toRelative(at, clock.now, t), ...(client === undefined ? [] : [t('as {client}', { client })])].join(' · '),
    buttons: [t('Check Again'), t('Check Live…')],
    actions: [{ kind: 'liveAgain' }, { kind: 'live' }],
  };
  if (result.kind === 'failed')
    return [
      { id: 'live.result', label: t('Result'), values: [handshakeSentence(result, check, t)], severity: 'error' },
      address_,
    ];
  const chain = shownChain(result);
  const [leaf] = chain;
  return [
    ...verdictRows(chain, check, facts),
    ...(result.end === 'kept'
      ? []
      : [
          {
            id: 'live.end',
            label: t('Client certificate'),
            values: [endSentence(result.end, check, t)],
            severity: 'warning',
          } as const,
        ]),
    ...(leaf ? comparisonRows(leaf, facts) : []),
    address_,
    { id: 'live.protocol', label: t('Protocol'), values: [`${result.protocol} · ${result.cipher}`] },
    ...chain.map((certificate, index) => chainRow(certificate, index, facts)),
    ...(leaf
      ? [
          { id: 'live.sha256', label: 'SHA-256', values: [leaf.fingerprints.sha256], isMonospace: true },
          { id: 'live.serial', label: t('Serial number'), values: [leaf.serial], isMonospace: true },
        ]
      : []),
  ];
}

/** Shows the verdict by clients' own rules, then whether this machine trusts the end of the chain. */
function verdictRows(
  chain: readonly Certificate[],
  { result }: LiveCheck,
  { host, clock, translate: t }: HostFacts,
): readonly ActionRow[] {
  if (result.kind !== 'shown') return [];
  const verdict = judgeShown(chain, { host, now: clock.now });
  const label = t('Verdict');
  if (!verdict) return [{ id: 'live.result', label, values: [t('No certificate could be read.')], severity: 'error' }];
  const trust = trustRow(result.trust, t);
  if (verdict.kind === 'refused')
    return [
      {
        id: 'live.result',
        label,
        values: verdict.reasons.map((reason) => {
          const values = { reason: reasonText(reason, t) };
          return isRefusedBySome(reason)
            ? t('Some clients refuse it: {reason}', values)
            : t('Clients refuse it: {reason}', values);
        }),
        severity: verdict.reasons.every(isRefusedBySome) ? 'warning' : 'error',
      },
      trust,
    ];
  const alone = result.trust?.isTrusted ? undefined : aloneText(chain, t);
  return [
    {
      id: 'live.result',
      label,
      values: [
        verdict.kind === 'accepted'
          ? t('Clients that trust its issuer accept it for {host}', { host: toShortText(host, 253) })
          : t('Not all of its signatures can be checked here'),
        ...(alone === undefined ? [] : [alone]),
      ],
      severity: alone !== undefined ? 'warning' : verdict.kind === 'accepted' ? 'ok' : 'info',
    },
    trust,
  ];
}

function trustRow(trust: ShownChain['trust'], t: Translate): ActionRow {
  const row = { id: 'live.trust', label: t('Trust') };
  if (!trust) return { ...row, values: [t('Not checked: the handshake was not finished')], severity: 'warning' };
  return trust.isTrusted
    ? { ...row, values: [t('This machine trusts its issuer')], severity: 'ok' }
    : {
        ...row,
        values: [distrustText(trust.code ?? '', t)],
        severity: 'warning',
      };
}

/** Words why a machine trusts no certificate of a chain, by the code that OpenSSL gives it. */
function distrustText(code: string, t: Translate): string {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return t('This machine does not trust it: it is self-signed ({code})', { code });
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return t('This machine does not trust it: its root is none of the CAs of this machine ({code})', { code });
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return t(
        'This machine does not trust it: its issuer is none of the CAs of this machine, or an intermediate is missing ({code})',
        { code },
      );
    default:
      return t('This machine does not trust it ({code})', { code });
  }
}

/** Says what a server leaves out that shows a leaf and nothing else, as the gateway's object is judged. */
function aloneText([leaf, ...others]: readonly Certificate[], t: Translate): string | undefined {
  if (!leaf || others.length > 0) return undefined;
  const values = { certificate: certificateName(leaf) };
  return isSelfIssued(leaf)
    ? t('{certificate} is self-signed: only clients that were given it accept it.', values)
    : t('{certificate} comes without an intermediate: clients that do not know its issuer refuse it.', values);
}

function comparisonRows(leaf: Certificate, facts: HostFacts): readonly ActionRow[] {
  const { file, gateways, translate: t } = facts;
  return [
    ...gateways.flatMap((gateway, index) => gatewayRow(leaf, gateway, { index, t })),
    ...(file
      ? [
          file.leaf.fingerprints.sha256 === leaf.fingerprints.sha256
            ? ({
                id: 'live.file',
                label: t('The file'),
                values: [t('The same certificate as in {file}', { file: file.name })],
                severity: 'ok',
              } as const)
            : ({
                id: 'live.file',
                label: t('The file'),
                values: [t('Different certificate than in {file}', { file: file.name })],
                severity: 'warning',
              } as const),
        ]
      : []),
  ];
}

function gatewayRow(
  leaf: Certificate,
  { connection, checked }: GatewayAnswer,
  { index, t }: { readonly index: number; readonly t: Translate },
): readonly ActionRow[] {
  if (!checked) return [];
  const { answer, table } = checked;
  // Where it depends on the node, any of them may be shown.
  const candidates = candidatesOf(answer, table).map((entry) => ({ entry, sameness: isOfObject(leaf, entry) }));
  const likeliest = (['same', 'cannotTell'] as const).flatMap(
    (sameness) => candidates.find((each) => each.sameness === sameness) ?? [],
  )[0];
  const entry = likeliest?.entry ?? answer.served ?? candidates[0]?.entry;
  if (!entry) return [];
  const base = { id: `live.gateway${index}`, label: toShortText(connection.name, 60) };
  const values = { certificate: toShortText(entry.title, 100), id: toShortText(entry.stored.id, 64) };
  switch (likeliest?.sameness ?? 'different') {
    case 'same':
      return [{ ...base, values: [t('The same certificate as {certificate} ({id})', values)], severity: 'ok' }];
    case 'cannotTell':
      return [{ ...base, values: [t('It is unknown whether it is {certificate} ({id})', values)], severity: 'info' }];
    case 'different': {
      const wait: HostAction = {
        kind: 'wait',
        subject: { from: 'gateway', connection: connection.id, id: entry.stored.id },
      };
      return [
        {
          ...base,
          values: [t('Not yet what the gateway holds: {certificate} ({id})', values)],
          severity: 'warning',
          buttons: [t('Wait for It')],
          actions: [wait],
        },
      ];
    }
  }
}

function chainRow(certificate: Certificate, index: number, { clock, translate: t }: HostFacts): ActionRow {
  const state = expiryState(certificate.validity, clock.now, clock.warningDays);
  const isRoot = index > 0 && isSelfIssued(certificate);
  return {
    id: `live.chain${index}`,
    label: index === 0 ? t('Leaf') : isRoot ? t('Root') : t('Intermediate'),
    values: [
      certificateName(certificate),
      t('Issued by {issuer}', { issuer: toShortText(certificate.issuer.text, 200) }),
      toValidity(certificate.validity, t),
    ],
    note: validityNote(certificate.validity, { ...clock, translate: t }),
    severity: validitySeverity(state),
  };
}
