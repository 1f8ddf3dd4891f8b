/** The journeys of tests/journeys in the desktop. */
import { describeApprovals } from '../journeys/approvals-journeys.ts';
import { describeFirstMorning } from '../journeys/first-morning.ts';
import { describeInventory } from '../journeys/inventory-journeys.ts';
import { describeJourneys } from '../journeys/journeys.ts';
import { describeShell } from '../journeys/shell.ts';
import { electronBinary, openElectronHost, openStandInHost } from './journey-hosts.ts';

const binary = electronBinary();

for (const journeys of [
  describeJourneys,
  describeApprovals,
  describeInventory,
  describeFirstMorning,
  describeShell,
]) {
  journeys('the desktop on the stand-in', openStandInHost);
  if (binary !== null) journeys('the desktop in Electron', () => openElectronHost(binary));
}

process.stdout.write(
  `Journeys of the desktop: on the stand-in${binary === null ? '; not in Electron, its binary is not here' : ' and in Electron'}.\n`,
);
