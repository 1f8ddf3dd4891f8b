/**
 * The contract as a router that passes every call on to a core elsewhere: the main thread of a shell serves it over
 * HTTP and stays free of SQL. Nothing is checked here: the core checks what comes in and goes out.
 */
import { isContractProcedure } from '@orpc/contract';
import { type AnyRouter, implement } from '@orpc/server';
import type { Transport } from '../../shared/contract/client.ts';
import { contract } from '../../shared/contract/contract.ts';

/** Who calls, as the shell found out. `person` is put in the place of any `by` that a caller names. */
export interface ForwardContext {
  person?: string;
}

type Branch = { [name: string]: Branch };

export function forwardingRouter(transport: Transport): AnyRouter {
  const unchecked = { initialInputValidationIndex: Number.NaN, initialOutputValidationIndex: Number.NaN };
  const build = (node: unknown, path: string[]): unknown => {
    if (!isContractProcedure(node))
      return Object.fromEntries(
        Object.entries(node as Branch).map(([name, child]) => [name, build(child, [...path, name])]),
      );
    const namesPerson = takesBy(node['~orpc'].inputSchema);
    return implement(node)
      .$context<ForwardContext>()
      .$config(unchecked)
      .handler(({ input, signal, context, lastEventId }) =>
        transport.call(
          path,
          namesPerson && context.person !== undefined ? { ...(input as object), by: context.person } : input,
          { signal, lastEventId, context: {} },
        ),
      );
  };
  return build(contract, []) as AnyRouter;
}

function takesBy(schema: unknown): boolean {
  const { shape } = (schema ?? {}) as { shape?: Record<string, unknown> };
  return shape !== undefined && 'by' in shape;
}
