/** What lies over the page. */
import { useState } from 'react';
import { type Notice, NotificationList } from '../app/notifications/notification-list.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dialog, Sheet } from '../ui/dialog.tsx';
import { Menu, Popover, Tip } from '../ui/popover.tsx';
import { Term } from '../ui/term.tsx';
import { TextField } from '../ui/text-fields.tsx';
import { toast } from '../ui/toast.tsx';

const NOTICES: readonly Notice[] = [
  {
    id: 1,
    severity: 'critical',
    title: 'A change of stock failed',
    text: 'Open it to see why, and try again.',
    lastAt: Date.now() - 60_000,
    count: 3,
    over: false,
    read: false,
  },
  {
    id: 2,
    severity: 'info',
    title: 'The shop was slow',
    text: 'The sync went on by itself.',
    lastAt: Date.now() - 3_600_000,
    count: 1,
    over: true,
    read: true,
  },
];

export function LayerSamples() {
  const [open, setOpen] = useState<'dialog' | 'sheet' | null>(null);
  const close = (): void => setOpen(null);
  const body = <TextField label="Why (for the record)" value="" onChange={() => {}} />;
  const footer = (
    <>
      <Button kind="danger" onPress={close}>
        Stop now
      </Button>
      <Button onPress={close}>Cancel</Button>
    </>
  );
  return (
    <Card title="Layers" scope="the focus comes back">
      <div className="line">
        <Button onPress={() => setOpen('dialog')}>Dialog</Button>
        <Button onPress={() => setOpen('sheet')}>Sheet</Button>
        <Popover title="Confidence" trigger={<Button>Popover</Button>}>
          <p>How far the forecasts behind it were tested.</p>
        </Popover>
        <Menu
          trigger={<IconButton icon="more" label="Menu" />}
          items={[
            { label: 'Rename', icon: 'edit', onPress: () => {} },
            { label: 'Print', icon: 'print', onPress: () => {}, barred: 'It is a draft still.' },
            { label: 'Delete', icon: 'delete', danger: true, onPress: () => {} },
          ]}
        />
        <Tip text="Copies the link to this product">
          <IconButton icon="copy" label="Copy link" />
        </Tip>
        <Term name="net-sales" trueAt="as of 12:20" />
        <Button onPress={() => toast({ title: 'Rejected', text: 'Order 480 Cakestands', undo: () => {} })}>
          Toast with undo
        </Button>
        <Button onPress={() => toast({ title: 'The shop does not answer', tone: 'risk' })}>
          Toast of a fault
        </Button>
      </div>
      <Dialog
        open={open === 'dialog'}
        onClose={close}
        title="Stop all agents"
        text="Nothing is sent to a shop."
        footer={footer}
      >
        {body}
      </Dialog>
      <Sheet open={open === 'sheet'} onClose={close} title="Notifications" footer={footer}>
        <NotificationList notices={NOTICES} onOpen={close} onReadAll={close} />
      </Sheet>
    </Card>
  );
}
