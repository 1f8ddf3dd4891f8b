/** What may interrupt: chosen before anything does. */
import { Interruptions } from '../../setup/interruptions/interruptions.tsx';
import { Card } from '../../ui/card.tsx';

export function InterruptionsStep() {
  return (
    <Card title="What may interrupt you" scope="kept as you choose">
      <p className="dim">
        Everything is listed under the bell, whatever you choose here. These are set so that only what can’t
        wait interrupts you.
      </p>
      <Interruptions />
    </Card>
  );
}
