/** The core thread of a program without a window of its own. */
import { AGENTS } from '../agents/roster.ts';
import { serveCore } from '../core/host/serve-core.ts';

await serveCore({ agents: AGENTS, taskWorkerUrl: new URL('./task-worker.ts', import.meta.url) });
