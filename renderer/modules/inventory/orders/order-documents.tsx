/** The order as a file to hand over: PDF, CSV, the draft of a mail with both. */

import type { RoyalClient } from '../../../../shared/contract/contract.ts';
import { toErrorData } from '../../../../shared/errors.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Menu } from '../../../ui/popover.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { toast } from '../../../ui/toast.tsx';

type Format = Parameters<RoyalClient['purchaseOrders']['document']>[0]['format'];

export async function saveDocument(api: RoyalClient, id: number, format: Format): Promise<void> {
  try {
    const { name, mediaType, base64, warning } = await api.purchaseOrders.document({ id, format });
    saveFile([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], mediaType, name);
    toast({
      title: `${name} is with your downloads`,
      text:
        warning ??
        (format === 'mail' ? 'Open it in your mail program: the PDF and the CSV are in it.' : undefined),
      tone: warning ? 'wait' : 'good',
    });
  } catch (error) {
    const { message, next } = toErrorData(error);
    toast({ title: message, text: next, tone: 'risk' });
  }
}

export function DocumentMenu({ orderId }: { orderId: number }) {
  const api = useApi();
  const save = (format: Format) => () => void saveDocument(api, orderId, format);
  return (
    <Menu
      trigger={<Button icon="download">As a file</Button>}
      items={[
        { label: 'PDF, to print or send', icon: 'file', onPress: save('pdf') },
        { label: 'CSV, for a spreadsheet', icon: 'data', onPress: save('csv') },
        { label: 'Mail draft with both', icon: 'mail', onPress: save('mail') },
      ]}
    />
  );
}
