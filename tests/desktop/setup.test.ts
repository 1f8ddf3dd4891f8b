/** Setting up and keeping house in the desktop. */
import { TWO_WAYS } from '../journeys/hands.ts';
import { describeSetup } from '../journeys/setup-journeys.ts';
import { electronBinary, openElectronHost, openStandInHost } from './journey-hosts.ts';

const binary = electronBinary();

describeSetup('the desktop on the stand-in', openStandInHost, TWO_WAYS);
if (binary !== null) describeSetup('the desktop in Electron', () => openElectronHost(binary), TWO_WAYS);
