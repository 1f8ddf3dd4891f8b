/**
 * Query cost in points, after https://shopify.dev/docs/api/usage/limits: scalars 0, objects 1, mutations 10,
 * connections sized by `first`. Since 2024 the size counts less than in full: `variants(first: 250)` with one object
 * below each node was answered with 24 (https://community.shopify.dev/t/23101), which 2 + 2·ln(250) per object
 * fits. Two assumptions where nothing is published: the curve between, and that money costs nothing.
 */
import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type CompileContext, fieldsOf, isConnection, subselections } from './compile.ts';
import { adminSchema } from './schema.ts';
import type { Stored } from './values.ts';

export const MAX_QUERY_COST = 1000;
const MUTATION_COST = 10;
const FREE = new Set(['MoneyBag', 'MoneyV2', 'PageInfo']);

/** How many points a list of `count` objects of one point each costs. */
function listCost(count: number): number {
  return count <= 1 ? count : Math.max(1, 2 * Math.log(count));
}

/** Points asked for by the fields of a root type. Variables must be coerced already. */
export function requestedCost(
  root: GraphQLObjectType,
  operation: FieldNode['selectionSet'],
  context: CompileContext,
): number {
  return Math.round(costOfFields(root, operation ? [operation] : [], context, undefined));
}

/** Points of what was answered; never more than what was asked for. */
export function actualCost(
  root: GraphQLObjectType,
  operation: FieldNode['selectionSet'],
  context: CompileContext,
  data: Stored | null,
): number {
  if (!data) return 0;
  return Math.round(costOfFields(root, operation ? [operation] : [], context, data));
}

/** With `answer` undefined the cost as requested, else the cost of the answer. */
function costOfFields(
  type: GraphQLObjectType,
  sets: Parameters<typeof fieldsOf>[1],
  context: CompileContext,
  answer: Stored | undefined,
): number {
  let cost = 0;
  for (const { key, nodes } of fieldsOf(type, sets, context)) {
    const definition = type.getFields()[nodes[0]!.name.value];
    if (!definition || isLeafType(getNamedType(definition.type))) continue;
    const value = answer?.[key];
    if (type.name === 'Mutation') {
      // The payload's own objects are within the ten points.
      cost += MUTATION_COST;
      continue;
    }
    if (answer && (value === null || value === undefined)) continue;
    const args = getArgumentValues(definition, nodes[0]!, context.variables);
    if (isConnection(definition.type))
      cost += costOfConnection(
        definition.type,
        nodes,
        context,
        Number(args.first ?? 0),
        value as Stored | undefined,
      );
    else cost += costOfValue(definition.type, nodes, context, args, value);
  }
  return cost;
}

function costOfConnection(
  type: GraphQLOutputType,
  nodes: FieldNode[],
  context: CompileContext,
  first: number,
  page: Stored | undefined,
): number {
  const connection = getNamedType(type) as GraphQLObjectType;
  let cost = 2;
  for (const { key, nodes: inner } of fieldsOf(connection, subselections(nodes), context)) {
    const name = inner[0]!.name.value;
    if (name !== 'nodes' && name !== 'edges') continue;
    const nodeType = getNamedType(connection.getFields().nodes!.type).name;
    const paths = name === 'nodes' ? [{ key: null, inner }] : edgeNodes(connection, inner, context);
    for (const path of paths) {
      if (page === undefined) {
        cost += listCost(first) * costOfObject(nodeType, path.inner, context, undefined);
        continue;
      }
      const items = (page[key] as Stored[]).map((item) =>
        path.key === null ? item : (item[path.key] as Stored),
      );
      const sum = items.reduce((total, item) => total + costOfObject(nodeType, path.inner, context, item), 0);
      if (items.length > 0) cost += (sum / items.length) * listCost(items.length);
    }
  }
  return cost;
}

function edgeNodes(
  connection: GraphQLObjectType,
  nodes: FieldNode[],
  context: CompileContext,
): { key: string; inner: FieldNode[] }[] {
  const edge = getNamedType(connection.getFields().edges!.type) as GraphQLObjectType;
  return fieldsOf(edge, subselections(nodes), context)
    .filter(({ nodes: inner }) => inner[0]!.name.value === 'node')
    .map(({ key, nodes: inner }) => ({ key, inner }));
}

function costOfValue(
  type: GraphQLOutputType,
  nodes: FieldNode[],
  context: CompileContext,
  args: Record<string, unknown>,
  value: unknown,
): number {
  const name = getNamedType(type).name;
  if (!isListType(isNonNullType(type) ? type.ofType : type))
    return costOfObject(name, nodes, context, value as Stored | undefined);
  if (Array.isArray(value)) {
    const items = value.filter((item) => item !== null) as Stored[];
    return items.reduce((total, item) => total + costOfObject(name, nodes, context, item), 0);
  }
  // Lists have no size before they are read; those by ids have.
  const size = Array.isArray(args.ids) ? args.ids.length : 1;
  return size * costOfObject(name, nodes, context, undefined);
}

function costOfObject(
  name: string,
  nodes: FieldNode[],
  context: CompileContext,
  answer: Stored | undefined,
): number {
  const own = FREE.has(name) ? 0 : 1;
  const type = adminSchema().getType(name);
  const sets = subselections(nodes);
  if (isObjectType(type)) return own + costOfFields(type, sets, context, answer);
  if (!isAbstractType(type)) return own;
  const possible = adminSchema()
    .getPossibleTypes(type)
    .filter((candidate) => name !== 'Node' || mentions(sets, candidate.name, context));
  return own + Math.max(0, ...possible.map((candidate) => costOfFields(candidate, sets, context, answer)));
}

/** Whether a selection on Node has a fragment on this type: Node has hundreds of types. */
function mentions(sets: Parameters<typeof fieldsOf>[1], name: string, context: CompileContext): boolean {
  return sets.some((set) =>
    set.selections.some((selection) => {
      if (selection.kind === 'Field') return false;
      const fragment =
        selection.kind === 'FragmentSpread' ? context.fragments[selection.name.value]! : selection;
      return fragment.typeCondition?.name.value === name || mentions([fragment.selectionSet], name, context);
    }),
  );
}
