/** A bulk operation's query: checked against Shopify's limits and compiled to lines of JSONL. */
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
  Kind as NodeKind,
  type SelectionSetNode,
} from 'graphql';
import {
  type CompileContext,
  compileObject,
  fieldsOf,
  isConnection,
  type Selected,
  subselections,
} from './compile.ts';
import { readerOf } from './fields.ts';
import { LISTS } from './lists.ts';
import { notResolved } from './problems.ts';
import type { ShopRequest } from './request.ts';
import { adminSchema, checkDocument } from './schema.ts';
import type { Arguments, Stored } from './values.ts';

const MAX_CONNECTIONS = 5;
const MAX_DEPTH = 2;

/** Said to the app as a user error. */
export class BulkQueryError extends Error {}

export interface BulkQuery {
  /** The root list, and its arguments. */
  field: string;
  args: Arguments;
  /** The lines of one root object: itself, and those below it, which name their parent. */
  lines(root: Stored, request: ShopRequest): { own: string; below: string[] };
}

/** Throws BulkQueryError for what Shopify refuses, ProblemError for what the sandbox can't. */
export function compileBulkQuery(text: string, context: CompileContext): BulkQuery {
  const { document, errors } = checkDocument(text);
  if (!document || errors.length > 0)
    throw new BulkQueryError(`Invalid bulk query: ${errors.map(({ message }) => message).join('; ')}`);
  const [operation, ...others] = document.definitions.filter(
    (definition) => definition.kind === NodeKind.OPERATION_DEFINITION,
  );
  if (!operation || others.length > 0 || operation.operation !== 'query')
    throw new BulkQueryError('Invalid bulk query: it must hold a single query operation.');
  for (const definition of document.definitions)
    if (definition.kind === NodeKind.FRAGMENT_DEFINITION)
      context.fragments[definition.name.value] = definition;
  const rootType = adminSchema().getQueryType()!;
  const roots = fieldsOf(rootType, [operation.selectionSet], context);
  const root = roots[0]!;
  const name = root.nodes[0]!.name.value;
  if (roots.length > 1)
    throw new BulkQueryError('Bulk queries with more than one top-level field are not supported.');
  const definition = rootType.getFields()[name]!;
  checkLimits(rootType, roots, context);
  if (!Object.hasOwn(LISTS, name) || !isConnection(definition.type))
    throw notResolved(`bulk queries of ${name}`);
  const reader = readerOf(rootType.name, name, context.roots);
  for (const argument of root.nodes[0]!.arguments ?? [])
    if (!reader?.args.includes(argument.name.value))
      throw notResolved(`the argument ${argument.name.value} of bulk ${name}`);
  return {
    field: name,
    args: getArgumentValues(definition, root.nodes[0]!, {}),
    lines: compileRoot(definition.type, root.nodes, context),
  };
}

interface Seen {
  connections: number;
}

function checkLimits(type: GraphQLObjectType, fields: Selected[], context: CompileContext): void {
  const seen: Seen = { connections: 0 };
  visit(type, fields, context, { depth: 0, list: null, node: null }, seen);
  if (seen.connections === 0) throw new BulkQueryError('Bulk queries must contain at least one connection.');
  if (seen.connections > MAX_CONNECTIONS)
    throw new BulkQueryError(
      `Bulk queries cannot contain more than ${MAX_CONNECTIONS} connections (found ${seen.connections}).`,
    );
}

interface Place {
  /** Connections above. */
  depth: number;
  /** The list that this is within. */
  list: string | null;
  /** The selection of the connection's node above: must have the id, for children to name it. */
  node: Selected[] | null;
}

