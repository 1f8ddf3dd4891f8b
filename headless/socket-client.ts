/** The contract spoken to the owner of a data folder over its local socket. */
import { RPCLink } from '@orpc/client/fetch';
import { Agent, fetch as socketFetch } from 'undici';
import { readToken, socketPath } from '../core/api/local-socket.ts';
import { folderPaths } from '../core/data-folder/folder-paths.ts';
import { royalClient, type Transport } from '../shared/contract/client.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { RoyalError } from '../shared/errors.ts';

export interface SocketClient {
  client: RoyalClient;
  /** The same as `client`, before it is typed. */
  transport: Transport;
  close(): Promise<void>;
}

/** A call throws RoyalError owner_gone where nobody listens or the owner ends while it answers. */
export function connectToOwner(folder: string): SocketClient {
  const paths = folderPaths(folder);
  const agent = new Agent({
    connect: { socketPath: socketPath(paths) },
    // An answer may take as long as a sync does.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const link = new RPCLink({
    url: 'http://royal/rpc',
    headers: () => ({ authorization: `Bearer ${readToken(paths) ?? ''}` }),
    async fetch(request) {
      try {
        const body = request.body ? await request.text() : undefined;
        const response = await socketFetch(request.url, {
          method: request.method,
          headers: [...request.headers],
          body,
          signal: request.signal,
          dispatcher: agent,
        });
        return response as unknown as Response;
      } catch (cause) {
        if (request.signal.aborted) throw cause;
        throw ownerGone(cause);
      }
    },
  });
  const transport: Transport = {
    call: async (path, input, options) => {
      try {
        return await link.call(path, input, options);
      } catch (error) {
        // Node says "terminated" or gives a socket's code where the connection ends within an answer.
        if (error instanceof TypeError) throw ownerGone(error);
        throw error;
      }
    },
  };
  return { client: royalClient(transport), transport, close: () => agent.destroy() };
}

function ownerGone(cause: unknown): RoyalError {
  return new RoyalError(
    {
      code: 'owner_gone',
      message: 'The program that owns the data folder is not there (any more).',
      next: 'Run the command again: it starts what it needs by itself.',
    },
    { cause },
  );
}
