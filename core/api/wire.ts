/**
 * The contract as implemented: each call is made by somebody who may make it and says only what can be kept, a helper's
 * answer has no costs in it, and what is thrown inside leaves as the contract's one typed error.
 */

import { AsyncIteratorClass, ValidationError } from '@orpc/contract';
import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract/contract.ts';
import { isStream } from '../../shared/contract/streams.ts';
import { type ErrorData, RoyalError, toErrorData } from '../../shared/errors.ts';
import { type CallContext, callAs, personIn } from '../access/caller.ts';
import { assertMayCall } from '../access/permissions.ts';
import { withoutCosts } from '../access/without-costs.ts';
import type { AppDb } from '../app-db/app-db.ts';
import { issueWords } from './issue-words.ts';

/** The implementer all procedures are made with. Roles are looked up for each call, and each part of a stream. */
export function implementer(
  people: Pick<AppDb['people'], 'get' | 'list'>,
  onError: (error: unknown, procedure: string) => void,
) {
  const roleFor = (name: string, procedure: string): 'owner' | 'helper' => {
    const person = people.get(name);
    assertMayCall(name, person, procedure, () =>
      people.list().flatMap((one) => (one.role === 'owner' ? [one.name] : [])),
    );
    return person.role;
  };

  return implement(contract)
    .$context<CallContext>()
    .use(async ({ next, path, context }, input: unknown) => {
      const procedure = path.join('.');
      const name = personIn(context);
      const translate = (error: unknown): ORPCError<'ROYAL', ErrorData> => {
        const data = told(wireData(error));
        if (data.code === 'internal') onError(error, procedure);
        return new ORPCError('ROYAL', {
          defined: true,
          status: 422,
          message: data.message,
          data,
          cause: error,
        });
      };
      /** Thrown where the role does not allow the call (any more). */
      const seen = <T>(answer: T): T =>
        name !== null && roleFor(name, procedure) === 'helper' ? withoutCosts(answer) : answer;
      /** Of an error, too: what a limit refuses may name the amount. */
      const told = (data: ErrorData): ErrorData =>
        name !== null && people.get(name)?.role !== 'owner' ? withoutCosts(data) : data;
      const as = <T>(work: () => T): T => (name === null ? work() : callAs(name, work));
      try {
        if (name !== null) roleFor(name, procedure);
        assertWellFormed(input);
        const result = await as(() => next());
        const output: unknown = result.output;
        if (!isStream(output)) return { ...result, output: seen(result.output) };
        const source = output;
        const translated = new AsyncIteratorClass<unknown, unknown>(
          async () => {
            try {
              const step = (await as(() => source.next())) as IteratorResult<unknown, unknown>;
              return { ...step, value: seen(step.value) };
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

/**
 * Half a sign (a lone surrogate, as cutting through an emoji leaves) has no UTF-8: SQLite would keep another text than
 * was given, and what is then looked for by its name would not be there.
 */
function assertWellFormed(input: unknown): void {
  if (typeof input === 'string') {
    if (input.isWellFormed()) return;
    throw new RoyalError({
      code: 'invalid_input',
      message: 'A text has half a sign in it: an emoji or another sign was cut through.',
      next: 'Type the text anew without what is shown as \uFFFD, and try again.',
    });
  }
  if (typeof input !== 'object' || input === null) return;
  for (const [key, value] of Object.entries(input)) {
    assertWellFormed(key);
    assertWellFormed(value);
  }
}

function wireData(error: unknown): ErrorData {
  if (error instanceof ORPCError && error.cause instanceof ValidationError)
    return {
      code: error.code === 'BAD_REQUEST' ? 'invalid_input' : 'internal',
      message: error.cause.issues.map(issueWords).join('; '),
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
