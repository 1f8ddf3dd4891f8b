/** What deserves a look, newest first: each leads to the thing itself. Takes what a query brought. */
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';

export interface Notice {
  id: number;
  severity: 'info' | 'warning' | 'critical';
  title: string;
  /** What it means and what to do. */
  text: string;
  lastAt: number;
  /** How often its cause came up. */
  count: number;
  /** Its cause is gone. */
  over: boolean;
  read: boolean;
}

interface NotificationListProps {
  notices: readonly Notice[];
  onOpen: (notice: Notice) => void;
  onReadAll: () => void;
}

const SIGNS: Readonly<Record<Notice['severity'], { tone: Tone; icon: IconName; word: string }>> = {
  critical: { tone: 'risk', icon: 'warning', word: 'Needs you' },
  warning: { tone: 'wait', icon: 'clock', word: 'Look soon' },
  info: { tone: 'quiet', icon: 'info', word: 'To know' },
};

export function NotificationList({ notices, onOpen, onReadAll }: NotificationListProps) {
  const now = useNow();
  if (notices.length === 0)
    return <Empty title="Nothing to tell.">What needs you, fails or was missed stands here.</Empty>;
  return (
    <>
      {notices.some(({ read }) => !read) && (
        <Button kind="quiet" icon="check" onPress={onReadAll}>
          Mark all as read
        </Button>
      )}
      <Rows label="Notifications">
        {notices.map((notice, index) => {
          const sign = notice.over
            ? { tone: 'quiet' as const, icon: 'check' as const, word: 'Over' }
            : SIGNS[notice.severity];
          return (
            <Row key={notice.id} label={notice.title} first={index === 0} onOpen={() => onOpen(notice)}>
              <div className="line">
                <Pill tone={sign.tone} icon={sign.icon}>
                  {sign.word}
                </Pill>
                <span className="dim small">
                  {words.ago(notice.lastAt, now)}
                  {notice.count > 1 && `, ${words.count(notice.count)} times`}
                  {!notice.read && ', unread'}
                </span>
              </div>
              <h3>{notice.title}</h3>
              <p className="dim small">{notice.text}</p>
            </Row>
          );
        })}
      </Rows>
    </>
  );
}
