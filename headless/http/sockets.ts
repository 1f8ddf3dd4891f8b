/**
 * Events and calls over socket.io. The guards look at each handshake before socket.io sees it: it stands behind a server
 * of its own that never listens and is handed only what was let in. Only WebSockets are spoken: a long poll would pass by.
 */
import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { Host } from '../../core/host/host.ts';
import { LONGEST_BODY, type SocketCalls } from '../../shared/bridge/socket-calls.ts';
import type { EventBatch } from '../../shared/contract/schemas.ts';
import type { Admission, Doorkeeper } from './doorkeeper.ts';
import { followEvents } from './follow-core.ts';
import { Refusal, rawRefusal } from './refusal.ts';
import { type Answering, answerCalls, callCounter } from './socket-calls.ts';

export interface Sockets {
  /** Ends the sockets of one session or token at once. */
  end(grantId: number): void;
  /** Ends those whose session or token no longer holds. */
  recheck(): Promise<void>;
  close(): Promise<void>;
}

interface ToClient {
  batch(batch: EventBatch, taken: () => void): void;
}
type Nothing = Record<never, never>;
type ClientSocket = Socket<SocketCalls, ToClient, Nothing, Admission>;

const MOST_SOCKETS = 100;
/** A window that takes no batch for so long is gone. */
const TAKEN_MS = 30_000;
/** Bytes of the largest call: a character of its body takes three at most, escaped as text in text too. */
const LARGEST_MESSAGE = 3 * LONGEST_BODY + 4_096;

const handshake = z.object({ since: z.int().nonnegative().optional() });

export function serveSockets(options: {
  server: HttpServer;
  host: Host;
  keeper: Doorkeeper;
  /** Throws what does not let the request in. */
  admit: (request: IncomingMessage) => Promise<Admission>;
  onRefused: (refusal: unknown, request: IncomingMessage) => Refusal;
  calls: Pick<Answering, 'answer' | 'parse' | 'onRefused'>;
  onDelivered: (events: number) => void;
  onCount: (sockets: number) => void;
}): Sockets {
  const { server, host, keeper, calls, onDelivered, onCount } = options;
  const behind = createServer();
  const count = callCounter();
  const admitted = new WeakMap<IncomingMessage, Admission>();
  const ending = new AbortController();
  const io = new Server<SocketCalls, ToClient, Nothing, Admission>(behind, {
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: LARGEST_MESSAGE,
    perMessageDeflate: false,
    destroyUpgrade: false,
  });

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Whoever goes away while we look has no complaint.
    socket.on('error', () => socket.destroy());
    options
      .admit(request)
      .then((admission) => {
        if (io.engine.clientsCount >= MOST_SOCKETS) throw new Refusal('sockets_full');
        admitted.set(request, admission);
        behind.emit('upgrade', request, socket, head);
      })
      .catch((error: unknown) => {
        const refusal = options.onRefused(error, request);
        socket.end(rawRefusal(refusal, refusal.toData()));
      });
  };
  server.on('upgrade', onUpgrade);

  io.use((socket, next) => {
    const admission = admitted.get(socket.request);
    if (!admission) return next(new Refusal('no_credentials'));
    socket.data = admission;
    next();
  });
  io.on('connection', (socket) => {
    onCount(io.engine.clientsCount);
    const gone = new AbortController();
    socket.once('disconnect', () => {
      gone.abort();
      onCount(io.engine.clientsCount);
    });
    const signal = AbortSignal.any([gone.signal, ending.signal]);
    const asked = handshake.safeParse(socket.handshake.auth);
    if (!asked.success) return void socket.disconnect(true);
    answerCalls(socket, signal, { keeper, count, ...calls });
    deliver(socket, asked.data.since, signal).catch(() => socket.disconnect(true));
  });

  /** The next batch goes out once the one before was taken: a slow window never fills our memory. */
  const deliver = async (socket: ClientSocket, since: number | undefined, signal: AbortSignal) => {
    for await (const batch of followEvents(host, host.clientOf(socket.data.grant.person), since, signal)) {
      if (!(await keeper.check(socket.data.digest))) break;
      await socket.timeout(TAKEN_MS).emitWithAck('batch', batch);
      onDelivered(batch.events.length);
    }
    socket.disconnect(true);
  };

  const sockets = (): ClientSocket[] => [...io.of('/').sockets.values()];
  return {
    end(grantId) {
      for (const socket of sockets()) if (socket.data.grant.id === grantId) socket.disconnect(true);
    },
    async recheck() {
      for (const socket of sockets())
        if (!(await keeper.check(socket.data.digest).catch(() => null))) socket.disconnect(true);
    },
    async close() {
      ending.abort();
      server.off('upgrade', onUpgrade);
      io.disconnectSockets(true);
      io.engine.close();
      await io.close().catch(() => {});
    },
  };
}
