/** The shapes of people.*: who works here, and what each may do. */
import { z } from 'zod';

const role = z.enum(['owner', 'helper']);
export const personName = z.string().trim().min(1).max(100);

/** What is not seen, or turns what stands beside it, would let one name pass for another. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff]/u;

export const personInput = z.object({
  name: personName.refine(
    (name) => !UNSEEN.test(name),
    'a name holds no control characters and none that can not be seen',
  ),
  role,
  /** What a helper may approve per action, minor units of the store's currency; null: nothing that costs money. */
  approvalLimit: z.int().nonnegative().nullable().default(null),
});

export const person = z.object({
  name: z.string(),
  role,
  approvalLimit: z.int().nullable(),
  /** Browsers that are signed in as them, and their API tokens. */
  sessions: z.int(),
  tokens: z.int(),
  /** Whoever asks. */
  you: z.boolean(),
});

export const me = z.object({
  name: z.string(),
  role,
  approvalLimit: z.int().nullable(),
  /** Procedures that their role lets them call; null: all of them. */
  may: z.array(z.string()).nullable(),
});

export type PersonView = z.infer<typeof person>;
export type Me = z.infer<typeof me>;
