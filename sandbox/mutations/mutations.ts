/** The fields of Mutation, each entered in the journal with what it changed. */
import { type FieldNode, getDirectiveValues } from 'graphql';
import type { FieldReader, FieldTable } from '../graphql/fields.ts';
import { accessDenied, badRequest, ProblemError } from '../graphql/problems.ts';
import type { ShopRequest } from '../graphql/request.ts';
import { adminSchema } from '../graphql/schema.ts';
import { isGranted, TAG_SCOPES } from '../graphql/scopes.ts';
import type { Arguments, Stored } from '../graphql/values.ts';
import type { Kind } from '../model.ts';
import { adjustQuantities } from './adjust-quantities.ts';
import type { Change } from './journal.ts';
import type { MutationResult, UserError } from './result.ts';
import { setQuantities } from './set-quantities.ts';
import { updateVariants } from './update-variants.ts';

type Act = (args: Arguments, request: ShopRequest) => MutationResult;

/** The payload of a refusal: its fields null, and the reasons. */
function refused(...errors: UserError[]): MutationResult {
  return { payload: { userErrors: errors }, changes: [] };
}

function mutation(name: string, args: readonly string[], act: Act): FieldReader {
  return {
    args,
    read: (_source, given, request) =>
      request.documents.transaction(() => {
        const result = act(given, request);
        record(name, null, result, false, request);
        return result.payload;
      }),
  };
}

/** A mutation that Shopify carries out only with an idempotency key. */
function keyed(name: string, args: readonly string[], act: Act): FieldReader {
  return {
    args,
    read: (_source, given, request, node) => {
      const key = keyOf(node, request);
      return request.documents.transaction(() => actOnce(name, key, given, request, act));
    },
  };
}

function keyOf(node: FieldNode, request: ShopRequest): string {
  const directive = adminSchema().getDirective('idempotent')!;
  const key = getDirectiveValues(directive, node, request.variables)?.key;
  if (typeof key !== 'string')
    throw badRequest('The @idempotent directive is required for this mutation but was not provided.');
  if (key.trim() === '')
    throw badRequest('The idempotency key cannot be an empty string or whitespace only.');
  return key;
}

function actOnce(name: string, key: string, given: Arguments, request: ShopRequest, act: Act): Stored {
  const { idempotency, shop, clock } = request;
  const parameters = { name, given };
  const refuse = (code: string, message: string): Stored => {
    const result = refused({ field: null, message, code });
    record(name, key, result, false, request);
    return result.payload;
  };
  if (request.takenKeys.has(key))
    return refuse(
      'IDEMPOTENCY_CONCURRENT_REQUEST',
      'This request is currently in progress, please try again later.',
    );
  const state = idempotency.look(shop.domain, key, parameters, clock.now());
  if (state.kind === 'mismatch')
    return refuse(
      'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
      'The same idempotency key cannot be used with different operation parameters.',
    );
  if (state.kind === 'failed')
    return refuse(
      'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
      'A previous request with this idempotency key failed. Retry with a new idempotency key.',
    );
  if (state.kind === 'replay') {
    record(name, key, { payload: state.answer, changes: [] }, true, request);
    return state.answer;
  }
  const result = act(given, request);
  const failed = (result.payload.userErrors as UserError[]).length > 0;
  idempotency.keep(shop.domain, key, parameters, failed ? null : result.payload, clock.now());
  record(name, key, result, false, request);
  return result.payload;
}

function record(
  mutationName: string,
  key: string | null,
  { payload, changes }: MutationResult,
  replayed: boolean,
  { journal, shop, clock }: ShopRequest,
): void {
  journal.record({
    at: clock.now(),
    shop: shop.domain,
    mutation: mutationName,
    key,
    effective: changes.length > 0,
    replayed,
    changes,
    errors: (payload.userErrors as UserError[]).map(({ message }) => message),
  });
}

function tagging(name: string, change: (tags: string[], given: string[]) => string[]): FieldReader {
  return mutation(name, ['id', 'tags'], ({ id, tags }, request) => {
    const kind = (id as string).split('/')[3] ?? '';
    const scope = Object.hasOwn(TAG_SCOPES, kind) ? TAG_SCOPES[kind] : undefined;
    if (!scope) return refused({ field: ['id'], message: 'Type is not taggable in the sandbox' });
    if (!isGranted(request.granted, [scope])) throw new ProblemError(accessDenied(name, [scope], [name]));
    const { documents, shop, clock } = request;
    const stored = documents.get(shop.domain, kind as Kind, id as string) as
      | (Stored & { tags: string[] })
      | null;
    if (!stored) return refused({ field: ['id'], message: `${kind} does not exist` });
    const given = (tags as string[]).flatMap((tag) => tag.split(',')).map((tag) => tag.trim());
    const before = stored.tags;
    const after = change(
      before,
      given.filter((tag) => tag !== ''),
    );
    const changes: Change[] = [];
    if (after.length !== before.length) {
      changes.push({ id: id as string, field: 'tags', before, after });
      Object.assign(stored, { tags: after, updatedAt: clock.iso() });
      documents.put(shop.domain, kind as 'Order', stored as never);
      request.webhooks.changed(shop, kind as Kind, stored);
    }
    return { payload: { node: stored, userErrors: [] }, changes };
  });
}

const same = (a: string) => (b: string) => a.toLowerCase() === b.toLowerCase();

export const MUTATION_ROOT: FieldTable = {
  productVariantsBulkUpdate: mutation(
    'productVariantsBulkUpdate',
    ['productId', 'variants', 'allowPartialUpdates'],
    updateVariants,
  ),
  inventoryAdjustQuantities: keyed('inventoryAdjustQuantities', ['input'], adjustQuantities),
  inventorySetQuantities: keyed('inventorySetQuantities', ['input'], setQuantities),
  tagsAdd: tagging('tagsAdd', (tags, given) => {
    const fresh = given.filter((tag, at) => !tags.some(same(tag)) && given.findIndex(same(tag)) === at);
    return fresh.length === 0 ? tags : [...tags, ...fresh].sort();
  }),
  tagsRemove: tagging('tagsRemove', (tags, given) => tags.filter((tag) => !given.some(same(tag)))),
  bulkOperationRunQuery: mutation('bulkOperationRunQuery', ['query', 'groupObjects'], (args, request) => ({
    payload: request.bulk.start(args.query as string, args.groupObjects === true, request),
    changes: [],
  })),
  bulkOperationCancel: mutation('bulkOperationCancel', ['id'], ({ id }, request) => ({
    payload: request.bulk.cancel(request.shop, id as string, request.baseUrl),
    changes: [],
  })),
  webhookSubscriptionCreate: mutation(
    'webhookSubscriptionCreate',
    ['topic', 'webhookSubscription'],
    ({ topic, webhookSubscription }, { webhooks, shop }) => ({
      payload: webhooks.subscribe(shop, topic as string, webhookSubscription as Stored),
      changes: [],
    }),
  ),
  webhookSubscriptionDelete: mutation('webhookSubscriptionDelete', ['id'], ({ id }, { webhooks, shop }) => ({
    payload: webhooks.unsubscribe(shop, id as string),
    changes: [],
  })),
};
