/** Takes a rule back: what it kept back may be proposed again. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RuleView } from '../../../shared/contract/rule-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toast.tsx';

export function RemoveRule({ rule, onClose }: { rule: RuleView; onClose: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.rules.remove({ id: rule.id }),
    onSuccess(removed) {
      onClose();
      toast({ title: 'The rule is removed', text: removed.text, tone: 'quiet' });
      return queries.invalidateQueries({ queryKey: ['rules'] });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Remove the rule"
      text="From the next run on agents may propose it again. A removed rule is not put back: reject such a proposal once more to make a new one."
      footer={
        <>
          <Button kind="danger" busy={remove.isPending} onPress={() => remove.mutate()}>
            Remove the rule
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </>
      }
    >
      <p dir="auto">{rule.text}</p>
      {remove.error && <Problem error={remove.error} />}
    </Dialog>
  );
}
