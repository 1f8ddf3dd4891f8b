/** What a journey needs of the host it runs on: a page, the same core from behind, and the power to break things. */
import type { Page } from 'playwright-core';
import type { SandboxProcess } from '../../headless/demo/sandbox-process.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';

export interface JourneyHost {
  /** "headless", "desktop (stubbed)", "desktop". */
  name: string;
  /** Shows the first page, signed in; after `reopenWindow` it is another. */
  page: Page;
  /** The same core without the page: makes happen what the page must notice, and checks what it did. */
  client: RoyalClient;
  sandbox: SandboxProcess;
  /** From now on nothing gets from the page to the core or back, until restored. */
  dropConnection(): Promise<void>;
  restoreConnection(): Promise<void>;
  /** Ends the core as a crash would; the host starts it again by itself. */
  killCore(): Promise<void>;
  /** Ends the window as a crash would, and opens another on the same host. */
  reopenWindow(): Promise<void>;
  /** Closes page, core and sandbox, and removes the data folder. */
  close(): Promise<void>;
}

/** Opens a host on a new data folder, with no store in it and a sandbox of three stores beside it. */
export type OpenJourneyHost = () => Promise<JourneyHost>;
