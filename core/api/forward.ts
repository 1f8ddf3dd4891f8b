/**
 * The contract as a router that passes every call on to a core elsewhere: the main thread of a shell serves it over
 * HTTP and stays free of SQL. Nothing is checked here: the core checks what comes in and goes out, and whether the
 * person may ask it.
 */
import { isContractProcedure } from '@orpc/contract';
import { type AnyRouter, implement, ORPCError } from '@orpc/server';
import type { PersonTransport } from '../../shared/contract/client.ts';
import { contract } from '../../shared/contract/contract.ts';
import type { ErrorData } from '../../shared/errors.ts';

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
      .handler(({ input, signal, context, lastEventId }) => {
        if (namesOwnFile(path, input)) throw ownFile();
        return transport.call(path, input, { signal, lastEventId, context: { person: context.person } });
      });
  };
  return build(contract, []) as AnyRouter;
}

const TAKE_FILES = new Set(['imports.preview', 'imports.run']);

/** Whoever calls from elsewhere hands files over: a path would read whatever this machine's user can read. */
function namesOwnFile(path: readonly string[], input: unknown): boolean {
  if (!TAKE_FILES.has(path.join('.'))) return false;
  const { files } = (input ?? {}) as { files?: unknown };
  return Array.isArray(files) && files.some((file) => typeof file === 'object' && file && 'path' in file);
}

function ownFile(): ORPCError<string, unknown> {
  const data: ErrorData = {
    code: 'forbidden',
    message: 'Over HTTP no file of this machine is read by its path.',
    next: 'Hand the file over with imports.append and name its upload, or use `royal import` on the machine itself.',
  };
  return new ORPCError('ROYAL', { defined: true, status: 422, message: data.message, data });
}
