/** Shopify's real Admin GraphQL schema (2026-10) and documents validated against it, parsed once each. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  buildClientSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type IntrospectionQuery,
  parse,
  validate,
} from 'graphql';

export const API_VERSION = '2026-10';

let schema: GraphQLSchema | undefined;

/** Read at first use; about 0.2 s. */
export function adminSchema(): GraphQLSchema {
  if (!schema) {
    const manifest = findPackageJSON('@shopify/dev-mcp', import.meta.url);
    if (!manifest)
      throw new Error('The sandbox needs @shopify/dev-mcp: run npm install with dev dependencies');
    const packed = readFileSync(join(dirname(manifest), 'dist', 'data', `admin_${API_VERSION}.json.gz`));
    const { data } = JSON.parse(gunzipSync(packed).toString('utf8')) as { data: IntrospectionQuery };
    schema = buildClientSchema(data, { assumeValid: true });
  }
  return schema;
}

export interface Checked {
  /** Short for the text, to key what is compiled from it. */
  hash: string;
  document: DocumentNode | null;
  errors: readonly GraphQLError[];
}

const CACHED = 500;
const checked = new Map<string, Checked>();

/** Parses and validates a document; `errors` is empty where Shopify would accept it. */
export function checkDocument(text: string): Checked {
  const known = checked.get(text);
  if (known) return known;
  const result = check(text);
  if (checked.size >= CACHED) checked.delete(checked.keys().next().value!);
  checked.set(text, result);
  return result;
}

function check(text: string): Checked {
  const hash = createHash('sha256').update(text).digest('base64url');
  try {
    const document = parse(text);
    return { hash, document, errors: validate(adminSchema(), document) };
  } catch (error) {
    if (error instanceof GraphQLError) return { hash, document: null, errors: [error] };
    throw error;
  }
}