function visit(
  type: GraphQLObjectType,
  fields: Selected[],
  context: CompileContext,
  place: Place,
  seen: Seen,
): void {
  for (const { nodes } of fields) {
    const name = nodes[0]!.name.value;
    const definition = type.getFields()[name];
    if (!definition) continue;
    const named = getNamedType(definition.type);
    if (isLeafType(named)) continue;
    let inner = place;
    if (isConnection(definition.type)) {
      seen.connections += 1;
      if (place.list !== null)
        throw new BulkQueryError(
          `Queries that contain a connection field within a list field are not currently supported. Invalid connection field: ${name}. Invalid list field: ${place.list}.`,
        );
      // One root and two levels below it.
      if (place.depth > MAX_DEPTH)
        throw new BulkQueryError(
          `Bulk queries cannot contain connections with a nesting depth greater than ${MAX_DEPTH}.`,
        );
      if (
        place.node &&
        !place.node.some(({ key, nodes: [field] }) => key === 'id' && field!.name.value === 'id')
      )
        throw new BulkQueryError(
          `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${name}.`,
        );
      inner = { ...place, depth: place.depth + 1 };
      const nodeType = getNamedType((named as GraphQLObjectType).getFields().nodes!.type);
      const sets = connectionNodes(named as GraphQLObjectType, nodes, context);
      for (const concrete of concreteTypes(nodeType.name)) {
        const selected = fieldsOf(concrete, sets, context);
        visit(concrete, selected, context, { ...inner, node: selected }, seen);
      }
      continue;
    }
    const bare = isNonNullType(definition.type) ? definition.type.ofType : definition.type;
    if (isListType(bare)) inner = { ...place, list: name };
    for (const concrete of concreteTypes(named.name))
      visit(concrete, fieldsOf(concrete, subselections(nodes), context), context, inner, seen);
  }
}

function concreteTypes(name: string): GraphQLObjectType[] {
  const type = adminSchema().getType(name);
  // The first of an interface's types stands for all: fragments on others are met when lines are written.
  if (isAbstractType(type)) return adminSchema().getPossibleTypes(type).slice(0, 1) as GraphQLObjectType[];
  return [type as GraphQLObjectType];
}

/** The selections on a connection's nodes, through `edges { node }` or `nodes`. */
function connectionNodes(
  type: GraphQLObjectType,
  nodes: FieldNode[],
  context: CompileContext,
): SelectionSetNode[] {
  return fieldsOf(type, subselections(nodes), context).flatMap(({ nodes: inner }) => {
    const name = inner[0]!.name.value;
    if (name === 'nodes') return subselections(inner);
    if (name !== 'edges') return [];
    const edge = getNamedType(type.getFields().edges!.type) as GraphQLObjectType;
    return fieldsOf(edge, subselections(inner), context)
      .filter(({ nodes: below }) => below[0]!.name.value === 'node')
      .flatMap(({ nodes: below }) => subselections(below));
  });
}

type Emit = (source: Stored, request: ShopRequest, parentId: string | null, below: string[]) => string;

function compileRoot(
  type: GraphQLOutputType,
  nodes: FieldNode[],
  context: CompileContext,
): BulkQuery['lines'] {
  const emit = compileLines(getNamedType(type) as GraphQLObjectType, nodes, context);
  return (root, request) => {
    const below: string[] = [];
    return { own: emit(root, request, null, below), below };
  };
}

/** Lines of a connection's nodes: the object's own fields in one, each node of a connection below in another. */
function compileLines(connection: GraphQLObjectType, nodes: FieldNode[], context: CompileContext): Emit {
  const nodeType = getNamedType(connection.getFields().nodes!.type);
  const type = adminSchema().getType(nodeType.name);
  if (isAbstractType(type)) throw notResolved(`bulk lines of ${nodeType.name}`);
  const object = type as GraphQLObjectType;
  const sets = connectionNodes(connection, nodes, context);
  const own: FieldNode[] = [];
  const children: { read: (source: Stored, request: ShopRequest) => Stored[]; emit: Emit }[] = [];
  for (const { nodes: fieldNodes } of fieldsOf(object, sets, context)) {
    const name = fieldNodes[0]!.name.value;
    const definition = object.getFields()[name];
    if (!definition || !isConnection(definition.type)) {
      own.push(...fieldNodes);
      continue;
    }
    const reader = readerOf(object.name, name, context.roots);
    if (!reader) throw notResolved(`${object.name}.${name}`);
    const node = fieldNodes[0]!;
    const args = getArgumentValues(definition, node, {});
    children.push({
      read: (source, request) => reader.read(source, args, request, node) as Stored[],
      emit: compileLines(getNamedType(definition.type) as GraphQLObjectType, fieldNodes, context),
    });
  }
  const set: SelectionSetNode = { kind: NodeKind.SELECTION_SET, selections: own };
  const project = compileObject(object, [set], context, [object.name]);
  return (source, request, parentId, below) => {
    const line = project(source, request);
    if (parentId !== null) line.__parentId = parentId;
    for (const child of children)
      for (const item of child.read(source, request)) {
        const grandchildren: string[] = [];
        below.push(child.emit(item, request, source.id as string, grandchildren), ...grandchildren);
      }
    return escapeSlashes(JSON.stringify(line));
  };
}

/** Shopify's JSONL writes gids with `\/`. */
function escapeSlashes(json: string): string {
  return json.replaceAll('/', '\\/');
}
