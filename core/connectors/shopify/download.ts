/** Files that Shopify hands out by address (bulk results): read from a byte on, without the shop's token. */
import { RoyalError } from '../../../shared/errors.ts';
import { connectionError } from './answer.ts';
import { routeUrl } from './shop-domain.ts';
import type { Route } from './transport.ts';

/**
 * The file's bytes from `fromByte` on. Throws RoyalError: bulk_failed with details.reason 'expired' where the
 * address no longer serves, answer_lost or shop_unavailable where the connection fails.
 */
export async function openDownload(
  route: Route,
  url: string,
  fromByte: number,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const address = routeUrl(url, route.shop, route.endpoint);
  if (route.endpoint === undefined && !address.startsWith('https://')) throw unsafe();
  let response: Response;
  try {
    response = await route.fetch(address, {
      headers: fromByte > 0 ? { range: `bytes=${fromByte}-` } : {},
      signal,
    });
  } catch (error) {
    throw connectionError(route.shop, error);
  }
  if (response.status === 206 && fromByte > 0) return bodyOf(response);
  if (response.status === 200) return fromByte > 0 ? skip(bodyOf(response), fromByte) : bodyOf(response);
  await response.body?.cancel();
  if (response.status === 416) return emptyStream();
  if (response.status >= 500 || response.status === 429 || response.status === 408) {
    throw new RoyalError({
      code: 'shop_unavailable',
      message: `The download answered ${response.status}.`,
      next: 'Wait a few minutes; the sync goes on where it stopped.',
      details: { status: response.status },
    });
  }
  throw new RoyalError({
    code: 'bulk_failed',
    message: `The download is no longer offered (${response.status}).`,
    next: 'Run `royal sync` again; the data is asked for anew.',
    details: { status: response.status, reason: 'expired' },
  });
}

function bodyOf(response: Response): ReadableStream<Uint8Array> {
  return response.body ?? emptyStream();
}

function emptyStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}

/** For servers that ignore Range. */
function skip(stream: ReadableStream<Uint8Array>, bytes: number): ReadableStream<Uint8Array> {
  let left = bytes;
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (left < chunk.length) controller.enqueue(left > 0 ? chunk.subarray(left) : chunk);
        left = Math.max(0, left - chunk.length);
      },
    }),
  );
}

function unsafe(): RoyalError {
  return new RoyalError({
    code: 'bulk_failed',
    message: 'Shopify named a download address that is not encrypted.',
    next: 'Run `royal sync` again; if it stays so, report this message.',
  });
}
