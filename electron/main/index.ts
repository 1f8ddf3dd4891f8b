/** The desktop's main process: starts the core thread and opens the window. */
import { app, BrowserWindow } from 'electron';
import { defaultFolder } from '../../core/data-folder/data-folder.ts';
import { startHost } from '../../core/host/host.ts';

await app.whenReady();
await startHost({
  folder: defaultFolder(process.env),
  schedule: true,
  coreThread: new URL('./core-thread.ts', import.meta.url),
});
new BrowserWindow({ backgroundColor: '#020409' });
