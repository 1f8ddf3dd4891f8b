/** Shopify's search syntax in `query:` arguments: terms, comparisons, AND, OR, NOT, parentheses, quotes. */

interface Term {
  field: string | null;
  operator: ':' | '>' | '>=' | '<' | '<=';
  value: string;
}

export type SearchNode =
  | { kind: 'term'; term: Term }
  | { kind: 'and' | 'or'; parts: SearchNode[] }
  | { kind: 'not'; part: SearchNode };

/** What a field is compared as: epoch milliseconds, a number, or a case-insensitive word (any of several). */
export type SearchFields<T> = Record<
  string,
  | { as: 'time'; of: (document: T) => string | null }
  | { as: 'number'; of: (document: T) => number | null }
  | { as: 'word'; of: (document: T) => (string | null)[] }
>;

export class SearchError extends Error {}

/** Null for an empty query. Throws SearchError on syntax. */
export function parseSearch(query: string): SearchNode | null {
  const tokens = tokenize(query);
  let at = 0;
  const or = (): SearchNode => {
    const parts = [and()];
    while (tokens[at] === 'OR') {
      at += 1;
      parts.push(and());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  };
  const and = (): SearchNode => {
    const parts = [not()];
    for (;;) {
      const token = tokens[at];
      if (token === undefined || token === 'OR' || token === ')') break;
      if (token === 'AND') at += 1;
      parts.push(not());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  };
  const not = (): SearchNode => {
    const token = tokens[at++];
    if (token === undefined) throw new SearchError(`Search ends too early: ${query}`);
    if (token === 'NOT' || token === '-') return { kind: 'not', part: not() };
    if (token === '(') {
      const inner = or();
      if (tokens[at++] !== ')') throw new SearchError(`Missing ) in search: ${query}`);
      return inner;
    }
    if (typeof token === 'string') throw new SearchError(`Unexpected ${token} in search: ${query}`);
    return { kind: 'term', term: token };
  };
  if (tokens.length === 0) return null;
  const tree = or();
  if (at < tokens.length) throw new SearchError(`Unexpected end of search: ${query}`);
  return tree;
}

function tokenize(query: string): (Term | string)[] {
  const tokens: (Term | string)[] = [];
  const pattern =
    /\s*(?:(\(|\))|(-)(?=[\w(])|(AND|OR|NOT)(?=[\s(])|([A-Za-z_]\w*)\s*:\s*(>=|<=|>|<)?\s*('[^']*'|"[^"]*"|[^\s()'"]+)|('[^']*'|"[^"]*"|[^\s()'"]+))/gy;
  while (pattern.lastIndex < query.trimEnd().length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(query);
    if (!match) throw new SearchError(`Search not understood at ${JSON.stringify(query.slice(from))}`);
    const [, bracket, minus, word, field, operator, value, bare] = match;
    if (bracket ?? minus ?? word) tokens.push((bracket ?? minus ?? word)!);
    else if (field)
      tokens.push({ field, operator: (operator ?? ':') as Term['operator'], value: unquote(value!) });
    else tokens.push({ field: null, operator: ':', value: unquote(bare!) });
  }
  return tokens;
}

function unquote(value: string): string {
  return /^(['"]).*\1$/s.test(value) ? value.slice(1, -1) : value;
}

/** The search as a predicate. Throws SearchError for a field that the sandbox does not search by. */
export function compileSearch<T>(node: SearchNode, fields: SearchFields<T>): (document: T) => boolean {
  if (node.kind === 'term') return compileTerm(node.term, fields);
  if (node.kind === 'not') {
    const part = compileSearch(node.part, fields);
    return (document) => !part(document);
  }
  const parts = node.parts.map((part) => compileSearch(part, fields));
  return node.kind === 'and'
    ? (document) => parts.every((part) => part(document))
    : (document) => parts.some((part) => part(document));
}

function compileTerm<T>(term: Term, fields: SearchFields<T>): (document: T) => boolean {
  const name = term.field ?? 'default';
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) throw new SearchError(`The sandbox does not search by ${name}`);
  if (field.as === 'word') {
    const wanted = term.value.toLowerCase();
    const prefix = wanted.endsWith('*') ? wanted.slice(0, -1) : null;
    return (document) =>
      field
        .of(document)
        .some((word) =>
          prefix === null ? word?.toLowerCase() === wanted : word?.toLowerCase().startsWith(prefix),
        );
  }
  const wanted = field.as === 'time' ? searchTime(term.value) : Number(term.value);
  if (Number.isNaN(wanted)) throw new SearchError(`Not a value of ${name}: ${term.value}`);
  const read =
    field.as === 'time'
      ? (document: T) => {
          const text = field.of(document);
          return text === null ? null : Date.parse(text);
        }
      : field.of;
  const test = COMPARE[term.operator];
  return (document) => {
    const value = read(document);
    return value !== null && test(value, wanted);
  };
}

const COMPARE: Record<Term['operator'], (a: number, b: number) => boolean> = {
  ':': (a, b) => a === b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

function searchTime(value: string): number {
  return Date.parse(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00Z` : value);
}

/** The half-open range that the ANDed terms of a time field set, so that an index can be used. */
export function timeRange(node: SearchNode | null, field: string): { from?: number; to?: number } {
  const range: { from?: number; to?: number } = {};
  const visit = (part: SearchNode): void => {
    if (part.kind === 'and') part.parts.forEach(visit);
    if (part.kind !== 'term' || part.term.field !== field) return;
    const { operator, value } = part.term;
    const at = searchTime(value);
    if (operator !== '<' && operator !== '<=')
      range.from = Math.max(range.from ?? -Infinity, operator === '>' ? at + 1 : at);
    if (operator !== '>' && operator !== '>=')
      range.to = Math.min(range.to ?? Infinity, operator === '<' ? at : at + 1);
  };
  if (node) visit(node);
  return range;
}
