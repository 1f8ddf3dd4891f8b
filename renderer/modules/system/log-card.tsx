/** The newest lines of the program's log, by how bad they are and by what stands in them. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { LogLevel } from '../../../shared/contract/health-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { LogLines } from '../../setup/log-lines.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';
import { systemReads } from './queries.ts';

const LEVELS: readonly { value: LogLevel; label: string }[] = [
  { value: 'error', label: 'Errors' },
  { value: 'warn', label: 'Warnings too' },
  { value: 'info', label: 'Everything' },
];

export function LogCard() {
  const [level, setLevel] = useState<LogLevel>('info');
  const [text, setText] = useState('');
  const pages = useInfiniteQuery(systemReads(useApi()).log(level));
  // What is brought anew by itself is nobody's wait.
  const lookAgain = useMutation({ mutationFn: () => pages.refetch() });
  const lines = pages.data?.pages.flatMap((page) => page.lines) ?? [];
  const wanted = text.trim().toLowerCase();
  const shown =
    wanted === '' ? lines : lines.filter((line) => JSON.stringify(line).toLowerCase().includes(wanted));
  return (
    <Card title="Log" scope="newest first" className="system-wide">
      <div className="line log-filter">
        <Segmented label="How bad" value={level} onChange={setLevel} options={LEVELS} />
        <TextField
          label="Only lines with"
          hideLabel
          kind="search"
          placeholder="Only lines with…"
          value={text}
          onChange={setText}
        />
        <Button icon="sync" busy={lookAgain.isPending} onPress={() => lookAgain.mutate()}>
          Look again
        </Button>
      </div>
      <Loaded query={pages} lines={8}>
        {() => (
          <>
            <LogLines
              lines={shown}
              empty={
                wanted === ''
                  ? 'The log has no such line.'
                  : `None of the ${words.plural(lines.length, 'line')} read so far has it.`
              }
            />
            {pages.hasNextPage && (
              <div className="line">
                <Button busy={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
                  Older lines
                </Button>
                <span className="small dim">{words.plural(lines.length, 'line')} read so far</span>
              </div>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}
