/** Which version this is, what it is made of, and where help is. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { license, version } from '../../../package.json';
import { useApi } from '../../app/bridge-context.tsx';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { isDesktop } from '../../app/shell.ts';

import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { OutsideLink } from '../../ui/outside-link.tsx';

export function AboutSection() {
  const me = useQuery(reads(useApi()).me).data;
  const [asked, setAsked] = useState(false);
  return (
    <Card title="Royal Equips Command Center" scope={`version ${version}`}>
      <dl className="about-facts">
        <dt>Version</dt>
        <dd className="number">{version}</dd>
        <dt>Runs as</dt>
        <dd>{isDesktop ? 'a program of this desktop' : 'a page of this browser'}</dd>
        <dt>You are</dt>
        <dd>{me ? `${me.name}, ${me.role}` : '…'}</dd>
        <dt>Licence</dt>
        <dd>{license}</dd>
        <dt>Your data</dt>
        <dd>stays on the machine that the program runs on</dd>
      </dl>
      <div className="line">
        <Button icon="file" onPress={() => setAsked(true)}>
          Licences of what it is made of
        </Button>
        <ButtonLink href={placeTo('system')} icon="system">
          How it fares
        </ButtonLink>
        <ButtonLink href={placeTo('first-run', ['shop'])} icon="play">
          Set up again
        </ButtonLink>
      </div>
      <p className="small">
        At Shopify: <OutsideLink href="https://dev.shopify.com/dashboard">Dev Dashboard</OutsideLink>,{' '}
        <OutsideLink href="https://admin.shopify.com">admin</OutsideLink>,{' '}
        <OutsideLink href="https://help.shopify.com">help</OutsideLink>
      </p>
      {asked && <Licences onClose={() => setAsked(false)} />}
    </Card>
  );
}

function Licences({ onClose }: { onClose: () => void }) {
  const text = useQuery({
    queryKey: ['licences'],
    async queryFn() {
      const answer = await fetch('licenses.md');
      if (!answer.ok) throw new Error('The licences are not among the files of this build.');
      return await answer.text();
    },
  });
  return (
    <Dialog open wide onClose={onClose} title="What the page is made of">
      <Loaded query={text} lines={12}>
        {(licences) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get in
          <section className="licences small" tabIndex={0} aria-label="Licences">
            {licences}
          </section>
        )}
      </Loaded>
    </Dialog>
  );
}
