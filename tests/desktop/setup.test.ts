/** Setting up and keeping house in the desktop; a phone's width is walked in a browser, where phones are. */
import { DESK, describeSetup } from '../journeys/setup-journeys.ts';
import { electronBinary, openElectronHost, openStandInHost } from './journey-hosts.ts';

const binary = electronBinary();

describeSetup('the desktop on the stand-in', openStandInHost, [DESK]);
if (binary !== null) describeSetup('the desktop in Electron', () => openElectronHost(binary), [DESK]);
