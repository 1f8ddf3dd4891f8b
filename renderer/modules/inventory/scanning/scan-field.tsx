/** Takes codes: from a scanner that types them, from the fingers, or from the camera where there is one. */
import { lazy, type RefObject, Suspense, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { hasCamera } from './barcode-reader.ts';

interface ScanFieldProps {
  label: string;
  onCode: (code: string) => void;
  /** What became of the last one. */
  told: { text: string; tone: 'good' | 'wait' | 'risk' } | null;
  ref?: RefObject<HTMLInputElement | null>;
}

const CameraDialog = lazy(() =>
  import('./camera-dialog.tsx').then(({ CameraDialog }) => ({ default: CameraDialog })),
);

export function ScanField({ label, onCode, told, ref }: ScanFieldProps) {
  const own = useRef<HTMLInputElement>(null);
  const field = ref ?? own;
  const [text, setText] = useState('');
  const [camera, setCamera] = useState(false);
  return (
    <div className="scan">
      <form
        className="add-form"
        onSubmit={(event) => {
          event.preventDefault();
          const code = text.trim();
          setText('');
          field.current?.focus();
          if (code !== '') onCode(code);
        }}
      >
        <TextField label={label} ref={field} value={text} onChange={setText} maxLength={255} />
        <Button submits icon="check">
          Count
        </Button>
        {hasCamera() && (
          <Button icon="barcode" onPress={() => setCamera(true)}>
            Camera
          </Button>
        )}
      </form>
      <p className={`scan-told tone-${told?.tone ?? 'quiet'}`} role="status" dir="auto">
        {told?.text}
      </p>
      {camera && (
        <Suspense fallback={null}>
          <CameraDialog onCode={onCode} told={told?.text ?? null} onClose={() => setCamera(false)} />
        </Suspense>
      )}
    </div>
  );
}
