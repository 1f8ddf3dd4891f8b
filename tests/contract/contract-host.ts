/** What the contract's suite needs of a transport: a bridge over it, to a core on a new data folder. */
import type { Sandbox } from '../../sandbox/server.ts';
import type { Bridge } from '../../shared/bridge/bridge.ts';

export interface ContractHost {
  bridge: Bridge;
  /** For files that calls name. */
  folder: string;
  /** Breaks the line as a network does; the bridge is to come back by itself. */
  breakLine(): Promise<void>;
  /** A restore needs a core that can start anew; whoever was let in by the older data must be let in again. */
  restore: 'refused' | 'done' | 'signs out';
  /** Whether calls may name files of this machine by their paths. */
  paths: 'read' | 'refused';
  close(): Promise<void>;
}

export type OpenContractHost = (folder: string, sandbox: Sandbox) => Promise<ContractHost>;
