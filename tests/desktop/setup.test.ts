/** Setting up and keeping house in the desktop. */
import { describeSetup } from '../journeys/setup-journeys.ts';
import { electronBinary, openElectronHost, openStandInHost } from './journey-hosts.ts';

const binary = electronBinary();

describeSetup('the desktop on the stand-in', openStandInHost);
if (binary !== null) describeSetup('the desktop in Electron', () => openElectronHost(binary));
