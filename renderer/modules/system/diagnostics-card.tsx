/** What helps somebody else to find a fault: looked at first, then saved and sent by the person. */
import { useMutation } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Problem } from '../../ui/problem.tsx';
import { saveText } from '../../ui/save-file.ts';

export function DiagnosticsCard() {
  const api = useApi();
  const look = useMutation({ mutationFn: () => api.system.diagnostics() });
  const doctor = useMutation({ mutationFn: () => api.doctor.run({ offline: false }) });
  return (
    <Card title="Find a fault" scope="nothing is sent by itself">
      <p className="dim small">
        Diagnostics hold states, versions, counts and the newest log lines: no secrets, no customers, no
        amounts. Read them before you pass them on.
      </p>
      <div className="line">
        <Button icon="eye" busy={look.isPending} onPress={() => look.mutate()}>
          {look.data ? 'Collect anew' : 'Collect diagnostics'}
        </Button>
        {look.data && (
          <Button
            icon="download"
            onPress={() => saveText([look.data.text], 'application/json', look.data.name)}
          >
            Save {look.data.name}
          </Button>
        )}
        <Button icon="search" busy={doctor.isPending} onPress={() => doctor.mutate()}>
          {doctor.isPending ? 'Checking…' : 'Check everything'}
        </Button>
      </div>
      {look.error && <Problem error={look.error} />}
      {doctor.error && <Problem error={doctor.error} />}
      {doctor.data && (
        <ul className="doctor" aria-label="What the check found">
          {doctor.data.map(({ name, state, text, next }) => (
            <li key={name}>
              <span className={`tone-${state === 'ok' ? 'good' : state === 'warn' ? 'wait' : 'risk'}`}>
                <Icon name={state === 'ok' ? 'check' : 'warning'} />
                <span className="unseen">
                  {state === 'ok' ? 'fine: ' : state === 'warn' ? 'look: ' : 'failed: '}
                </span>
              </span>
              <div className="small">
                <b>{name}</b>: {text}
                {next && <p className="dim">{next}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
      {look.data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get in
        <section className="diagnostics" tabIndex={0} aria-label="Diagnostics">
          <code>{look.data.text}</code>
        </section>
      )}
    </Card>
  );
}
