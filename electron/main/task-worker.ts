/** A thread of the desktop's pool. */
import { TASKS } from '../../agents/tasks.ts';
import { DOCUMENT_TASKS } from '../../core/purchasing/documents/document-tasks.ts';
import { serveTasks } from '../../core/work/serve-tasks.ts';

export const runTask = serveTasks({ ...TASKS, ...DOCUMENT_TASKS });
