/**
 * `royal serve`: keeps the core running: syncs and agents by their schedules, other terminals through the socket,
 * browsers and programs over HTTP.
 */
import { RoyalError } from '../../shared/errors.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { startHeadless } from '../host.ts';
import { isLoopback } from '../http/guards.ts';
import type { HttpServer } from '../http/server.ts';

interface ServeOptions {
  port: string;
  address: string;
  hostName: string[];
  httpsInFront?: boolean;
  http: boolean;
}

export function declareServe(program: Program): void {
  declare(
    program,
    program.root,
    'serve',
    'keep running: sync and run agents by their schedules, serve browsers over HTTP',
    serve,
  )
    .option('--port <n>', 'port of HTTP; 0 picks a free one', '4711')
    .option('--address <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--host-name <name>',
      'a name that browsers reach this machine by; may be given several times',
      (name: string, before: string[]) => [...before, name],
      [],
    )
    .option('--https-in-front', 'a proxy on this machine speaks https to the browsers')
    .option('--no-http', 'no HTTP: schedules and the local socket only');
}

async function serve(context: CommandContext, options: ServeOptions) {
  const { terminal, signal, folder, env } = context;
  const listen = { address: options.address, port: portOf(options.port) };
  // Side by side: each takes about as long as the other.
  const [host, { openWeb }] = await Promise.all([
    startHeadless({ folder, schedule: true }),
    import('../web.ts'),
  ]);
  let web: HttpServer | null = null;
  try {
    if (options.http) {
      warnOfPlainHttp(context, options);
      const { hostName: hostNames, httpsInFront } = options;
      web = await openWeb({ folder, env, host, listen, hostNames, httpsInFront });
    }
    const { link } = web ? await host.client.access.invite({}) : { link: null };
    terminal.value({ folder, socket: host.socket, pid: process.pid, url: web?.url ?? null, link });
    terminal.line(`Running on ${folder}. Ctrl-C ends it cleanly.`);
    if (link) {
      terminal.line(`Open ${link}`);
      terminal.hint('The link signs one browser in, once, within ten minutes. Another: royal access link');
    }
    terminal.hint('Other terminals: royal actions list, royal agents status …');
    const stopped = new Promise<null>((resolve) => {
      if (signal.aborted) resolve(null);
      else signal.addEventListener('abort', () => resolve(null), { once: true });
    });
    const failure = await Promise.race([stopped, host.ended]);
    if (failure)
      throw new RoyalError(
        {
          code: 'internal',
          message: `The core ended by itself: ${failure.message}`,
          next: 'Start it again; royal.log in the data folder says more.',
        },
        { cause: failure },
      );
  } finally {
    await web?.close();
    await host.close();
  }
  return undefined;
}

/** Plain HTTP beyond this machine shows everything to whoever listens in. */
function warnOfPlainHttp({ terminal }: CommandContext, { address, httpsInFront }: ServeOptions): void {
  if (isLoopback(address) || httpsInFront) return;
  terminal.error(
    `Warning: ${address} can be reached from outside, and plain HTTP shows everything to whoever listens in.\n` +
      'Put a proxy that speaks https in front, and name it with --https-in-front and --host-name.',
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new RoyalError({
    code: 'invalid_input',
    message: `${JSON.stringify(text)} is not a port.`,
    next: 'Name one from 0 to 65535 with --port; 0 picks a free one.',
  });
}
