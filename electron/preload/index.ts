/** Hands one message port over to the page, nothing else. */
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('royal', { shell: 'desktop' });

window.addEventListener('message', (event) => {
  if (event.data !== 'royal:connect') return;
  if (event.source === window && event.origin === window.location.origin) ipcRenderer.send('bridge:connect');
  else ipcRenderer.send('bridge:refused', event.origin);
});

ipcRenderer.on('bridge:port', (event) =>
  window.postMessage('royal:port', window.location.origin, event.ports),
);
