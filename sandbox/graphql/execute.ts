/** Carries out one GraphQL request: validated, costed, throttled, compiled once, resolved. */
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLObjectType,
  getDirectiveValues,
  getVariableValues,
  Kind as NodeKind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Bucket } from '../http/bucket.ts';
import { MUTATION_ROOT } from '../mutations/mutations.ts';
import { type CompileContext, compileField, fieldsOf } from './compile.ts';
import { actualCost, MAX_QUERY_COST, requestedCost } from './cost.ts';
import { badRequest, type Problem, ProblemError } from './problems.ts';
import { QUERY_ROOT } from './query-root.ts';
import type { ShopRequest } from './request.ts';
import { adminSchema, type Checked, checkDocument } from './schema.ts';
import type { Stored } from './values.ts';

export const ROOTS = { QueryRoot: QUERY_ROOT, Mutation: MUTATION_ROOT };

export interface GraphqlInput {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
}

export interface GraphqlAnswer {
  data?: unknown;
  errors?: Problem[];
  extensions?: Record<string, unknown>;
}

/** A request that may be carried out: its document is valid and its variables fit. */
export interface Prepared {
  checked: Checked;
  operation: OperationDefinitionNode;
  document: DocumentNode;
  variables: Record<string, unknown>;
  name: string;
  /** Values of `@idempotent(key:)` in it. */
  keys: string[];
}

/** Throws ProblemError-like answers as `errors`. */
export function prepare(input: GraphqlInput): Prepared | GraphqlAnswer {
  const checked = checkDocument(input.query);
  if (!checked.document || checked.errors.length > 0) return { errors: checked.errors.map(problemOf) };
  const operations = checked.document.definitions.filter(
    (definition) => definition.kind === NodeKind.OPERATION_DEFINITION,
  );
  const operation = input.operationName
    ? operations.find(({ name }) => name?.value === input.operationName)
    : operations.length === 1
      ? operations[0]
      : undefined;
  if (!operation || operation.operation === 'subscription')
    return { errors: [{ message: 'An operation name is required' }] };
  const coerced = getVariableValues(adminSchema(), operation.variableDefinitions ?? [], input.variables);
  if (coerced.errors) return { errors: coerced.errors.map(problemOf) };
  const fields = operation.selectionSet.selections.filter((selection) => selection.kind === NodeKind.FIELD);
  return {
    checked,
    operation,
    document: checked.document,
    variables: coerced.coerced,
    // Documents without a name are known by their first field.
    name: operation.name?.value ?? fields[0]?.name.value ?? '',
    keys: fields.flatMap((field) => keyOf(field, coerced.coerced)),
  };
}

function keyOf(field: FieldNode, variables: Record<string, unknown>): string[] {
  const key = getDirectiveValues(adminSchema().getDirective('idempotent')!, field, variables)?.key;
  return typeof key === 'string' ? [key] : [];
}

function problemOf(error: GraphQLError): Problem {
  return {
    message: error.message,
    locations: error.locations?.map(({ line, column }) => ({ line, column })),
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  };
}

/** Resolves a prepared request, unless it costs too much now (THROTTLED) or ever (MAX_COST_EXCEEDED). */
export function execute(prepared: Prepared, request: ShopRequest, bucket: Bucket): GraphqlAnswer {
  const root = rootType(prepared.operation);
  const compiled = compile(prepared, root, request);
  if ('problem' in compiled) return { errors: [compiled.problem] };
  const { context } = compiled;
  const requested = requestedCost(root, prepared.operation.selectionSet, context);
  const cost = (actual: number | null) => ({
    cost: {
      requestedQueryCost: requested,
      actualQueryCost: actual,
      throttleStatus: bucket.status(performance.now()),
    },
  });
  if (requested > MAX_QUERY_COST)
    return {
      errors: [
        {
          message: `Query cost is ${requested}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).`,
          extensions: {
            code: 'MAX_COST_EXCEEDED',
            cost: requested,
            maxCost: MAX_QUERY_COST,
            documentation: 'https://shopify.dev/api/usage/rate-limits',
          },
        },
      ],
    };
  if (!bucket.take(requested, performance.now())) return throttled(requested, bucket);

  const { data, errors } = resolve(compiled, request);
  const actual = Math.min(requested, actualCost(root, prepared.operation.selectionSet, context, data));
  bucket.giveBack(requested - actual);
  return { data, ...(errors.length > 0 ? { errors } : {}), extensions: cost(actual) };
}

