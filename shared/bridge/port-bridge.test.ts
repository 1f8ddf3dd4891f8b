import { expect, it } from 'vitest';
import { RoyalError } from '../errors.ts';
import { portBridge } from './port-bridge.ts';

it('has ended where there will be no port any more', async () => {
  const gone = new RoyalError({
    code: 'owner_gone',
    message: 'The core has ended.',
    next: 'Start it again.',
  });
  const bridge = portBridge(() => Promise.reject(gone));
  await expect.poll(() => bridge.status.current().state).toBe('ended');
  await expect(bridge.api.stop.status()).rejects.toMatchObject({ code: 'owner_gone' });
});
