import { join } from 'node:path';
import { parse } from 'yaml';
import type { DialectId } from '../../gateway/gateway';
import { isRecord } from '../../shared/isRecord';
import type { Translate } from '../../shared/translate';
import { addressSentence, checkAddress } from './address';
import type { ReadLocalFile } from './localFile';
import { checkToken, tokenSentence } from './token';

/** A connection that another tool on this machine is set up for. */
export interface ImportCandidate {
  readonly source: 'cloud-cli' | 'a7' | 'adc';
  readonly name: string;
  readonly dialect: DialectId;
  readonly address: string;
  /** The address is unencrypted and not on this machine: ask before using it. */
  readonly isPlainHttp: boolean;
  /** Secret: for the connection, never for a text. */
  readonly token: string | undefined;
  /** The one its own tool would use now. */
  readonly isDefault: boolean;
  /** API7 Enterprise: name or id of the gateway group. */
  readonly gatewayGroup?: string;
  /** Paths of PEM files, as the other tool has them. */
  readonly caFile?: string;
  readonly clientCertificateFile?: string;
  readonly clientKeyFile?: string;
}

export interface ImportReading {
  readonly candidates: readonly ImportCandidate[];
  /** One sentence for each entry that was found but cannot be imported, without its values. */
  readonly problems: readonly string[];
}

export interface ImportPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly readFile: ReadLocalFile;
  readonly translate: Translate;
}

/** A profile is a few hundred bytes. */
const maxBytes = 64 * 1024;
/** Lists and objects in brackets: few profiles have one, and the reader takes its time for those within others. */
const maxBrackets = 1_000;
const maxProfiles = 100;
const maxTextLength = 2_048;
const defaultCloudAddress = 'https://api.api7.cloud';
/** adc's own default for ADC_SERVER. */
const defaultAdcAddress = 'http://localhost:9180';

/** The path of cloud-cli's profiles. */
export const cloudCliConfig = (home: string): string => join(home, '.api7cloud', 'config');

/** The path of a7's contexts. */
function a7Config({ env, home }: ImportPlaces): string {
  if (env['A7_CONFIG_DIR']) return join(env['A7_CONFIG_DIR'], 'config.yaml');
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'a7', 'config.yaml');
}

/** Looks where cloud-cli, a7 and adc keep their settings. Never throws; what is not there is no problem. */
export async function findImports(places: ImportPlaces): Promise<ImportReading> {
  return allOf([await readCloudCli(places), await readA7(places), readAdc(places)]);
}

const nothing: ImportReading = { candidates: [], problems: [] };
const only = (problem: string): ImportReading => ({ candidates: [], problems: [problem] });
const allOf = (readings: readonly ImportReading[]): ImportReading => ({
  candidates: readings.flatMap(({ candidates }) => candidates),
  problems: readings.flatMap(({ problems }) => problems),
});

/** Reads the list `member` of a YAML file, each item by `read`. */
async function readEntries(
  { readFile, translate }: ImportPlaces,
  {
    path,
    tool,
    member,
    read,
  }: {
    readonly path: string;
    readonly tool: string;
    readonly member: string;
    readonly read: (entry: unknown, config: Readonly<Record<string, unknown>>) => ImportReading;
  },
): Promise<ImportReading> {
  const file = await readFile(path, maxBytes);
  if (!file.ok) return file.fault === 'missing' ? nothing : only(translate('{path} could not be read.', { path }));
  const config = parseYaml(file.text);
  if (!isRecord(config)) return only(translate('{path} is not a {tool} configuration.', { path, tool }));
  const entries: readonly unknown[] = Array.isArray(config[member]) ? config[member] : [];
  return allOf(entries.slice(0, maxProfiles).map((entry) => read(entry, config)));
}

function readCloudCli(places: ImportPlaces): Promise<ImportReading> {
  const { env, translate } = places;
  const path = cloudCliConfig(places.home);
  return readEntries(places, {
    path,
    tool: 'cloud-cli',
    member: 'profiles',
    read(profile, config) {
      const name = isRecord(profile) ? profile['name'] : undefined;
      if (!isRecord(profile) || typeof name !== 'string' || name === '')
        return only(translate('A profile in {path} has no name.', { path }));
      const user = profile['user'];
      return toCandidate({
        source: 'cloud-cli',
        name,
        dialect: 'api7cloud',
        address: profile['address'] ?? defaultCloudAddress,
        token: isRecord(user) ? user['access_token'] : undefined,
        isTokenRequired: true,
        isDefault: name === (env['API7_CLOUD_PROFILE'] || config['default_profile']),
        place: translate('Profile “{name}” of cloud-cli', { name }),
        translate,
      });
    },
  });
}