/** Shopify's answer to a request beyond the bucket, with HTTP 200. */
export function throttled(requested: number, bucket: Bucket): GraphqlAnswer {
  return {
    errors: [
      {
        message: 'Throttled',
        extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
      },
    ],
    extensions: {
      cost: {
        requestedQueryCost: requested,
        actualQueryCost: null,
        throttleStatus: bucket.status(performance.now()),
      },
    },
  };
}

/** The points that a prepared request asks for; 0 where it can't be compiled. */
export function costOf(prepared: Prepared, request: ShopRequest): number {
  const root = rootType(prepared.operation);
  const compiled = compile(prepared, root, request);
  return 'problem' in compiled ? 0 : requestedCost(root, prepared.operation.selectionSet, compiled.context);
}

interface Compiled {
  context: CompileContext;
  fields: { key: string; read: (source: Stored, request: ShopRequest) => unknown }[];
}

const CACHED = 200;
const cache = new Map<string, Compiled>();

function compile(
  prepared: Prepared,
  root: GraphQLObjectType,
  request: ShopRequest,
): Compiled | { problem: Problem } {
  // The compiled fields depend on what may be seen, and on variables only where @include or @skip ask for them.
  const conditional = /@(include|skip)\b/.test(prepared.document.loc?.source.body ?? '');
  const key = [
    prepared.checked.hash,
    prepared.operation.name?.value,
    [...request.granted].join(),
    request.redacted,
    conditional ? JSON.stringify(prepared.variables) : '',
  ].join('\n');
  const known = cache.get(key);
  if (known) {
    known.context.variables = prepared.variables;
    return known;
  }
  const context: CompileContext = {
    fragments: {},
    roots: ROOTS,
    granted: request.granted,
    redacted: request.redacted,
    variables: prepared.variables,
    denied: [],
    bubbled: false,
  };
  for (const definition of prepared.document.definitions)
    if (definition.kind === NodeKind.FRAGMENT_DEFINITION)
      context.fragments[definition.name.value] = definition;
  try {
    const fields = fieldsOf(root, [prepared.operation.selectionSet], context).map(({ key: name, nodes }) => ({
      key: name,
      read: compileField(root, nodes, context, [name]),
    }));
    const compiled = { context, fields };
    if (cache.size >= CACHED) cache.delete(cache.keys().next().value!);
    cache.set(key, compiled);
    return compiled;
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  }
}

function resolve(
  { context, fields }: Compiled,
  request: ShopRequest,
): { data: Stored | null; errors: Problem[] } {
  const data: Stored = {};
  const errors: Problem[] = [];
  for (const { key, read } of fields) {
    try {
      data[key] = read({}, request);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      data[key] = null;
      errors.push({ path: [key], ...error.problem });
    }
  }
  // Read after resolving: selections on interfaces are compiled when their first object is met.
  if (context.bubbled) return { data: null, errors: [...errors, ...context.denied] };
  for (const problem of context.denied)
    for (const path of placesOf(problem.path ?? [], data)) errors.push({ ...problem, path });
  return { data, errors };
}

/** A path of keys as the places in an answer that it leads to, with the indexes of lists. */
function placesOf(keys: readonly (string | number)[], value: unknown): (string | number)[][] {
  if (value === null || value === undefined) return keys.length === 0 ? [[]] : [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => placesOf(keys, item).map((rest) => [index, ...rest]));
  const [key, ...rest] = keys;
  if (key === undefined) return [];
  return placesOf(rest, (value as Stored)[key]).map((place) => [key, ...place]);
}

function rootType(operation: OperationDefinitionNode): GraphQLObjectType {
  const type = adminSchema().getRootType(operation.operation);
  if (!type) throw badRequest(`Operations of type ${operation.operation} are not supported`);
  return type;
}
