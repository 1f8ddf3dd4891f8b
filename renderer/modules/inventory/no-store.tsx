/** No store yet: what this part will show, and where to begin. */
import { linkToFirstRun } from '../../app/navigation/links.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';

export function NoStore({ title, children }: { title: string; children: string }) {
  const first = linkToFirstRun();
  return (
    <Card title={title}>
      <Empty
        title="No store is connected yet."
        action={
          first && (
            <ButtonLink href={first} icon="store" kind="primary">
              Connect a store
            </ButtonLink>
          )
        }
      >
        {children}
      </Empty>
    </Card>
  );
}