function readA7(places: ImportPlaces): Promise<ImportReading> {
  const { translate } = places;
  const path = a7Config(places);
  return readEntries(places, {
    path,
    tool: 'a7',
    member: 'contexts',
    read(context, config) {
      const name = isRecord(context) ? context['name'] : undefined;
      if (!isRecord(context) || typeof name !== 'string' || name === '')
        return only(translate('A context in {path} has no name.', { path }));
      return toCandidate({
        source: 'a7',
        name,
        dialect: 'api7enterprise',
        address: context['server'],
        token: context['token'] || undefined,
        isTokenRequired: true,
        isDefault: name === config['current-context'],
        gatewayGroup: textOf(context['gateway-group']),
        caFile: textOf(context['ca-cert']),
        place: translate('Context “{name}” of a7', { name }),
        translate,
      });
    },
  });
}

/** The kinds of gateways that can be imported, by adc's names for them. */
const adcBackends = { apisix: 'apisix', api7ee: 'api7enterprise' } as const;
const isAdcBackend = (text: string): text is keyof typeof adcBackends => Object.hasOwn(adcBackends, text);

function readAdc({ env, translate }: ImportPlaces): ImportReading {
  if (!env['ADC_SERVER'] && !env['ADC_TOKEN']) return nothing;
  const backend = env['ADC_BACKEND'] || 'apisix';
  if (!isAdcBackend(backend))
    return only(
      translate(
        'The environment sets adc up for a kind of gateway that is not supported here (ADC_BACKEND); only {known} are.',
        { known: Object.keys(adcBackends).join(', ') },
      ),
    );
  const dialect = adcBackends[backend];
  const isEnterprise = dialect === 'api7enterprise';
  return toCandidate({
    source: 'adc',
    name: isEnterprise ? 'API7 Enterprise' : 'APISIX',
    dialect,
    address: env['ADC_SERVER'] || defaultAdcAddress,
    token: env['ADC_TOKEN'] || undefined,
    isTokenRequired: isEnterprise,
    isDefault: true,
    gatewayGroup: isEnterprise ? (textOf(env['ADC_GATEWAY_GROUP']) ?? 'default') : undefined,
    caFile: textOf(env['ADC_CA_CERT_FILE']),
    clientCertificateFile: textOf(env['ADC_TLS_CLIENT_CERT_FILE']),
    clientKeyFile: textOf(env['ADC_TLS_CLIENT_KEY_FILE']),
    place: translate('ADC_SERVER and ADC_TOKEN of the environment'),
    translate,
  });
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= maxTextLength ? value : undefined;

interface ReadEntry extends Pick<ImportCandidate, 'source' | 'name' | 'dialect' | 'isDefault'> {
  readonly gatewayGroup?: string | undefined;
  readonly caFile?: string | undefined;
  readonly clientCertificateFile?: string | undefined;
  readonly clientKeyFile?: string | undefined;
  readonly address: unknown;
  readonly token: unknown;
  readonly isTokenRequired: boolean;
  /** The words before a problem. */
  readonly place: string;
  readonly translate: Translate;
}

function toCandidate({ address, token, isTokenRequired, place, translate, ...entry }: ReadEntry): ImportReading {
  const { gatewayGroup, caFile, clientCertificateFile, clientKeyFile, ...named } = entry;
  const rest = {
    ...named,
    ...(gatewayGroup !== undefined && { gatewayGroup }),
    ...(caFile !== undefined && { caFile }),
    ...(clientCertificateFile !== undefined && { clientCertificateFile }),
    ...(clientKeyFile !== undefined && { clientKeyFile }),
  };
  const bad = (sentence: string) => only(translate('{place}: {sentence}', { place, sentence }));
  const reading = checkAddress(typeof address === 'string' ? address : '', { id: rest.dialect });
  if (reading.kind === 'bad') return bad(addressSentence(reading, translate));
  const base = { ...rest, address: reading.address, isPlainHttp: reading.kind === 'plainHttp' };
  if (token === undefined || token === null)
    return isTokenRequired
      ? bad(translate('it has no access token.'))
      : { candidates: [{ ...base, token: undefined }], problems: [] };
  const checked = checkToken(typeof token === 'string' ? token : '');
  if (checked.kind === 'bad') return bad(tokenSentence(checked.fault, translate));
  return { candidates: [{ ...base, token: checked.token }], problems: [] };
}

/**
 * Parses YAML with every scalar as text, so that a profile named 1 is “1”. The library's own errors quote the file:
 * they go no further.
 */
function parseYaml(text: string): unknown {
  if (text.replace(/[^[{]/g, '').length > maxBrackets) return undefined;
  try {
    return parse(text, { schema: 'failsafe', prettyErrors: false, logLevel: 'error', maxAliasCount: 20 });
  } catch {
    return undefined;
  }
}
