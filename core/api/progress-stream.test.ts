import { describe, expect, it } from 'vitest';
import { progressOf } from './progress-stream.ts';

async function all<P, R>(stream: AsyncGenerator<P, R>): Promise<{ told: P[]; result: R }> {
  const told: P[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done) return { told, result: step.value };
    told.push(step.value);
  }
}

describe('progressOf', () => {
  it('tells what happens, then the result', async () => {
    const { told, result } = await all(
      progressOf<number, string>(async (tell) => {
        for (const n of [1, 2, 3]) {
          tell(n);
          await new Promise(setImmediate);
        }
        return 'done';
      }),
    );
    expect(told).toEqual([1, 2, 3]);
    expect(result).toBe('done');
  });

  it('gives a slow reader the newest, never a queue', async () => {
    const { told } = await all(
      progressOf<number, void>(async (tell) => {
        for (let n = 0; n < 1000; n++) tell(n);
      }),
    );
    expect(told).toEqual([999]);
  });

  it('throws what the work throws, after what it told', async () => {
    const stream = progressOf<number, void>(async (tell) => {
      tell(1);
      throw new Error('broken');
    });
    expect((await stream.next()).value).toBe(1);
    await expect(stream.next()).rejects.toThrow('broken');
  });
});
