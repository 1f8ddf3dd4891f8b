/** Why, beside the page: the whole evidence of one proposal, and the decision under it. */
import { useQuery } from '@tanstack/react-query';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { useApi } from '../bridge-context.tsx';
import { placeTo } from '../navigation/place.ts';
import { reads } from '../queries.ts';
import { useDecision } from './decide.ts';
import { DecisionBar } from './decision-bar.tsx';
import { ProposalDetails } from './proposal-details.tsx';
import { Outcome } from './proposal-row.tsx';

interface WhySheetProps {
  id: number;
  onClose: () => void;
}

export function WhySheet({ id, onClose }: WhySheetProps) {
  const query = useQuery(reads(useApi()).action(id));
  return (
    <Sheet
      open
      onClose={onClose}
      title={<span dir="auto">{query.data?.title ?? 'Why'}</span>}
      footer={query.data && <Foot action={query.data} />}
    >
      <Loaded query={query} lines={8}>
        {(action) => <ProposalDetails action={action} />}
      </Loaded>
    </Sheet>
  );
}

function Foot({ action }: { action: ActionRow }) {
  const decision = useDecision(action);
  return (
    <div className="why-foot">
      {action.state !== 'proposed' && <Outcome action={action} />}
      <DecisionBar
        action={action}
        decision={decision}
        focused
        whole
        why={
          <ButtonLink kind="quiet" href={placeTo('approvals', [String(action.id)])}>
            Open in Approvals
          </ButtonLink>
        }
      />
    </div>
  );
}
