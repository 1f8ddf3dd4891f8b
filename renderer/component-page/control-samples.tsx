/** Buttons, pills, badges, cards, rows, progress, empty states, steps, icons. */
import { useState } from 'react';
import { Button, ButtonLink, IconButton } from '../ui/button.tsx';
import { Card, Skeleton } from '../ui/card.tsx';
import { DropZone } from '../ui/drop-zone.tsx';
import { Empty } from '../ui/empty.tsx';
import { ICON_NAMES, Icon } from '../ui/icon.tsx';
import { COMMAND_KEY, Keys } from '../ui/keys.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Badge, Pill } from '../ui/pill.tsx';
import { Progress } from '../ui/progress.tsx';
import { Row, Rows } from '../ui/rows.tsx';
import { Stepper } from '../ui/stepper.tsx';

export function ControlSamples() {
  const [files, setFiles] = useState<File[]>([]);
  const refetch = () => Promise.reject(new Error('The sample fails again.'));
  return (
    <>
      <Card title="Buttons" scope="filled only for the focused proposal">
        <div className="line">
          <Button kind="primary" icon="check">
            Approve
          </Button>
          <Button>Reject</Button>
          <Button kind="quiet">Why</Button>
          <Button kind="danger" icon="stop">
            Stop all agents
          </Button>
          <Button busy>Sending</Button>
          <Button barred="It needs a synced store.">Run now</Button>
          <IconButton icon="more" label="More" />
          <ButtonLink href="#/inventory" icon="inventory">
            Inventory
          </ButtonLink>
          <Keys keys={[COMMAND_KEY, 'K']} />
        </div>
      </Card>
      <Card title="States" scope="colour, sign and word">
        <div className="line">
          <Pill tone="live" icon="sync">
            Syncing
          </Pill>
          <Pill tone="good" icon="check">
            Done
          </Pill>
          <Pill tone="wait" icon="clock">
            Waits for you
          </Pill>
          <Pill tone="risk" icon="warning">
            Failed
          </Pill>
          <Pill tone="quiet" icon="undo">
            Undone
          </Pill>
          <Badge count={4} label="4 wait for you" />
          <Badge count={1200} label="1,200 wait for you" />
        </div>
      </Card>
      <div className="sample-grid">
        <Card title="Old" scope="last 28 days" stale="as of 12:20, not connected">
          <p>What is of before loses its light.</p>
        </Card>
        <Card title="On its way" scope="last 28 days">
          <Skeleton lines={3} />
        </Card>
        <Card title="Failed" scope="last 28 days">
          <Loaded query={{ data: undefined, error: new Error('The shop does not answer.'), refetch }}>
            {() => null}
          </Loaded>
        </Card>
        <Card title="Empty" scope="nothing yet">
          <Empty title="No supplier yet." action={<Button icon="plus">Add a supplier</Button>}>
            With a supplier’s lead time the program knows when to order.
          </Empty>
        </Card>
        <Card title="Long work" scope="now">
          <Progress
            label="Syncing Northgate Gifts"
            what="Orders"
            done={12_400}
            total={40_000}
            etaMs={95_000}
            onCancel={() => {}}
          />
          <Progress label="Preparing" what="Shopify is preparing the files" done={0} total={null} />
        </Card>
        <Card title="Rows" scope="j, k, Enter">
          <Rows label="Orders">
            <Row label="Order #1001" first onOpen={() => {}} current>
              Order #1001
            </Row>
            <Row label="مصباح طاولة" first={false} onOpen={() => {}}>
              مصباح طاولة نحاسي
            </Row>
            <Row label="Işıltılı çiçek" first={false} onOpen={() => {}}>
              Işıltılı ÇİÇEK ğ
            </Row>
          </Rows>
        </Card>
      </div>
      <Card title="Steps and files" scope="first run">
        <Stepper
          label="First run"
          steps={[
            { id: 'connect', title: 'Connect', state: 'done' },
            { id: 'gaps', title: 'Fill the gaps', state: 'now' },
            { id: 'interrupt', title: 'What may interrupt you', state: 'later' },
          ]}
          onSelect={() => {}}
        />
        <DropZone
          label="Drop Shopify’s CSV exports here, or choose them"
          hint={
            files.length > 0
              ? files.map(({ name }) => name).join(', ')
              : 'Products, inventory, orders, customers'
          }
          accept=".csv,text/csv"
          multiple
          onFiles={setFiles}
        />
      </Card>
      <Card title="Icons" scope={`${ICON_NAMES.length} drawings`}>
        <div className="line small">
          {ICON_NAMES.map((name) => (
            <span className="line" key={name}>
              <Icon name={name} />
              {name}
            </span>
          ))}
        </div>
      </Card>
    </>
  );
}
