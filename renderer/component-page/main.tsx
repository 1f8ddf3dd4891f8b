/** The component page: every part of the kit in its states, without a program behind it. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { DefinitionsContext } from '../ui/term.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { ChartSamples } from './chart-samples.tsx';
import { ControlSamples } from './control-samples.tsx';
import { FieldSamples } from './field-samples.tsx';
import { GridSamples } from './grid-samples.tsx';
import { LayerSamples } from './layer-samples.tsx';
import { TableSamples } from './table-samples.tsx';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/controls.css';
import '../ui/rows.css';
import '../ui/layers.css';
import '../ui/fields.css';
import '../ui/data.css';
import '../app/app.css';
import './component-page.css';

const DEFINITIONS = {
  'net-sales': {
    title: 'Net sales',
    text: 'Gross sales less discounts and returns, without tax and shipping.',
  },
};

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={new QueryClient()}>
        <DefinitionsContext value={DEFINITIONS}>
          <Tooltip.Provider>
            <main className="page samples">
              <h1 className="page-title">Components</h1>
              <ControlSamples />
              <FieldSamples />
              <LayerSamples />
              <ChartSamples />
              <TableSamples />
              <GridSamples />
            </main>
            <Toasts />
          </Tooltip.Provider>
        </DefinitionsContext>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
