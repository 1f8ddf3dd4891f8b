/** What the contract's suite needs of a transport: a bridge over it, to a core on a new data folder. */
import type { Sandbox } from '../../sandbox/server.ts';
import type { Bridge } from '../../shared/bridge/bridge.ts';

export interface ContractHost {
  bridge: Bridge;
  /** For files that calls name. */
  folder: string;
  /** Breaks the line as a network does; the bridge is to come back by itself. */
  breakLine(): Promise<void>;
  /** Whether the core can start anew, as a restore needs. */
  restarts: boolean;
  close(): Promise<void>;
}

export type OpenContractHost = (folder: string, sandbox: Sandbox) => Promise<ContractHost>;
