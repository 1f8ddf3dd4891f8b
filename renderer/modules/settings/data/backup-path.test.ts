import { describe, expect, it } from 'vitest';
import { backupPath } from './backup-path.ts';

const AT = new Date(2026, 10, 5, 7, 3);

describe('where a backup goes', () => {
  it('is a new folder beside the data, in the way of the machine', () => {
    expect(backupPath('/home/ada/royal/', AT)).toBe('/home/ada/royal-backup-2026-11-05-0703');
    expect(backupPath('C:\\Users\\Ada\\royal', AT)).toBe('C:\\Users\\Ada\\royal-backup-2026-11-05-0703');
  });
});
