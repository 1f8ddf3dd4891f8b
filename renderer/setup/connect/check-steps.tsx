/** What the check found, step by step, with the way out of the failures that owners meet most. */
import type { ReactNode } from 'react';
import type { StoreCheck } from '../../../shared/contract/store-check-schemas.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { OutsideLink } from '../../ui/outside-link.tsx';
import type { Tone } from '../../ui/pill.tsx';

type Step = StoreCheck['steps'][number];

const TITLES: Readonly<Record<Step['step'], string>> = {
  address: 'Address of the shop',
  credentials: 'Id and secret',
  connection: 'The shop lets the program in',
  shop: 'The shop',
  scopes: 'Permissions',
};

const SIGNS: Readonly<Record<Step['state'], { icon: IconName; tone: Tone; word: string }>> = {
  ok: { icon: 'check', tone: 'good', word: 'fine' },
  warn: { icon: 'warning', tone: 'wait', word: 'look at this' },
  failed: { icon: 'cross', tone: 'risk', word: 'failed' },
  skipped: { icon: 'minus', tone: 'quiet', word: 'not yet' },
};

export function CheckSteps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="checks" aria-label="What the check found">
      {steps.map((step) => {
        const { icon, tone, word } = SIGNS[step.state];
        return (
          <li key={step.step} className="check">
            <span className={`tone-${tone}`}>
              <Icon name={icon} />
              <span className="unseen">{word}: </span>
            </span>
            <div>
              <p>
                <b>{TITLES[step.step]}</b>
              </p>
              <p className="dim small" dir="auto">
                {step.text}
              </p>
              {step.error && <p className="small">{step.error.next}</p>}
              {step.error && HELP[step.error.code]}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** Where the core's own sentence is not enough: what it usually is, in the order of likelihood. */
const HELP: Partial<Record<ErrorCode, ReactNode>> = {
  shop_not_permitted: (
    <details className="help" open>
      <summary>Why this happens, and what helps</summary>
      <ol className="points">
        <li>
          The app was made in another organisation, often by an agency or with a partner account. In the{' '}
          <OutsideLink href="https://dev.shopify.com/dashboard">Dev Dashboard</OutsideLink> look at the name
          at the top left: it must be the organisation that the shop belongs to. If it is another, switch
          there and create the app anew.
        </li>
        <li>
          The app is not installed in the shop yet: in the app, <b>Home › Install app</b>.
        </li>
        <li>
          The shop was handed over to you and still belongs to whoever built it: its owner can create the app,
          or move the shop to your organisation.
        </li>
        <li>
          You have an app from before 2026 with a token that begins with <code>shpat_</code>: choose “Token of
          an older app” here. Or begin with CSV exports, and connect later.
        </li>
      </ol>
    </details>
  ),
  credentials_invalid: (
    <p className="small dim">
      Most often a blank or the last letter was left behind while copying, or the secret was rotated since.
      The id has 32 letters and digits; the secret begins with <code>shpss_</code>.
    </p>
  ),
  shop_not_found: (
    <p className="small dim">
      The address that customers see is not always the one that Shopify knows: look in the shop’s admin under{' '}
      <b>Settings › Domains</b> for the name that ends in <code>.myshopify.com</code>.
    </p>
  ),
  shop_unavailable: (
    <p className="small dim">
      This machine must reach <code>*.myshopify.com</code>: check the network, a firewall or a VPN.{' '}
      <OutsideLink href="https://help.shopify.com">Shopify’s help</OutsideLink> says whether Shopify itself is
      down.
    </p>
  ),
};
