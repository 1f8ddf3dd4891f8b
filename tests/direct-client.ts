/** A client of a core in the same thread: no port, no socket, and errors as RoyalError all the same. */
import { createRouterClient } from '@orpc/server';
import type { Core } from '../core/core.ts';
import { royalClient, type Transport } from '../shared/contract/client.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';

type Procedure = { [name: string]: Procedure } & ((input: unknown, options: object) => Promise<unknown>);

export function directTransport(core: Core): Transport {
  const root = createRouterClient(core.router) as unknown as Procedure;
  return {
    call: (path, input, options) =>
      path.reduce<Procedure>((at, name) => at[name]!, root)(input, options) as Promise<never>,
  };
}

export function directClient(core: Core): RoyalClient {
  return royalClient(directTransport(core));
}
