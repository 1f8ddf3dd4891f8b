/** A client of a core in the same thread: no port, no socket, and errors as RoyalError all the same. */
import { createRouterClient } from '@orpc/server';
import type { Core } from '../core/core.ts';
import { royalClient } from '../shared/contract/client.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';

type Procedure = { [name: string]: Procedure } & ((input: unknown, options: object) => Promise<unknown>);

export function directClient(core: Core): RoyalClient {
  const root = createRouterClient(core.router) as unknown as Procedure;
  return royalClient({
    call: (path, input, options) =>
      path.reduce<Procedure>((at, name) => at[name]!, root)(input, options) as Promise<never>,
  });
}
