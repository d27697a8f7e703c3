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
  readonly source: 'cloud-cli' | 'adc';
  readonly name: string;
  readonly dialect: DialectId;
  readonly address: string;
  /** The address is unencrypted and not on this machine: ask before using it. */
  readonly isPlainHttp: boolean;
  /** Secret: for the connection, never for a text. */
  readonly token: string | undefined;
  /** The one its own tool would use now. */
  readonly isDefault: boolean;
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
const maxBytes = 256 * 1024;
const maxProfiles = 100;
const defaultCloudAddress = 'https://api.api7.cloud';
/** adc's own default for ADC_SERVER. */
const defaultAdcAddress = 'http://localhost:9180';

/** The path of cloud-cli's profiles. */
export const cloudCliConfig = (home: string): string => join(home, '.api7cloud', 'config');

/** Looks where cloud-cli and adc keep their settings. Never throws; what is not there is no problem. */
export async function findImports(places: ImportPlaces): Promise<ImportReading> {
  const readings = [await readCloudCli(places), readAdc(places)];
  return {
    candidates: readings.flatMap(({ candidates }) => candidates),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

const nothing: ImportReading = { candidates: [], problems: [] };
const only = (problem: string): ImportReading => ({ candidates: [], problems: [problem] });

async function readCloudCli(places: ImportPlaces): Promise<ImportReading> {
  const { readFile, home, translate } = places;
  const path = cloudCliConfig(home);
  const file = await readFile(path, maxBytes);
  if (!file.ok) return file.fault === 'missing' ? nothing : only(translate('{path} could not be read.', { path }));
  const config = parseYaml(file.text);
  if (!isRecord(config)) return only(translate('{path} is not a cloud-cli configuration.', { path }));
  const profiles: readonly unknown[] = Array.isArray(config['profiles']) ? config['profiles'] : [];
  const current = places.env['API7_CLOUD_PROFILE'] || config['default_profile'];
  const readings = profiles.slice(0, maxProfiles).map((profile) => readProfile(profile, { current, path, translate }));
  return {
    candidates: readings.flatMap(({ candidates }) => candidates),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

function readProfile(
  profile: unknown,
  { current, path, translate }: { readonly current: unknown; readonly path: string; readonly translate: Translate },
): ImportReading {
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
    isDefault: name === current,
    place: translate('Profile “{name}” of cloud-cli', { name }),
    translate,
  });
}

function readAdc({ env, translate }: ImportPlaces): ImportReading {
  if (!env['ADC_SERVER'] && !env['ADC_TOKEN']) return nothing;
  const backend = env['ADC_BACKEND'] || 'apisix';
  if (backend !== 'apisix')
    return only(
      translate(
        'The environment sets adc up for a kind of gateway that is not supported here (ADC_BACKEND); only apisix is.',
      ),
    );
  return toCandidate({
    source: 'adc',
    name: 'APISIX',
    dialect: 'apisix',
    address: env['ADC_SERVER'] || defaultAdcAddress,
    token: env['ADC_TOKEN'] || undefined,
    isTokenRequired: false,
    isDefault: true,
    place: translate('ADC_SERVER and ADC_TOKEN of the environment'),
    translate,
  });
}

interface Found extends Pick<ImportCandidate, 'source' | 'name' | 'dialect' | 'isDefault'> {
  readonly address: unknown;
  readonly token: unknown;
  readonly isTokenRequired: boolean;
  /** Said before a problem. */
  readonly place: string;
  readonly translate: Translate;
}

function toCandidate({ address, token, isTokenRequired, place, translate, ...rest }: Found): ImportReading {
  const reading = checkAddress(typeof address === 'string' ? address : '', { id: rest.dialect });
  if (reading.kind === 'bad') return only(`${place}: ${addressSentence(reading, translate)}`);
  const base = { ...rest, address: reading.address, isPlainHttp: reading.kind === 'plainHttp' };
  if (token === undefined || token === null)
    return isTokenRequired
      ? only(`${place}: ${translate('it has no access token.')}`)
      : { candidates: [{ ...base, token: undefined }], problems: [] };
  const checked = checkToken(typeof token === 'string' ? token : '');
  if (checked.kind === 'bad') return only(`${place}: ${tokenSentence(checked.fault, translate)}`);
  return { candidates: [{ ...base, token: checked.token }], problems: [] };
}

/** Every scalar as text, so that a profile named 1 is “1”. The library's own errors quote the file: they go no further. */
function parseYaml(text: string): unknown {
  try {
    return parse(text, { schema: 'failsafe', prettyErrors: false, logLevel: 'error', maxAliasCount: 20 });
  } catch {
    return undefined;
  }
}
