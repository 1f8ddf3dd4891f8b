/** What the exit status of `royal` means; docs/cli.md and --help say the same. */
import type { ErrorCode } from '../shared/errors.ts';

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  folder: 5,
  shop: 6,
  data: 7,
} as const;

export const EXIT_MEANING: readonly (readonly [number, string])[] = [
  [EXIT.ok, 'done'],
  [EXIT.failed, 'failed: the message says why'],
  [EXIT.usage, 'the command was not understood, or a value in it is not valid'],
  [EXIT.notFound, 'no such store, action, purchase order or file'],
  [EXIT.refused, 'refused: by policy, by the emergency stop, or because it is too late for it'],
  [EXIT.folder, 'the data folder is in use, can not be written, or its disk is full'],
  [EXIT.shop, 'the shop can not be reached, or does not let the program in'],
  [EXIT.data, 'data or keys are damaged, lost, locked, or from a newer version'],
];

const CODES: Record<ErrorCode, number> = {
  runtime_too_old: EXIT.failed,
  shop_domain_invalid: EXIT.usage,
  shop_not_found: EXIT.shop,
  shop_not_permitted: EXIT.shop,
  credentials_invalid: EXIT.shop,
  token_expired: EXIT.shop,
  scope_missing: EXIT.shop,
  throttled: EXIT.shop,
  shop_unavailable: EXIT.shop,
  shop_refused: EXIT.refused,
  answer_lost: EXIT.shop,
  bulk_failed: EXIT.shop,
  data_cut_off: EXIT.shop,
  stale_value: EXIT.refused,
  folder_locked: EXIT.folder,
  folder_read_only: EXIT.folder,
  disk_full: EXIT.folder,
  database_newer: EXIT.data,
  database_damaged: EXIT.data,
  sqlite_too_old: EXIT.failed,
  key_lost: EXIT.data,
  key_locked: EXIT.data,
  key_denied: EXIT.data,
  key_wrong: EXIT.data,
  audit_broken: EXIT.data,
  not_found: EXIT.notFound,
  invalid_input: EXIT.usage,
  invalid_state: EXIT.refused,
  policy_refused: EXIT.refused,
  implausible: EXIT.refused,
  not_allowed: EXIT.refused,
  agent_paused: EXIT.refused,
  not_trusted: EXIT.refused,
  stopped: EXIT.refused,
  cancelled: EXIT.failed,
  owner_gone: EXIT.folder,
  connection_lost: EXIT.folder,
  unauthorized: EXIT.refused,
  forbidden: EXIT.refused,
  too_large: EXIT.usage,
  rate_limited: EXIT.refused,
  internal: EXIT.failed,
};

export function exitCodeOf(code: ErrorCode): number {
  return CODES[code];
}
