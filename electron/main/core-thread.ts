/** The core thread of the desktop. */
import { AGENTS } from '../../agents/roster.ts';
import { serveCore } from '../../core/host/serve-core.ts';

await serveCore({ agents: AGENTS, taskWorkerUrl: new URL('./task-worker.ts', import.meta.url) });
