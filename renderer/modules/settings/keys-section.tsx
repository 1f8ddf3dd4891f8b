/** Where tokens and keys lie, and how those places fare. Neither names nor values are ever shown. */
import { useQuery } from '@tanstack/react-query';
import type { SecretsStatusView } from '../../../shared/contract/health-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { setupReads } from '../../setup/queries.ts';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { words } from '../../ui/words.ts';

const SOURCES: Readonly<Record<SecretsStatusView['source'], string>> = {
  keychain: 'This machine’s keychain',
  environment: 'The environment of the program',
  file: 'A file that only you can read',
};

const STATES: Readonly<Record<SecretsStatusView['state'], { tone: Tone; word: string }>> = {
  ready: { tone: 'good', word: 'Ready' },
  locked: { tone: 'risk', word: 'Locked' },
  denied: { tone: 'risk', word: 'Access denied' },
  unavailable: { tone: 'risk', word: 'Not there' },
};

export function KeysSection() {
  const status = useQuery(setupReads(useApi()).secrets);
  return (
    <Card title="Keys and tokens" scope="where they lie, never what they are">
      <Loaded query={status} lines={5}>
        {({ source, state, text, providers }) => (
          <div className="form">
            <div className="line">
              <h3>{SOURCES[source]}</h3>
              <Pill tone={STATES[state].tone} icon={state === 'ready' ? 'check' : 'warning'}>
                {STATES[state].word}
              </Pill>
            </div>
            <p>{text}</p>
            <div className="settings-table">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Asked in this order</th>
                    <th scope="col" className="number">
                      Found
                    </th>
                    <th scope="col" className="number">
                      Not there
                    </th>
                    <th scope="col" className="number">
                      Failed
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {providers.map((provider) => (
                    <tr key={provider.source}>
                      <th scope="row">{SOURCES[provider.source]}</th>
                      <td className="number">{words.count(provider.hits)}</td>
                      <td className="number">{words.count(provider.misses)}</td>
                      <td className="number">{words.count(provider.failures)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <p className="small dim">
              Counted since the program was started. Secrets of a shop are changed by connecting it anew; they
              are never shown.
            </p>
          </div>
        )}
      </Loaded>
    </Card>
  );
}
