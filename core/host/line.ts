/** How the main thread holds its ports to the core: each is opened at the first call and again after it closed. */

import type { MessagePort } from 'node:worker_threads';
import { type ClientLink, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { isStream, withErrorsAs } from '../../shared/contract/streams.ts';
import { RoyalError } from '../../shared/errors.ts';

/** Asks over the port that is open. What ends with its port says so as `connection_lost`; `told` says it of later errors. */
type Line<Link> = <T>(ask: (link: Link, told: (error: unknown) => unknown) => Promise<T>) => Promise<T>;

interface OpenLine<Link> {
  link: Link;
  closed: boolean;
}

export function lineTo<Link>(
  connect: () => Promise<MessagePort>,
  linkOver: (port: MessagePort) => Link,
): Line<Link> {
  let line: Promise<OpenLine<Link>> | null = null;
  const open = async (): Promise<OpenLine<Link>> => {
    const port = await connect();
    const opened: OpenLine<Link> = { link: linkOver(port), closed: false };
    port.on('close', () => {
      opened.closed = true;
      line = null;
    });
    port.start();
    // A program whose core is gone has nothing to wait for.
    port.unref();
    return opened;
  };
  return async (ask) => {
    line ??= open();
    const current = line;
    const opened = await current.catch((error: unknown) => {
      if (line === current) line = null;
      throw error;
    });
    const told = (error: unknown): unknown => lossOr(error, opened);
    try {
      return await ask(opened.link, told);
    } catch (error) {
      throw told(error);
    }
  };
}

export function transportOver<Context extends object = Record<never, never>>(
  connect: () => Promise<MessagePort>,
  headers: (context: Context) => Record<string, string> = () => ({}),
): Pick<ClientLink<Context>, 'call'> {
  const line = lineTo(
    connect,
    (port) => new RPCLink<Context>({ port, headers: ({ context }) => headers(context) }),
  );
  return {
    call: (path, input, options) =>
      line(async (link, told) => {
        const output = await link.call(path, input, options);
        return isStream(output) ? withErrorsAs(output, told) : output;
      }),
  };
}

/** What the core said stays as it is; what else ends a call on a closed port is the port's end. */
function lossOr(cause: unknown, line: { closed: boolean }): unknown {
  if (!line.closed || cause instanceof ORPCError) return cause;
  return new RoyalError(
    {
      code: 'connection_lost',
      message: 'The core ended while it was asked; it is being started again.',
      next: 'Look whether it was done, then ask again.',
    },
    { cause },
  );
}
