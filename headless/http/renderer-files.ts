/** The built pages: one document for every address of theirs, files with a hash in their name kept for good. */
import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { RoyalError } from '../../shared/errors.ts';

/** `folder` is out/renderer; it may be built while the server runs. */
export function serveRenderer(app: FastifyInstance, folder: string): void {
  const page = (reply: FastifyReply): FastifyReply => {
    if (existsSync(join(folder, 'index.html')))
      return reply.header('cache-control', 'no-store').sendFile('index.html', folder, UNCACHED);
    return reply
      .code(503)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(NOT_BUILT);
  };
  app.get<{ Params: { '*': string } }>(
    '/*',
    { config: { open: true, page: true } },
    async (request, reply) => {
      const path = request.params['*'];
      if (path === '' || path === 'index.html') return page(reply);
      const name = path.split('/').at(-1)!;
      if (!name.includes('.')) {
        // A module's address within the page, as long as it is a person's browser that asks for it.
        if (!OURS.test(path)) return page(reply);
        throw nothingThere();
      }
      if (path.split('/').some((part) => part.startsWith('.')) || !isFileOf(folder, path))
        throw nothingThere();
      reply.header('cache-control', keptFor(path));
      return reply.sendFile(path, folder, UNCACHED);
    },
  );
}

/** A link in the folder must not lead out of it. */
function isFileOf(folder: string, path: string): boolean {
  try {
    return realpathSync(join(folder, path)).startsWith(realpathSync(folder) + sep);
  } catch {
    return false;
  }
}

/** A browser asks for the page's icon at every address within it. */
function keptFor(path: string): string {
  if (path.startsWith('assets/')) return 'public, max-age=31536000, immutable';
  return path.startsWith('icons/') ? 'public, max-age=86400' : 'no-cache';
}

/** The header is set here, by what the file is. */
const UNCACHED = { cacheControl: false };

const OURS = /^(rpc|api|session|socket\.io|metrics|healthz|readyz)(\/|$)/;

function nothingThere(): RoyalError {
  return new RoyalError({
    code: 'not_found',
    message: 'There is nothing at this address.',
    next: 'Open the program’s page at /, or see /api/docs.',
  });
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Royal Equips</title>
  </head>
  <body>
    <h1>The pages are not built yet</h1>
    <p>Run <code>npm run build</code> where the program is installed, then load this page again.</p>
    <p>The API is here already: <a href="/api/docs">/api/docs</a>.</p>
  </body>
</html>
`;
