/** What the shop says no with, as a RoyalError that tells whether it may have acted all the same. */
import { RoyalError } from '../../shared/errors.ts';
import type { SendOutcome } from '../connectors/shop-client.ts';

export interface UserError {
  field: string[] | null;
  message: string;
  code?: string | null;
}

/** The request may be under way, or may be carried out when asked again with the same key. */
const UNCERTAIN = new Set(['IDEMPOTENCY_CONCURRENT_REQUEST', 'SERVICE_UNAVAILABLE']);

/** Throws where a mutation's payload carries user errors: `stale_value` for a failed compare-and-set, else `shop_refused`. */
export function throwUserErrors(errors: readonly UserError[]): void {
  const first = errors[0];
  if (!first) return;
  const codes = errors.flatMap((error) => (error.code ? [error.code] : []));
  const outcome: SendOutcome = codes.some((code) => UNCERTAIN.has(code)) ? 'uncertain' : 'refused';
  const details = { codes, fields: errors.map((error) => error.field?.join('.') ?? null), outcome };
  if (codes.includes('CHANGE_FROM_QUANTITY_STALE'))
    throw new RoyalError({
      code: 'stale_value',
      message: 'The stock changed between reading and writing; the shop changed nothing.',
      next: 'Try it again: the new stock level is read first.',
      details,
    });
  throw new RoyalError({
    code: 'shop_refused',
    message: `The shop refused it: ${errors.map((error) => error.message).join(' ')}`,
    next: 'Correct what the shop objects to, then propose it anew.',
    details,
  });
}
