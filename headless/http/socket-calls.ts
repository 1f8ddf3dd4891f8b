/**
 * Calls of a page over the socket that brings its events. The handshake was looked at as every request is; what guards
 * look at in a request's own body and pace is looked at here, call by call.
 */
import type { Socket } from 'socket.io';
import { z } from 'zod';
import type { CallAnswer } from '../../shared/bridge/calls.ts';
import { LONGEST_BODY, type SocketCalls } from '../../shared/bridge/socket-calls.ts';
import { RoyalError } from '../../shared/errors.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import type { Admission, Doorkeeper } from './doorkeeper.ts';
import { CALLS_A_MINUTE } from './limits.ts';
import type { AnswerAtOnce } from './procedures.ts';
import { Refusal, refusalBody } from './refusal.ts';

export interface Answering {
  keeper: Pick<Doorkeeper, 'check'>;
  answer: AnswerAtOnce;
  /** Throws Refusal `body_malformed` where the text is no JSON, or one that is not let through. */
  parse(text: string): unknown;
  /** Whether this session or token may ask once more. */
  count(digest: string): boolean;
  onRefused(refusal: Refusal): void;
}

type CallingSocket = Socket<SocketCalls, Record<never, never>, Record<never, never>, Admission>;

const asked = z.object({
  id: z.int().nonnegative(),
  path: z.string().max(200),
  body: z.string().max(LONGEST_BODY),
});

/** Of one socket at once. */
const MOST_RUNNING = 100;

/** Whoever breaks the protocol loses the socket. `gone` ends what still runs. */
export function answerCalls(socket: CallingSocket, gone: AbortSignal, options: Answering): void {
  const { keeper, answer, parse, count, onRefused } = options;
  const running = new Map<number, AbortController>();
  gone.addEventListener('abort', () => {
    for (const controller of running.values()) controller.abort();
  });

  const answerTo = async ({ id, path, body }: z.infer<typeof asked>): Promise<CallAnswer | null> => {
    const { digest } = socket.data;
    // Before anything is waited for: what drops it may come at once.
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const grant = await keeper.check(digest);
      if (!grant) throw new Refusal('wrong_credentials');
      if (!count(digest) || running.size > MOST_RUNNING) throw new Refusal('rate');
      parse(body);
      // Nobody waits for it any longer.
      if (controller.signal.aborted) return null;
      return await answer({ path, person: grant.person, body }, controller.signal);
    } catch (error) {
      if (!(error instanceof RoyalError)) throw error;
      if (error instanceof Refusal) onRefused(error);
      const status = error instanceof Refusal ? error.status : 503;
      return { status, text: JSON.stringify(refusalBody(error.toData(), status, '/rpc')) };
    } finally {
      running.delete(id);
    }
  };

  socket.on('call', (call, answered) => {
    const { data } = asked.safeParse(call);
    if (!data || typeof answered !== 'function' || running.has(data.id)) return void socket.disconnect(true);
    answerTo(data).then(answered, () => socket.disconnect(true));
  });
  socket.on('drop', (id) => running.get(id)?.abort());
  socket.onAny((event) => {
    if (event !== 'call' && event !== 'drop') socket.disconnect(true);
  });
}

/** Counts from one minute to the next, whichever socket it is: a page that is opened again does not begin anew. */
export function callCounter(now: () => number = () => performance.now()): (digest: string) => boolean {
  const counts = new Map<string, number>();
  let began = now();
  return (digest) => {
    if (now() - began >= MINUTE_MS) {
      counts.clear();
      began = now();
    }
    const count = (counts.get(digest) ?? 0) + 1;
    counts.set(digest, count);
    return count <= CALLS_A_MINUTE;
  };
}
