/** What the server does not let in: a typed error for whoever asked, and one line for the log, without secrets. */
import type { FastifyReply } from 'fastify';
import { type ErrorData, RoyalError } from '../../shared/errors.ts';

export type RefusalReason =
  | 'body_malformed'
  | 'body_too_large'
  | 'content_type'
  | 'fetch_site'
  | 'headers_too_large'
  | 'host'
  | 'invite'
  | 'no_credentials'
  | 'origin'
  | 'path'
  | 'rate'
  | 'request_malformed'
  | 'request_slow'
  | 'sockets_full'
  | 'upgrade'
  | 'wrong_credentials';

export class Refusal extends RoyalError {
  readonly reason: RefusalReason;
  /** Of HTTP. */
  readonly status: number;

  constructor(reason: RefusalReason) {
    const [status, data] = REFUSALS[reason];
    super(data);
    this.name = 'Refusal';
    this.reason = reason;
    this.status = status;
  }
}

const LINK = 'Open the link that `royal serve` printed, or get a new one with `royal access link`.';

const REFUSALS: Record<RefusalReason, readonly [status: number, data: ErrorData]> = {
  body_malformed: [
    400,
    { code: 'invalid_input', message: 'The body is not JSON.', next: 'Send one JSON value.' },
  ],
  body_too_large: [
    413,
    { code: 'too_large', message: 'The body is larger than 4 MB.', next: 'Send it in smaller parts.' },
  ],
  content_type: [
    415,
    {
      code: 'invalid_input',
      message: 'The body is not said to be JSON.',
      next: 'Send it with the header `content-type: application/json`.',
    },
  ],
  fetch_site: [
    403,
    {
      code: 'forbidden',
      message: 'Another site’s page may not ask this.',
      next: 'Open the program’s own page.',
    },
  ],
  headers_too_large: [
    431,
    { code: 'too_large', message: 'URL and headers are larger than 16 KB.', next: 'Send less in them.' },
  ],
  host: [
    421,
    {
      code: 'forbidden',
      message: 'The program does not answer to this host name.',
      next: 'Use the address that `royal serve` printed, or name the host with `royal serve --host-name`.',
    },
  ],
  invite: [
    401,
    {
      code: 'unauthorized',
      message: 'This link was used already, or is older than ten minutes.',
      next: LINK,
    },
  ],
  no_credentials: [401, { code: 'unauthorized', message: 'Nobody is signed in here.', next: LINK }],
  origin: [
    403,
    {
      code: 'forbidden',
      message: 'Only the program’s own page may ask this, or a program with an API token.',
      next: 'Open the program’s own page, or make a token with `royal access token`.',
    },
  ],
  path: [
    400,
    {
      code: 'forbidden',
      message: 'This path leads out of the program’s files.',
      next: 'Ask for a plain path.',
    },
  ],
  rate: [
    429,
    { code: 'rate_limited', message: 'These are too many requests.', next: 'Wait a minute, then try again.' },
  ],
  request_malformed: [
    400,
    {
      code: 'invalid_input',
      message: 'This is not a proper HTTP request.',
      next: 'Correct it and try again.',
    },
  ],
  request_slow: [
    408,
    { code: 'invalid_input', message: 'The request did not arrive in time.', next: 'Send it in one go.' },
  ],
  sockets_full: [
    503,
    {
      code: 'rate_limited',
      message: 'Too many windows are open already.',
      next: 'Close some of them and try again.',
    },
  ],
  upgrade: [
    404,
    {
      code: 'not_found',
      message: 'There is no socket of that name.',
      next: 'Events and calls are at /socket.io, by WebSocket.',
    },
  ],
  wrong_credentials: [
    401,
    { code: 'unauthorized', message: 'This session or API token does not hold (any more).', next: LINK },
  ],
};

/**
 * A refusal as it is sent. Under /rpc it stands in oRPC's envelope as well, so that its clients throw what was
 * refused instead of "malformed response".
 */
export function refusalBody(data: ErrorData, status: number, route: string): object {
  if (!route.startsWith('/rpc')) return data;
  return { ...data, json: { defined: true, code: 'ROYAL', status, message: data.message, data } };
}

export function sendRefusal(
  reply: FastifyReply,
  data: ErrorData,
  status: number,
  route: string,
): FastifyReply {
  return (
    reply
      .code(status)
      .header('cache-control', 'no-store')
      // Also where the URL was so bad that no hook has run.
      .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
      .header('x-content-type-options', 'nosniff')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(refusalBody(data, status, route)))
  );
}

/** The same for who speaks to a bare socket: a refused upgrade, or what is no HTTP at all. */
export function rawRefusal({ status, ...refusal }: Refusal, data: ErrorData): string {
  const body = JSON.stringify(data);
  return [
    `HTTP/1.1 ${status} ${refusal.reason}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    'x-content-type-options: nosniff',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
