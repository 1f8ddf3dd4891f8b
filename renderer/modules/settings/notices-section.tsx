/** What may interrupt whoever looks. */
import { Interruptions } from '../../setup/interruptions/interruptions.tsx';
import { Card } from '../../ui/card.tsx';

export function NoticesSection() {
  return (
    <Card title="What may interrupt you" scope="for you alone, kept as you choose">
      <p className="dim">Everything but what is off is listed under the bell, whatever you choose here.</p>
      <Interruptions />
    </Card>
  );
}
