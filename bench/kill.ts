/** `kill`: as many processes killed at random as one likes. Options: `times` (1000), `seed`, `atOnce` (2). */
import { killAtRandom } from '../tests/kill/campaign.ts';
import { type Bench, numberOption, rounded } from './bench.ts';

export const run: Bench = async (options) => {
  const times = numberOption(options, 'times', 1000);
  const seed = numberOption(options, 'seed', Date.now() % 1_000_000);
  const { kills, stories, seconds, faults } = await killAtRandom(
    times,
    seed,
    numberOption(options, 'atOnce', 2),
  );
  return {
    name: 'kill',
    pass: faults.length === 0 && kills >= times,
    kills,
    stories,
    seed,
    seconds: rounded(seconds),
    faults,
  };
};
