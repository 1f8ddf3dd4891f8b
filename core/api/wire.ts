/** The contract as implemented: what is thrown inside leaves as the contract's one typed error. */

import { AsyncIteratorClass, ValidationError } from '@orpc/contract';
import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract/contract.ts';
import { isStream } from '../../shared/contract/streams.ts';
import { type ErrorData, toErrorData } from '../../shared/errors.ts';

/** The implementer all procedures are made with. */
export function implementer(onError: (error: unknown, procedure: string) => void) {
  return implement(contract).use(async ({ next, path }) => {
    const procedure = path.join('.');
    const translate = (error: unknown): ORPCError<'ROYAL', ErrorData> => {
      const data = wireData(error);
      if (data.code === 'internal') onError(error, procedure);
      return new ORPCError('ROYAL', {
        defined: true,
        status: 422,
        message: data.message,
        data,
        cause: error,
      });
    };
    try {
      const result = await next();
      const output: unknown = result.output;
      if (!isStream(output)) return result;
      const source = output;
      const translated = new AsyncIteratorClass<unknown, unknown>(
        async () => {
          try {
            return (await source.next()) as IteratorResult<unknown, unknown>;
          } catch (error) {
            throw translate(error);
          }
        },
        async () => {
          await source.return?.();
        },
      );
      return { ...result, output: translated as typeof result.output };
    } catch (error) {
      throw translate(error);
    }
  });
}

function wireData(error: unknown): ErrorData {
  if (error instanceof ORPCError && error.cause instanceof ValidationError)
    return {
      code: error.code === 'BAD_REQUEST' ? 'invalid_input' : 'internal',
      message: error.cause.issues
        .map((issue) => `${issue.path?.map(String).join('.') || 'input'}: ${issue.message}`)
        .join('; '),
      next: 'Correct what is named and try again.',
    };
  const data = toErrorData(error);
  // Details travel as JSON; what has no JSON (a bigint, a cycle) must not hide the message.
  try {
    return { ...data, details: data.details && JSON.parse(JSON.stringify(data.details)) };
  } catch {
    return { ...data, details: undefined };
  }
}
