import { describe, expect, it } from 'vitest';
import { compileSearch, parseSearch, SearchError, type SearchFields, timeRange } from './search.ts';

interface Thing {
  updatedAt: string;
  size: number | null;
  tags: string[];
}

const FIELDS: SearchFields<Thing> = {
  updated_at: { as: 'time', of: ({ updatedAt }) => updatedAt },
  size: { as: 'number', of: ({ size }) => size },
  tag: { as: 'word', of: ({ tags }) => tags },
};
const THING: Thing = { updatedAt: '2026-11-23T10:00:00Z', size: 7, tags: ['Gift', 'two words'] };

function matches(query: string, thing = THING): boolean {
  const node = parseSearch(query);
  return node === null || compileSearch(node, FIELDS)(thing);
}

describe('search', () => {
  it.each([
    ["updated_at:>='2026-11-23T10:00:00Z'", true],
    ["updated_at:>'2026-11-23T10:00:00Z'", false],
    ["updated_at:<'2026-11-23T10:00:00.001Z'", true],
    ['updated_at:>=2026-11-23T09:00:00Z', true],
    ['updated_at:>2026-11-24', false],
    ["updated_at:>='2026-11-23T11:00:00+01:00'", true],
    ['tag:gift', true],
    ['tag:gi*', true],
    ["tag:'two words'", true],
    ['tag:words', false],
    ['tag:gift AND size:7', true],
    ['tag:gift size:<7', false],
    ['tag:nothing OR size:>=7', true],
    ['NOT tag:gift', false],
    ['-tag:nothing AND (size:1 OR size:7)', true],
    ['', true],
  ])('%s is %s', (query, expected) => {
    expect(matches(query)).toBe(expected);
  });

  it('does not find what has no value', () => {
    expect(matches('size:<100', { ...THING, size: null })).toBe(false);
  });

  it.each(['colour:red', '(tag:a', 'tag:a AND', 'size:big', "updated_at:>='x'", "tag:'a"])(
    'refuses %s',
    (query) => {
      expect(() => matches(query)).toThrow(SearchError);
    },
  );

  it('derives an index range from ANDed terms only', () => {
    const from = Date.parse('2026-11-23T00:00:00Z');
    const both = parseSearch('updated_at:>=2026-11-23 AND updated_at:<2026-11-24 AND tag:a');
    expect(timeRange(both, 'updated_at')).toEqual({ from, to: from + 86_400_000 });
    expect(timeRange(parseSearch('updated_at:>2026-11-23'), 'updated_at')).toEqual({ from: from + 1 });
    expect(timeRange(parseSearch('updated_at:>2026-11-23 OR tag:a'), 'updated_at')).toEqual({});
  });
});
