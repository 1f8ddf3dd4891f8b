/** Hands one message port over to the page, nothing else. */
import { ipcRenderer } from 'electron';

ipcRenderer.on('royal:port', (event) =>
  window.postMessage('royal:port', window.location.origin, event.ports),
);
