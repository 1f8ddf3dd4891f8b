/**
 * A port of a window of the user's own: calls that answer at once, and in oRPC's own protocol what streams. What is
 * neither would end the core where oRPC reads it; here it ends the port.
 */
import type { MessagePort } from 'node:worker_threads';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { z } from 'zod';
import { besideCalls } from '../../shared/bridge/port-calls.ts';
import type { Log } from '../telemetry/log.ts';
import { serveCalls } from './serve-calls.ts';

/** As oRPC 1 writes them where nothing binary goes along: what is asked for, and that nobody listens any longer. */
const request = z.strictObject({
  i: z.string(),
  p: z.strictObject({ u: z.string().startsWith('/'), b: z.unknown() }),
});
const drop = z.strictObject({ i: z.string(), t: z.literal(4) });
const messages = z.union([request, drop]);

export function serveWindow(router: AnyRouter, port: MessagePort, log: Log): void {
  let refused = false;
  const passes = (message: unknown): boolean => {
    if (isMessage(message)) return true;
    // Once: what was sent behind it still comes in.
    if (!refused)
      log.warn({ code: 'not_trusted' }, 'Refused: a message of another form on the port of a window.');
    refused = true;
    port.close();
    return false;
  };
  serveCalls(router, port, () => ({}));
  new RPCHandler(router).upgrade(besideCalls(port, passes), { context: {} });
}

function isMessage(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  try {
    return messages.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
}
