import { isRecord } from '../../shared/isRecord';

/** The checked input of a tool. A model may send anything, whatever the schema in package.json says. */
export interface ToolInput {
  readonly connection?: string;
  readonly search?: string;
  readonly host?: string;
  readonly path?: string;
  readonly days?: number;
}

const maxLength = 1_024;
const maxDays = 36_500;

export function readToolInput(value: unknown): ToolInput {
  const record = isRecord(value) ? value : {};
  const text = (name: 'connection' | 'search' | 'host' | 'path') => {
    const given = record[name];
    return typeof given === 'string' && given.trim() !== '' && given.length <= maxLength
      ? { [name]: given.trim() }
      : {};
  };
  const { days } = record;
  return {
    ...text('connection'),
    ...text('search'),
    ...text('host'),
    ...text('path'),
    ...(typeof days === 'number' && Number.isFinite(days) && days >= 0 ? { days: Math.min(days, maxDays) } : {}),
  };
}
