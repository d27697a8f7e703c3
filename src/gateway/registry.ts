import { api7cloud } from './api7cloud/dialect';
import { api7enterprise } from './api7enterprise/dialect';
import { apisix } from './apisix/dialect';
import type { Dialect, DialectId } from './gateway';

/** Every kind of gateway there is, in the order it is offered. The single source of truth. */
export const dialects: ReadonlyMap<DialectId, Dialect> = new Map(
  [api7cloud, apisix, api7enterprise].map((dialect) => [dialect.id, dialect]),
);
