/** Calls that are answered at once, as they go over a socket or a port: what oRPC makes of them, and their answers. */
import type { StandardLinkClient } from '@orpc/client/standard';

/** As oRPC sends them. */
type Call = StandardLinkClient<Record<never, never>>['call'];
export type CallRequest = Parameters<Call>[0];
export type CallResponse = Awaited<ReturnType<Call>>;

export interface CallAnswer {
  /** Of HTTP. */
  status: number;
  /** JSON in oRPC's own protocol, also where it is an error. */
  text: string;
}

export function responseOf({ status, text }: CallAnswer): CallResponse {
  return { status, headers: {}, body: async () => JSON.parse(text) as unknown };
}
