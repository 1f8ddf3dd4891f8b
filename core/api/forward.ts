/**
 * The contract as a router that passes every call on to a core elsewhere: the main thread of a shell serves it over
 * HTTP and stays free of SQL. Nothing is checked here: the core checks what comes in and goes out, and whether the
 * person may ask it.
 */
import { isContractProcedure } from '@orpc/contract';
import { type AnyRouter, implement } from '@orpc/server';
import type { PersonTransport } from '../../shared/contract/client.ts';
import { contract } from '../../shared/contract/contract.ts';

/** Who calls, as the shell found out: told to the core beside the call, where no caller can write. */
export interface ForwardContext {
  person: string;
}

type Branch = { [name: string]: Branch };

export function forwardingRouter(transport: PersonTransport): AnyRouter {
  const unchecked = { initialInputValidationIndex: Number.NaN, initialOutputValidationIndex: Number.NaN };
  const build = (node: unknown, path: string[]): unknown => {
    if (!isContractProcedure(node))
      return Object.fromEntries(
        Object.entries(node as Branch).map(([name, child]) => [name, build(child, [...path, name])]),
      );
    return implement(node)
      .$context<ForwardContext>()
      .$config(unchecked)
      .handler(({ input, signal, context, lastEventId }) =>
        transport.call(path, input, { signal, lastEventId, context: { person: context.person } }),
      );
  };
  return build(contract, []) as AnyRouter;
}
