/** The camera as a scanner: what it reads is counted once, and again only after it was out of sight. */
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { barcodeReader } from './barcode-reader.ts';
import { sightings } from './sightings.ts';

interface CameraDialogProps {
  onCode: (code: string) => void;
  told: string | null;
  onClose: () => void;
}

const EVERY_MS = 150;
const NO_CAMERA = 'The camera can’t be used: allow it for this page in your browser, or type the code.';
const NO_READER =
  'What reads barcodes could not be loaded: try again once you are connected, or type the code.';

export function CameraDialog({ onCode, told, onClose }: CameraDialogProps) {
  const video = useRef<HTMLVideoElement>(null);
  const heard = useRef(onCode);
  heard.current = onCode;
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let over = false;
    let stream: MediaStream | null = null;
    const stop = (): void => {
      over = true;
      if (stream) end(stream);
    };
    const fail = (why: string): void => {
      stop();
      setProblem(why);
    };
    const look = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (over) return stop();
      const reader = await barcodeReader().catch(() => null);
      if (over) return;
      if (!reader) return fail(NO_READER);
      const shown = video.current!;
      shown.srcObject = stream;
      await shown.play();
      const freshOf = sightings();
      while (!over) {
        const found = await reader.detect(shown).catch(() => []);
        for (const code of freshOf(
          found.map(({ rawValue }) => rawValue),
          performance.now(),
        ))
          heard.current(code);
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    };
    look().catch(() => !over && fail(NO_CAMERA));
    return stop;
  }, []);

  return (
    <Dialog open onClose={onClose} title="Scan with the camera" text="Hold the barcode into the picture.">
      {problem ? (
        <p className="tone-wait" role="alert">
          {problem}
        </p>
      ) : (
        <video ref={video} className="camera" muted playsInline aria-label="What the camera sees" />
      )}
      <p className="scan-told" role="status" dir="auto">
        {told}
      </p>
      <Button onPress={onClose}>Done</Button>
    </Dialog>
  );
}

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
