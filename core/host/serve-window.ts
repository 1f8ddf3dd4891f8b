/**
 * A port of a window of the user's own: calls that answer at once, and in oRPC's own protocol what streams. What is
 * neither would end the core where oRPC reads it; here it ends the port.
 */
import type { MessagePort } from 'node:worker_threads';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { z } from 'zod';
import { besideCalls, type PortCall } from '../../shared/bridge/port-calls.ts';
import type { Log } from '../telemetry/log.ts';
import { type CallReader, serveCalls } from './serve-calls.ts';

/** As oRPC 1 writes them where nothing binary goes along: what is asked for, and that nobody listens any longer. */
const request = z.strictObject({
  i: z.string(),
  p: z.strictObject({ u: z.string().startsWith('/'), b: z.unknown() }),
});
const drop = z.strictObject({ i: z.string(), t: z.literal(4) });
const messages = z.union([request, drop]);

const WINDOW: CallReader<PortCall> = {
  // The user whose folder it is.
  contextOf: () => ({}),
  bodyOf({ body }) {
    if (typeof body !== 'string') throw new TypeError('A call of a window brings its body as text.');
    return JSON.parse(body);
  },
};

export function serveWindow(router: AnyRouter, port: MessagePort, log: Log): void {
  let refused = false;
  const refuse = (): void => {
    // What was sent behind it still comes in.
    if (refused) return;
    refused = true;
    log.warn({ code: 'not_trusted' }, 'Refused: a message of another form on the port of a window.');
    port.close();
  };
  const passes = (message: unknown): boolean => {
    const known = isMessage(message);
    if (!known) refuse();
    return known;
  };
  serveCalls(router, port, WINDOW);
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
