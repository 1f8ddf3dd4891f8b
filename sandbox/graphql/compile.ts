/** Turns a selection of a validated document into a function over stored objects. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Kind } from '../model.ts';
import { concreteType, type FieldReader, type FieldTable, readerOf } from './fields.ts';
import { type Paged, pageOfArray } from './paging.ts';
import { accessDenied, notResolved, type Problem, protectedData } from './problems.ts';
import type { ShopRequest } from './request.ts';
import { adminSchema } from './schema.ts';
import { isGranted, isProtected, scopesOf } from './scopes.ts';
import type { Arguments, Stored } from './values.ts';

type Project = (value: unknown, request: ShopRequest) => unknown;

export interface CompileContext {
  fragments: Record<string, FragmentDefinitionNode>;
  /** Readers of the root types. */
  roots: Record<string, FieldTable>;
  granted: ReadonlySet<string>;
  redacted: boolean;
  /** Only to decide `@include` and `@skip`. */
  variables: Record<string, unknown>;
  /** Fields answered with null, and why. */
  denied: Problem[];
  /** A denied field may not be null: the whole answer is. */
  bubbled: boolean;
}

export interface Selected {
  key: string;
  nodes: FieldNode[];
}

const KINDS: ReadonlySet<string> = new Set<Kind>([
  'Product',
  'ProductVariant',
  'InventoryItem',
  'Location',
  'Order',
  'FulfillmentOrder',
  'Customer',
]);

/** The fields selected on a concrete type, fragments resolved, by response key. */
export function fieldsOf(
  type: GraphQLObjectType,
  sets: SelectionSetNode[],
  context: CompileContext,
): Selected[] {
  const fields = new Map<string, FieldNode[]>();
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (getDirectiveValues(GraphQLSkipDirective, selection, context.variables)?.if === true) continue;
      if (getDirectiveValues(GraphQLIncludeDirective, selection, context.variables)?.if === false) continue;
      if (selection.kind === 'Field') {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = fields.get(key);
        if (nodes) nodes.push(selection);
        else fields.set(key, [selection]);
        continue;
      }
      const fragment =
        selection.kind === 'FragmentSpread' ? context.fragments[selection.name.value]! : selection;
      const on = fragment.typeCondition?.name.value;
      if (on === undefined || applies(on, type)) visit(fragment.selectionSet);
    }
  };
  sets.forEach(visit);
  return [...fields].map(([key, nodes]) => ({ key, nodes }));
}

function applies(condition: string, type: GraphQLObjectType): boolean {
  if (condition === type.name) return true;
  const named = adminSchema().getType(condition);
  return isAbstractType(named) && adminSchema().isSubType(named, type);
}

export function subselections(nodes: FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap((node) => node.selectionSet ?? []);
}

/** An object of a known type. */
export function compileObject(
  type: GraphQLObjectType,
  sets: SelectionSetNode[],
  context: CompileContext,
  path: string[],
): (source: Stored, request: ShopRequest) => Stored {
  const selected = fieldsOf(type, sets, context);
  const keys = selected.map(({ key }) => key);
  const readers = selected.map(({ key, nodes }) => compileField(type, nodes, context, [...path, key]));
  const whole =
    KINDS.has(type.name) &&
    selected.some(({ nodes }) => !['id', '__typename'].includes(nodes[0]!.name.value));
  return (source, request) => {
    // References are stored as bare ids; the object behind one is read only where more of it is asked for.
    const object = whole && isReference(source) ? fetch(type.name as Kind, source, request) : source;
    const out: Stored = {};
    for (let i = 0; i < keys.length; i++) out[keys[i]!] = readers[i]!(object, request);
    return out;
  };
}

function isReference(source: Stored): boolean {
  for (const key in source) if (key !== 'id') return false;
  return true;
}

function fetch(kind: Kind, reference: Stored, { documents, shop }: ShopRequest): Stored {
  return (documents.get(shop.domain, kind, reference.id as string) as Stored | null) ?? reference;
}

/** One field of an object, with its access checks, arguments and what is selected below. */
export function compileField(
  parent: GraphQLObjectType,
  nodes: FieldNode[],
  context: CompileContext,
  path: string[],
): (source: Stored, request: ShopRequest) => unknown {
  const node = nodes[0]!;
  const name = node.name.value;
  if (name === '__typename') return () => parent.name;
  const definition = parent.getFields()[name]!;
  const reader = readerOf(parent.name, name, context.roots);
  if (!reader) throw notResolved(`${parent.name}.${name}`);
  checkArguments(parent, node, reader);
  const problem = refusal(parent, definition, context, path);
  if (problem) {
    context.denied.push(problem);
    if (isNonNullType(definition.type)) context.bubbled = true;
    return () => null;
  }
  const complete = completion(definition.type, nodes, context, path);
  if (definition.args.length === 0) {
    if (!complete) return (source, request) => reader.read(source, NO_ARGUMENTS, request, node);
    return (source, request) => complete(reader.read(source, NO_ARGUMENTS, request, node), request);
  }
  const paged = isConnection(definition.type);
  return (source, request) => {
    const args = argumentsOf(definition, node, request);
    const value = reader.read(source, args, request, node);
    if (!complete) return value;
    return complete(paged && Array.isArray(value) ? pageOfArray(value, args, name) : value, request);
  };
}

const NO_ARGUMENTS: Arguments = Object.freeze({});

function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  request: ShopRequest,
): Arguments {
  return getArgumentValues(definition, node, request.variables);
}

