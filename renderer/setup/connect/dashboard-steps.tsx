/** The exact clicks in Shopify's Dev Dashboard, as they stand in November 2026. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { OutsideLink } from '../../ui/outside-link.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { setupReads } from '../queries.ts';

/** read: nothing can be changed in the shop. act: also what a person approves. */
export type Extent = 'read' | 'act';

interface DashboardStepsProps {
  extent: Extent;
  onExtent: (extent: Extent) => void;
}

export function DashboardSteps({ extent, onExtent }: DashboardStepsProps) {
  const scopes = useQuery(setupReads(useApi()).scopes());
  return (
    <ol className="clicks">
      <li>
        <p>
          Open the <OutsideLink href="https://dev.shopify.com/dashboard">Dev Dashboard</OutsideLink> and sign
          in with the account that owns the shop. The way there from the shop’s admin:{' '}
          <b>Settings › Apps › Develop apps › Build apps in Dev Dashboard</b>.
        </p>
      </li>
      <li>
        <p>
          <b>Apps › Create app</b>, then <b>Start from Dev Dashboard</b>. Name it <i>Royal Equips</i>, press{' '}
          <b>Create</b>.
        </p>
      </li>
      <li>
        <p>
          You are at <b>Versions</b>. Leave the app URL as it is. What may the program do?
        </p>
        <Segmented
          label="What the program may do"
          value={extent}
          onChange={onExtent}
          options={[
            { value: 'read', label: 'Read only' },
            { value: 'act', label: 'Read, and act when I approve' },
          ]}
        />
        <p className="small dim">
          {extent === 'read'
            ? 'A safe start: nothing in the shop can be changed. You can add the rest at any time.'
            : 'Still nothing is changed that you did not approve.'}
        </p>
        <Loaded query={scopes} lines={2}>
          {(list) => (
            <>
              <p>
                Paste these into <b>Scopes</b>:
              </p>
              <CopyText
                label="the permissions"
                text={list
                  .filter(({ group }) => extent === 'act' || group !== 'acting')
                  .map(({ scope }) => scope)
                  .join(',')}
              />
              <p className="small dim">
                If Shopify does not let you add <code>read_all_orders</code>, leave it out: you then begin
                with the orders of the last 60 days, and older ones can be imported.
              </p>
            </>
          )}
        </Loaded>
      </li>
      <li>
        <p>
          Press <b>Release</b>, and <b>Release</b> once more.
        </p>
      </li>
      <li>
        <p>
          <b>Home › Install app</b>, choose your shop, then <b>Install</b>. The page that opens may be empty:
          close it.
        </p>
      </li>
      <li>
        <p>
          <b>Settings</b> of the app shows the <b>Client ID</b> and, behind the eye, the <b>Secret</b>. Copy
          both into the fields here.
        </p>
      </li>
    </ol>
  );
}
