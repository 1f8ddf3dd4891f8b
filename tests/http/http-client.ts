/** The contract as another program speaks it over HTTP. */
import { RPCLink } from '@orpc/client/fetch';
import { royalClient } from '../../shared/contract/client.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';

export function httpClient(origin: string, headers: Record<string, string>): RoyalClient {
  return royalClient(new RPCLink({ url: `${origin}/rpc`, headers }));
}