function checkArguments(parent: GraphQLObjectType, node: FieldNode, reader: FieldReader): void {
  for (const argument of node.arguments ?? [])
    if (!reader.args.includes(argument.name.value))
      throw notResolved(`the argument ${argument.name.value} of ${parent.name}.${node.name.value}`);
}

function refusal(
  parent: GraphQLObjectType,
  definition: GraphQLField<unknown, unknown>,
  context: CompileContext,
  path: string[],
): Problem | null {
  const type = getNamedType(definition.type).name.replace(/(Connection|Edge)$/, '');
  const scopes = scopesOf(parent.name, definition.name, type);
  if (!isGranted(context.granted, scopes)) return accessDenied(definition.name, scopes, path);
  if (context.redacted && isProtected(parent.name, definition.name, type))
    return protectedData(`${parent.name}.${definition.name}`, path);
  return null;
}

export function isConnection(type: GraphQLOutputType): boolean {
  return getNamedType(type).name.endsWith('Connection');
}

/** How a value that was read becomes an answer; undefined for scalars, which are answered as stored. */
function completion(
  type: GraphQLOutputType,
  nodes: FieldNode[],
  context: CompileContext,
  path: string[],
): Project | undefined {
  const named = getNamedType(type);
  if (isLeafType(named)) return undefined;
  const object = isConnection(type)
    ? compileConnection(named as GraphQLObjectType, nodes, context, path)
    : compileNamed(named.name, subselections(nodes), context, path);
  const nullable: Project = (value, request) =>
    value === null || value === undefined ? null : object(value as Stored, request);
  let list = type;
  if (isNonNullType(list)) list = list.ofType;
  if (!isListType(list)) return nullable;
  return (value, request) => (value as unknown[] | null)?.map((item) => nullable(item, request)) ?? null;
}

/** An object whose type may be abstract: compiled for each concrete type at first sight. */
function compileNamed(
  name: string,
  sets: SelectionSetNode[],
  context: CompileContext,
  path: string[],
): (source: Stored, request: ShopRequest) => unknown {
  const type = adminSchema().getType(name);
  if (isObjectType(type)) return compileObject(type, sets, context, path);
  const byType = new Map<string, (source: Stored, request: ShopRequest) => Stored | null>();
  return (source, request) => {
    const concrete = concreteType(name, source);
    let project = byType.get(concrete);
    if (!project) {
      const object = adminSchema().getType(concrete);
      if (!isObjectType(object)) throw notResolved(`objects of type ${concrete}`);
      const scopes = scopesOf('', '', concrete);
      if (isGranted(context.granted, scopes)) project = compileObject(object, sets, context, path);
      else {
        context.denied.push(accessDenied(path.at(-1)!, scopes, path));
        project = () => null;
      }
      byType.set(concrete, project);
    }
    return project(source, request);
  };
}

function compileConnection(
  type: GraphQLObjectType,
  nodes: FieldNode[],
  context: CompileContext,
  path: string[],
): (value: Stored, request: ShopRequest) => unknown {
  const nodeType = getNamedType(type.getFields().nodes!.type).name;
  const parts = fieldsOf(type, subselections(nodes), context).map(({ key, nodes: inner }) => {
    const name = inner[0]!.name.value;
    const below = [...path, key];
    if (name === 'nodes') {
      const project = compileNamed(nodeType, subselections(inner), context, below);
      return { key, read: (page: Paged, request: ShopRequest) => page.nodes.map((n) => project(n, request)) };
    }
    if (name === 'edges') return { key, read: compileEdges(nodeType, type, inner, context, below) };
    if (name === 'pageInfo') return { key, read: pageInfo(type, inner, context) };
    if (name === '__typename') return { key, read: () => type.name };
    throw notResolved(`${type.name}.${name}`);
  });
  return (value, request) => {
    const page = value as unknown as Paged;
    const out: Stored = {};
    for (const { key, read } of parts) out[key] = read(page, request);
    return out;
  };
}

function compileEdges(
  nodeType: string,
  connection: GraphQLObjectType,
  nodes: FieldNode[],
  context: CompileContext,
  path: string[],
): (page: Paged, request: ShopRequest) => unknown {
  const edge = getNamedType(connection.getFields().edges!.type) as GraphQLObjectType;
  const parts = fieldsOf(edge, subselections(nodes), context).map(({ key, nodes: inner }) => {
    const name = inner[0]!.name.value;
    if (name === 'cursor') return { key, read: (page: Paged, at: number) => page.cursors[at] };
    if (name === '__typename') return { key, read: () => edge.name };
    const project = compileNamed(nodeType, subselections(inner), context, [...path, key]);
    return {
      key,
      read: (page: Paged, at: number, request: ShopRequest) => project(page.nodes[at]!, request),
    };
  });
  return (page, request) =>
    page.nodes.map((_, at) =>
      Object.fromEntries(parts.map(({ key, read }) => [key, read(page, at, request)])),
    );
}

function pageInfo(
  connection: GraphQLObjectType,
  nodes: FieldNode[],
  context: CompileContext,
): (page: Paged) => unknown {
  const type = getNamedType(connection.getFields().pageInfo!.type) as GraphQLObjectType;
  const selected = fieldsOf(type, subselections(nodes), context);
  return (page) => {
    const info: Stored = {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.cursors[0] ?? null,
      endCursor: page.cursors.at(-1) ?? null,
      __typename: 'PageInfo',
    };
    return Object.fromEntries(selected.map(({ key, nodes: inner }) => [key, info[inner[0]!.name.value]]));
  };
}
