/** Where a variant lies. */
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { words } from '../../../ui/words.ts';
import type { Variant } from './variant.ts';

export function LevelsCard({ variant }: { variant: Variant }) {
  return (
    <Card title="Where it lies" scope="by location">
      {variant.levels.length === 0 ? (
        <Empty title="No location stocks it.">
          Stock it at a location in Shopify; it shows here after the next sync.
        </Empty>
      ) : (
        <div className="scrolls">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Location</th>
                <th scope="col" className="number">
                  Available
                </th>
                <th scope="col" className="number">
                  Promised
                </th>
                <th scope="col" className="number">
                  On hand
                </th>
                <th scope="col" className="number">
                  On its way
                </th>
              </tr>
            </thead>
            <tbody>
              {variant.levels.map((level) => (
                <tr key={level.locationId}>
                  <th scope="row" dir="auto">
                    {level.location}
                  </th>
                  <td className="number">{words.count(level.available)}</td>
                  <td className="number">{words.count(level.committed)}</td>
                  <td className="number">{words.count(level.onHand)}</td>
                  <td className="number">{words.count(level.incoming)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
