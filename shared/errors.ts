/** Errors a person may see: typed, with what to do next, and the cause kept for the log. */

export type ErrorCode =
  | 'runtime_too_old'
  | 'shop_domain_invalid'
  | 'shop_not_found'
  | 'shop_not_permitted'
  | 'credentials_invalid'
  | 'token_expired'
  | 'scope_missing'
  | 'throttled'
  | 'shop_unavailable'
  | 'shop_refused'
  | 'answer_lost'
  | 'bulk_failed'
  | 'data_cut_off'
  | 'stale_value'
  | 'folder_locked'
  | 'folder_read_only'
  | 'disk_full'
  | 'database_newer'
  | 'database_damaged'
  | 'sqlite_too_old'
  | 'key_lost'
  | 'key_locked'
  | 'key_denied'
  | 'key_wrong'
  | 'audit_broken'
  | 'not_found'
  | 'invalid_input'
  | 'invalid_state'
  | 'policy_refused'
  | 'implausible'
  | 'not_allowed'
  | 'agent_paused'
  | 'not_trusted'
  | 'stopped'
  | 'cancelled'
  | 'owner_gone'
  | 'connection_lost'
  | 'unauthorized'
  | 'forbidden'
  | 'too_large'
  | 'rate_limited'
  | 'internal';

export interface ErrorData {
  code: ErrorCode;
  message: string;
  /** What the person can do now, as one imperative sentence. */
  next: string;
  /** Plain facts without secrets or personal data: ids, scopes, paths. */
  details?: Record<string, unknown>;
}

export class RoyalError extends Error {
  readonly code: ErrorCode;
  readonly next: string;
  readonly details: Record<string, unknown> | undefined;

  constructor(data: ErrorData, options?: { cause?: unknown }) {
    super(data.message, options);
    this.name = 'RoyalError';
    this.code = data.code;
    this.next = data.next;
    this.details = data.details;
  }

  toData(): ErrorData {
    return { code: this.code, message: this.message, next: this.next, details: this.details };
  }
}

/** What came over a wire, as an error that was stated there; null where it is none. Checked by hand: pages load no schemas. */
export function statedError(value: unknown): ErrorData | null {
  if (typeof value !== 'object' || value === null) return null;
  const { code, message, next, details } = value as Record<string, unknown>;
  if (typeof code !== 'string' || typeof message !== 'string' || typeof next !== 'string') return null;
  return {
    // Any text, so that the error of a newer program is still understood.
    code: code as ErrorCode,
    message,
    next,
    details:
      typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : undefined,
  };
}

/** Any thrown value as ErrorData; an unknown one is `internal` and keeps only its message. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof RoyalError) return error.toData();
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, next: 'Run `royal doctor`; if it finds nothing, report this message.' };
}
