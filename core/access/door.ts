/** The door contract, implemented. */
import { EventEmitter, on } from 'node:events';
import { implement } from '@orpc/server';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerEvent } from '../ledger/types.ts';
import type { Access } from './access.ts';
import { doorContract } from './door-contract.ts';

type Ear = Pick<Ledger, 'subscribe'>;

export function doorRouter(access: Access, ledger: Ear, servedAt: (url: string) => void) {
  const os = implement(doorContract);
  return os.router({
    redeem: os.redeem.handler(({ input }) => access.redeem(input.token, input.browser)),
    check: os.check.handler(({ input }) => access.check(input.digest)),
    shutOuts: os.shutOuts.handler(({ signal }) => shutOuts(ledger, signal!)),
    servedAt: os.servedAt.handler(({ input }) => servedAt(input.url)),
  });
}

async function* shutOuts(ledger: Ear, signal: AbortSignal): AsyncGenerator<{ id: number | null }, void> {
  const heard = new EventEmitter<{ event: [LedgerEvent] }>();
  const unsubscribe = ledger.subscribe((event) => {
    if (event.kind === 'access.revoked' || event.kind === 'access.cleared') heard.emit('event', event);
  });
  try {
    // Listens from here on, so that nothing falls between what is asked anew and what is heard.
    const events = on(heard, 'event', { signal });
    yield { id: null };
    for await (const [{ kind, data }] of events as AsyncIterable<[LedgerEvent]>)
      yield { id: kind === 'access.revoked' ? Number(data.id) : null };
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    unsubscribe();
  }
}
