import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueWords } from './issue-words.ts';

const told = (schema: z.ZodType, value: unknown): string[] =>
  schema.safeParse(value).error!.issues.map(issueWords);

describe('issueWords', () => {
  it('names what is wrong as one would say it', () => {
    const schema = z.object({
      name: z.string().min(2),
      lines: z.array(z.object({ quantity: z.int().positive().max(100) })).min(1),
      kind: z.enum(['a', 'b']),
    });
    expect(told(schema, { name: 'x', lines: [], kind: 'c' })).toEqual([
      'name: must have at least 2 characters',
      'lines: must have at least 1 item',
      'kind: must be "a" or "b"',
    ]);
    expect(
      told(schema, { lines: [{ quantity: 0 }, { quantity: 1.5 }, { quantity: 101 }], kind: 'a' }),
    ).toEqual([
      'name: is missing',
      'lines.0.quantity: must be more than 0',
      'lines.1.quantity: must be a whole number',
      'lines.2.quantity: must be at most 100',
    ]);
    expect(told(schema, 7)).toEqual(['input: must be an object']);
    expect(told(z.strictObject({}), { on: 1 })).toEqual(['input: is not known: on']);
  });

  it('leaves words of our own as they are', () => {
    expect(
      told(
        z.string().refine(() => false, 'a name holds no control characters'),
        'x',
      ),
    ).toEqual(['input: a name holds no control characters']);
    expect(told(z.string().regex(/^[a-z]+$/, 'a store id is lower-case letters'), 'My Shop')).toEqual([
      'input: a store id is lower-case letters',
    ]);
    expect(told(z.string().regex(/^[a-z]+$/), 'My Shop')).toEqual(['input: is not written as it should be']);
    expect(told(z.iso.date(), '2026-02-29')).toEqual(['input: is not a date like 2026-11-23']);
  });
});
