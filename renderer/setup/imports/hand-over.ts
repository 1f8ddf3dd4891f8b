/** Hands a file over to the core in pieces, however large it is: no more than two pieces are held at once. */
import type { RoyalClient } from '../../../shared/contract/contract.ts';

/** Characters; the contract takes a few more. */
const PIECE = 1_000_000;

export interface HandedOver {
  upload: string;
  name: string;
}

/** Tells bytes handed over so far. Throws what the core states; a DOMException 'AbortError' where it is broken off. */
export async function handOver(
  api: RoyalClient,
  file: File,
  tell: (bytes: number) => void,
  signal: AbortSignal,
): Promise<HandedOver> {
  let upload: string | undefined;
  let bytes = 0;
  let held = '';
  const send = async (text: string): Promise<void> => {
    const taken = await api.imports.append({ upload, at: bytes, text }, { signal });
    upload = taken.upload;
    bytes = taken.bytes;
    tell(Math.min(bytes, file.size));
  };
  for await (const text of textOf(file, signal)) {
    held += text;
    while (held.length >= PIECE) {
      const end = wholeCharacters(held, PIECE);
      await send(held.slice(0, end));
      held = held.slice(end);
    }
  }
  if (held !== '' || upload === undefined) await send(held);
  return { upload: upload!, name: file.name };
}

async function* textOf(file: File, signal: AbortSignal): AsyncGenerator<string> {
  // A mark at its beginning is part of the file: the core looks for it.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const reader = file.stream().getReader();
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    reader.releaseLock();
  }
}

/** A character outside the BMP is two units, which are not parted. */
export function wholeCharacters(text: string, most: number): number {
  const last = text.charCodeAt(most - 1);
  return last >= 0xd800 && last <= 0xdbff ? most - 1 : most;
}
