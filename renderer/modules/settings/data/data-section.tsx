/** What is kept: files taken in, backups, exports, and people's data that has to go. */
import { BackupsCard } from './backups-card.tsx';
import { CustomerCard } from './customer-card.tsx';
import { ExportCard } from './export-card.tsx';
import { ImportsCard } from './imports-card.tsx';

export function DataSection() {
  return (
    <>
      <ImportsCard />
      <BackupsCard />
      <ExportCard />
      <CustomerCard />
    </>
  );
}
