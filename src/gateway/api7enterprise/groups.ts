/** Gateway groups, one of which a connection works on. */
import { toAnswerError } from '../answer';
import { unlessCancelled } from '../failures';
import type { Access } from '../gateway';
import { GatewayError } from '../gateway';
import type { Http } from '../http';
import { openHttp, readAddress } from '../http';
import { collectScopes } from '../paging';
import { isAdminKey, isEnterpriseId } from './ids';
import type { GroupRecord } from './records';
import { readErrorWords, readGroup, readPage } from './records';

/** The largest page of groups that is asked for. The most that is taken is not documented. */
const pageSize = 100;

/** Milliseconds that a list waits to hear of what kind its gateway group is. */
const patience = 5_000;

export function openEnterprise(access: Access): Http {
  return openHttp({
    access,
    // Only the origin: the API's paths begin at its root, and people paste an address of the console.
    origin: readAddress(access.address).origin,
    toTokenHeader: (token) => ({ 'x-api-key': token }),
    isTokenRequired: true,
    toWords: readErrorWords,
  });
}

export function listGroups(http: Http, signal: AbortSignal): Promise<readonly GroupRecord[]> {
  return collectScopes(async (page) => {
    const query = { page, page_size: pageSize };
    const answer = await http.send({ method: 'GET', path: '/api/gateway_groups', query, isList: true, signal });
    const read = answer.status === 200 ? readPage(answer.json) : undefined;
    if (read === undefined) throw toAnswerError(answer, { isWrite: false });
    return read;
  }, readGroup);
}

/** The gateway group of one connection. */
export class GatewayGroup {
  private isFed: boolean | undefined;

  constructor(
    private readonly access: Access,
    private readonly http: Http,
  ) {}

  /** Set where the ingress controller feeds the group; undefined where that is not known yet. */
  get isIngress(): boolean | undefined {
    return this.isFed;
  }

  /** The part of a query that chooses the group; none with an admin key, which is made for one. */
  get query(): { readonly gateway_group_id?: string } {
    return isAdminKey(this.access.token) ? {} : { gateway_group_id: this.id };
  }

  /** Reads the group's name for a description. A token may work on a group without being shown it. */
  async readName(signal: AbortSignal): Promise<string> {
    if (isAdminKey(this.access.token)) return 'group of this admin key';
    const group = await this.read(signal).catch(unlessCancelled);
    if (group) this.isFed = group.isIngress;
    return `gateway group ${group?.name ?? this.id}`;
  }

  /**
   * Finds out once whether the ingress controller feeds the group. A token may work on a group without being shown it:
   * then nothing is known.
   */
  async learn(signal: AbortSignal): Promise<void> {
    if (this.isFed !== undefined) return;
    if (isAdminKey(this.access.token)) return void (this.isFed = false);
    try {
      const group = await this.read(AbortSignal.any([signal, AbortSignal.timeout(patience)]));
      this.isFed = group?.isIngress === true;
    } catch (error) {
      if (signal.aborted || !(error instanceof GatewayError)) throw error;
      // What is refused will be refused again.
      if (error.kind === 'forbidden' || error.kind === 'notFound') this.isFed = false;
    }
  }

  private get id(): string {
    const [group] = this.access.scopes;
    if (group === undefined) throw new GatewayError('notFound', 'There is no gateway group chosen.');
    if (!isEnterpriseId(group)) throw new GatewayError('notFound', 'There can be no gateway group with this id.');
    return group;
  }

  private async read(signal: AbortSignal): Promise<GroupRecord | undefined> {
    const { id } = this;
    return (await listGroups(this.http, signal)).find((group) => group.id === id);
  }
}
