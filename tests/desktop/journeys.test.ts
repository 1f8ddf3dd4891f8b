/** The journeys of tests/journeys in the desktop. */
import { describeJourneys } from '../journeys/journeys.ts';
import { describeShell } from '../journeys/shell.ts';
import { electronBinary, openElectronHost, openStandInHost } from './journey-hosts.ts';

const binary = electronBinary();

describeJourneys('the desktop on the stand-in', openStandInHost);
describeShell('the desktop on the stand-in', openStandInHost);
if (binary !== null) describeJourneys('the desktop in Electron', () => openElectronHost(binary));

process.stdout.write(
  `Journeys of the desktop: on the stand-in${binary === null ? '; not in Electron, its binary is not here' : ' and in Electron'}.\n`,
);
