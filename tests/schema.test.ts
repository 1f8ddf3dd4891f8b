/** Every document that is sent to Shopify is valid in its real schema, deprecates nothing and obeys bulk's limits. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  buildClientSchema,
  type FieldNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { withFilter } from '../core/connectors/shopify/bulk.ts';
import * as documents from '../core/connectors/shopify/documents.ts';

const file = fileURLToPath(
  new URL('../node_modules/@shopify/dev-mcp/dist/data/admin_2026-10.json.gz', import.meta.url),
);
const introspection = JSON.parse(gunzipSync(readFileSync(file)).toString());
const schema: GraphQLSchema = buildClientSchema(introspection.data ?? introspection);

function problemsOf(document: string): string[] {
  return validate(schema, parse(document), [...specifiedRules, NoDeprecatedCustomRule]).map(
    (error) => error.message,
  );
}

/** https://shopify.dev/docs/api/usage/bulk-operations/queries#operation-restrictions */
function bulkProblemsOf(document: string): string[] {
  const problems: string[] = [];
  const types = new TypeInfo(schema);
  const path: ('connection' | 'list' | 'other')[] = [];
  let connections = 0;
  const kindOf = (field: FieldNode): 'connection' | 'list' | 'other' => {
    const type = String(types.getType() ?? '');
    if (type.replace('!', '').endsWith('Connection')) return 'connection';
    // `edges` and `nodes` belong to their connection.
    return type.startsWith('[') && !/^(edges|nodes)$/.test(field.name.value) ? 'list' : 'other';
  };
  visit(
    parse(document),
    visitWithTypeInfo(types, {
      Field: {
        enter(field) {
          const kind = kindOf(field);
          const depth = path.filter((step) => step === 'connection').length;
          if (kind === 'connection') {
            connections += 1;
            if (depth > 2) problems.push(`${field.name.value} is nested ${depth} deep`);
            if (path.includes('list')) problems.push(`${field.name.value} is a connection in a list`);
            const first = field.arguments?.find((argument) =>
              /^(first|last|after)$/.test(argument.name.value),
            );
            if (first) problems.push(`${field.name.value} is paged`);
          }
          if (/^(node|nodes)$/.test(field.name.value) && path.length === 0) {
            problems.push(`${field.name.value} is not allowed at the root`);
          }
          const parent = types.getParentType();
          if (field.name.value === 'edges' && isObjectType(parent)) {
            const fields = field.selectionSet?.selections.flatMap((selection) =>
              selection.kind === Kind.FIELD ? (selection.selectionSet?.selections ?? []) : [],
            );
            const hasId = fields?.some(
              (selection) => selection.kind === Kind.FIELD && selection.name.value === 'id',
            );
            if (!hasId) problems.push(`${parent.name} lacks an id`);
          }
          path.push(kind);
        },
        leave() {
          path.pop();
        },
      },
    }),
  );
  if (connections === 0) problems.push('no connection');
  if (connections > 5) problems.push(`${connections} connections`);
  return problems;
}

const all: [string, string][] = Object.entries(documents);
const bulk = all.filter(([name]) => name.startsWith('BULK_') && !/_(RUN|STATUS|CANCEL)$/.test(name));

describe('documents', () => {
  it.each(all)('%s is valid and uses nothing deprecated', (_name, document) => {
    expect(problemsOf(document)).toEqual([]);
  });

  it.each(bulk)('%s obeys the limits of bulk operations', (_name, document) => {
    expect(bulkProblemsOf(document)).toEqual([]);
  });

  it.each(bulk)('%s stays valid with a filter', (_name, document) => {
    const filtered = withFilter(document, "updated_at:>='2026-11-01T00:00:00Z'");
    expect(filtered).toContain('updated_at');
    expect([...problemsOf(filtered), ...bulkProblemsOf(filtered)]).toEqual([]);
  });

  it('are all there', () => {
    expect(all.length).toBeGreaterThan(25);
    expect(bulk.map(([name]) => name)).toContain('BULK_ORDERS');
  });
});

describe('the check itself', () => {
  it.each([
    ['an unknown field', '{ shop { name colour } }', /Cannot query field "colour"/],
    ['a deprecated field', '{ customer(id: "x") { email } }', /deprecated/],
    ['a missing argument', 'query { node { id } }', /argument "id"/],
  ])('refuses %s', (_what, document, message) => {
    expect(problemsOf(document).join()).toMatch(message);
  });

  it.each([
    [
      'a connection in a list',
      '{ orders { edges { node { id refunds { id refundLineItems { edges { node { id } } } } } } } }',
      /in a list/,
    ],
    [
      'three levels below',
      '{ orders { edges { node { id fulfillments { id } lineItems { edges { node { id product { variants { edges { node { id media { edges { node { id } } } } } } } } } } } } } }',
      /nested 3 deep/,
    ],
    ['paging', '{ orders(first: 5) { edges { node { id } } } }', /paged/],
    ['a node without id', '{ orders { edges { node { name } } } }', /lacks an id/],
    ['no connection', '{ shop { id } }', /no connection/],
    [
      'six connections',
      `{ ${'abcdef'
        .split('')
        .map((name) => `${name}: orders { edges { node { id } } }`)
        .join(' ')} }`,
      /6 connections/,
    ],
  ])('refuses %s in a bulk query', (_what, document, message) => {
    expect(problemsOf(document).filter((problem) => !problem.includes('conflict'))).toEqual([]);
    expect(bulkProblemsOf(document).join()).toMatch(message);
  });
});
