/** What tells a stream of the contract from a plain answer. */

export function isStream(value: unknown): value is AsyncIterator<unknown> & AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** The same stream, with what it throws as `told` says it. */
export async function* withErrorsAs(
  source: AsyncIterator<unknown>,
  told: (error: unknown) => unknown,
): AsyncGenerator<unknown> {
  try {
    for (;;) {
      const step = await source.next();
      if (step.done) return step.value;
      yield step.value;
    }
  } catch (error) {
    throw told(error);
  } finally {
    await source.return?.();
  }
}
