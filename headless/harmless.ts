/**
 * Texts of others (a product's title, a vendor's name, a shop's error) made harmless for a terminal: shown as they
 * are, but unable to move the cursor, to paint over what was said, or to look like a line of our own.
 */
import { royalClient } from '../shared/contract/client.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { RoyalError } from '../shared/errors.ts';

/** Control characters, and those that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

export function harmlessText(text: string): string {
  return text.replace(HARMFUL, (found) => {
    const code = found.charCodeAt(0);
    // Unicode has pictures of the first 32.
    return code < 32 ? String.fromCharCode(0x2400 + code) : '\ufffd';
  });
}

/** Every text in plain data, keys included. */
function harmless(value: unknown): unknown {
  if (typeof value === 'string') return harmlessText(value);
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [harmlessText(key), harmless(field)]),
  );
}

type Procedure = { [name: string]: Procedure } & ((input: unknown, options: object) => Promise<unknown>);

/** A client whose answers, errors and streams are harmless to print. */
export function harmlessClient(client: RoyalClient): RoyalClient {
  return royalClient({
    async call(path, input, options) {
      const procedure = path.reduce<Procedure>((at, name) => at[name]!, client as unknown as Procedure);
      try {
        const output = await procedure(input, options);
        return isStream(output) ? harmlessStream(output) : harmless(output);
      } catch (error) {
        throw harmlessError(error);
      }
    },
  });
}

function isStream(value: unknown): value is AsyncGenerator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* harmlessStream(source: AsyncGenerator<unknown>): AsyncGenerator<unknown> {
  try {
    for (;;) {
      const step = await source.next();
      if (step.done) return harmless(step.value);
      yield harmless(step.value);
    }
  } catch (error) {
    throw harmlessError(error);
  } finally {
    await source.return?.(undefined);
  }
}

function harmlessError(error: unknown): unknown {
  if (!(error instanceof RoyalError)) return error;
  const { code, message, next, details } = error;
  const told = { code, message: harmlessText(message), next: harmlessText(next), details };
  return new RoyalError(told, { cause: error });
}
