/** The camera as a scanner: what it reads is counted once, and again only after it was out of sight. */
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { barcodeReader } from './barcode-reader.ts';

interface CameraDialogProps {
  onCode: (code: string) => void;
  told: string | null;
  onClose: () => void;
}

const EVERY_MS = 150;
/** Out of sight for so long, it is another piece. */
const GONE_MS = 1_200;

export function CameraDialog({ onCode, told, onClose }: CameraDialogProps) {
  const video = useRef<HTMLVideoElement>(null);
  const heard = useRef(onCode);
  heard.current = onCode;
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let over = false;
    let stream: MediaStream | null = null;
    const seen = new Map<string, number>();
    const look = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      const reader = await barcodeReader();
      const shown = video.current;
      if (over || !shown) return end(stream);
      shown.srcObject = stream;
      await shown.play();
      while (!over) {
        const now = Date.now();
        for (const { rawValue } of await reader.detect(shown).catch(() => [])) {
          if (now - (seen.get(rawValue) ?? 0) > GONE_MS) heard.current(rawValue);
          seen.set(rawValue, now);
        }
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    };
    look().catch(() =>
      setProblem('The camera can’t be used: allow it for this page in your browser, or type the code.'),
    );
    return () => {
      over = true;
      if (stream) end(stream);
    };
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
