/** A client of the contract over any transport: errors that the core states come back as RoyalError. */

import { type ClientLink, createORPCClient, ORPCError } from '@orpc/client';
import { RoyalError, statedError } from '../errors.ts';
import type { RoyalClient } from './contract.ts';
import { isStream, withErrorsAs } from './streams.ts';

/** What carries a call: an oRPC link, or a router in the same thread. */
export type Transport = Pick<ClientLink<Record<never, never>>, 'call'>;

/** One that says with each call who makes it. */
export type PersonTransport = Pick<ClientLink<{ person: string }>, 'call'>;

export function royalClient(transport: Transport): RoyalClient {
  return createORPCClient<RoyalClient>({
    async call(path, input, options) {
      try {
        const output = await transport.call(path, input, options);
        return isStream(output) ? withErrorsAs(output, fromWire) : output;
      } catch (error) {
        throw fromWire(error);
      }
    },
  });
}

/** What the core put on the wire, as it was thrown there; a lost connection is `owner_gone`. */
function fromWire(error: unknown): unknown {
  if (error instanceof RoyalError) return error;
  if (!(error instanceof ORPCError)) return error;
  const stated = statedError(error.data);
  if (stated) return new RoyalError(stated, { cause: error });
  if (error.code === 'UNAUTHORIZED')
    return new RoyalError({
      code: 'owner_gone',
      message: 'The program that owns the data folder did not take the token.',
      next: 'Try again: it may just have been started anew.',
    });
  return error;
}
