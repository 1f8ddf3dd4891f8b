/** An owner's day in the desktop. */
import { describeEveryday } from '../journeys/everyday-journeys.ts';
import { electronBinary, openElectronHost, openStandInHost } from './journey-hosts.ts';

const binary = electronBinary();

describeEveryday('the desktop on the stand-in', openStandInHost);
if (binary !== null) describeEveryday('the desktop in Electron', () => openElectronHost(binary));
