/** Serves the page at app://royal/ from its folder: there is no file:// and nothing remote. */
import { net, protocol } from 'electron';
import type { Log } from '../../core/telemetry/log.ts';
import { toErrorData } from '../../shared/errors.ts';
import { placeIn, readAppFile } from './app-files.ts';
import { placeAt } from './deep-link.ts';
import { isOurs, ORIGIN, SCHEME } from './origin.ts';
import { originOf, refuse } from './refusal.ts';
import { securityHeaders } from './security-headers.ts';

/** To be called before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export interface AppProtocolOptions {
  /** The folder of the built page. */
  root: string;
  /** During development: where vite serves the page, which then comes from there under the same origin. */
  devServer: string | null;
  log: Log;
}

export function serveAppProtocol({ root, devServer, log }: AppProtocolOptions): void {
  const headers = securityHeaders(devServer);
  const answerError = (error: unknown): Response => {
    const data = toErrorData(error);
    return Response.json(data, { status: data.code === 'not_found' ? 404 : 403, headers });
  };
  protocol.handle(SCHEME, async (request) => {
    if (!isOurs(request.url))
      return answerError(refuse(log, 'an unknown host', { origin: originOf(request.url) }));
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answerError(refuse(log, `a ${request.method} to the files of the page`, {}));
    const { pathname, search } = new URL(request.url);
    const place = placeIn(pathname);
    try {
      if (devServer !== null) return await fromDevServer(new URL(pathname + search, devServer), headers);
      if (place !== null)
        return new Response(null, {
          status: 302,
          headers: { ...headers, location: ORIGIN + placeAt(place) },
        });
      const { content, contentType } = await readAppFile(root, pathname);
      const body = request.method === 'HEAD' ? null : content;
      return new Response(body, { headers: { ...headers, 'content-type': contentType } });
    } catch (error) {
      const { code, message } = toErrorData(error);
      // Not the path itself: that of a deep link may name a customer's order.
      log.warn({ code }, message);
      return answerError(error);
    }
  });
}

async function fromDevServer(url: URL, headers: Record<string, string>): Promise<Response> {
  const answer = await net.fetch(url.href);
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      ...headers,
      'content-type': answer.headers.get('content-type') ?? 'application/octet-stream',
    },
  });
}
