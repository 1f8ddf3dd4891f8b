/** royal-equips://open/<module>/<id>: a place inside the page, named from outside. */
import { z } from 'zod';

export const LINK_SCHEME = 'royal-equips';

/** Names and ids only: nothing that could be a path, a query or a script on its way into the page. */
const link = z.object({
  protocol: z.literal(`${LINK_SCHEME}:`),
  host: z.literal('open'),
  username: z.literal(''),
  password: z.literal(''),
  search: z.literal(''),
  hash: z.literal(''),
  segments: z.union([
    z.tuple([z.string().regex(/^[a-z][a-z-]{0,31}$/)]),
    z.tuple([z.string().regex(/^[a-z][a-z-]{0,31}$/), z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)]),
  ]),
});

/** The place inside the page, such as "/#/orders/1042"; null where the text is no link of ours. */
export function placeOf(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return null;
  const { protocol, host, username, password, search, hash, pathname } = url;
  const segments = pathname.replace(/^\//, '').replace(/\/$/, '').split('/');
  const parsed = link.safeParse({ protocol, host, username, password, search, hash, segments });
  return parsed.success ? placeAt(parsed.data.segments.join('/')) : null;
}

/** A fragment: the page goes there without being loaded again, and its relative URLs stay right. */
export function placeAt(path: string): string {
  return `/#/${path}`;
}

/** The link among the arguments of a start, as Windows and Linux hand it over. */
export function linkIn(argv: readonly string[]): string | null {
  return argv.find((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`)) ?? null;
}
