/** An owner's day in the desktop. */
import { describeEveryday } from '../journeys/everyday-journeys.ts';
import { TWO_WAYS } from '../journeys/hands.ts';
import { electronBinary, openElectronHost, openStandInHost } from './journey-hosts.ts';

const binary = electronBinary();

describeEveryday('the desktop on the stand-in', openStandInHost, TWO_WAYS);
if (binary !== null) describeEveryday('the desktop in Electron', () => openElectronHost(binary), TWO_WAYS);
