/** What does not fit the contract, in words for a person: the schema's own speak of types. */
import type { z } from 'zod';

/** "name: must have at least 2 characters"; `issue` is zod's, of whom only the code and its figures are read. */
export function issueWords(issue: { path?: readonly unknown[] | undefined; message: string }): string {
  const name = issue.path?.map(partOf).join('.') || 'input';
  return `${name}: ${wordsOf(issue as z.core.$ZodIssue)}`;
}

function partOf(part: unknown): string {
  return String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part);
}

function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && issue.message.endsWith('received undefined')
        ? 'is missing'
        : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return bound(issue.origin, issue.minimum, issue.inclusive ? 'at least' : 'more than');
    case 'too_big':
      return bound(issue.origin, issue.maximum, issue.inclusive ? 'at most' : 'less than');
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'unrecognized_keys':
      return `is not known: ${issue.keys.join(', ')}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format': {
      const format = FORMATS[issue.format];
      if (format) return `is not ${format}`;
      // zod's own words quote the pattern; ours say what is wanted.
      return issue.message.startsWith('Invalid ') ? 'is not written as it should be' : issue.message;
    }
    case 'invalid_union':
      return 'is none of what it may be';
    default:
      // Of a check of our own, which says it in words.
      return issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'yes or no',
  array: 'a list',
  object: 'an object',
};

const FORMATS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'an address',
  date: 'a date like 2026-11-23',
};

function bound(origin: string, limit: number | bigint, than: string): string {
  const many = Number(limit) === 1 ? '' : 's';
  if (origin === 'string') return `must have ${than} ${limit} character${many}`;
  if (origin === 'array' || origin === 'set') return `must have ${than} ${limit} item${many}`;
  return `must be ${than} ${limit}`;
}
