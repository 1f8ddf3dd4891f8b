/** A thread that owns an engine, as the core thread does. */
import { parentPort } from 'node:worker_threads';
import { createTaskEngine } from '../task-engine.ts';

const engine = createTaskEngine({ workerUrl: new URL('./sample-worker.ts', import.meta.url), threads: 2 });
const answers = await Promise.all([1, 2, 3, 4].map((input) => engine.run('double', input)));
await engine.close();
parentPort?.postMessage(answers);
