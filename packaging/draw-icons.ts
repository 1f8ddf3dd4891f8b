/** `npm run icons`: draws every icon anew after a change of resources/icon.svg. */
import { INSTALLER_ICONS, RUNTIME_ICONS } from './icons.ts';
import { drawAll } from './write-icons.ts';

await drawAll({ ...RUNTIME_ICONS, ...INSTALLER_ICONS });
