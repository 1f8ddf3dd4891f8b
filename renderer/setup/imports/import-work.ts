/** An import from the first dropped file to what became of every row: one thing at a time. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type {
  ImportPreviewView,
  ImportProgressView,
  ImportResultView,
} from '../../../shared/contract/import-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { type HandedOver, handOver } from './hand-over.ts';

export interface Target {
  storeId: string;
  /** Of a store that is made. */
  name?: string;
  currency?: string;
  zone?: string;
}

export type ImportWork =
  | { step: 'choose' }
  | { step: 'handing-over'; file: string; bytes: number; ofBytes: number; startedAt: number }
  | { step: 'preview'; preview: ImportPreviewView; asking: boolean }
  | { step: 'importing'; progress: ImportProgressView | null; startedAt: number }
  | { step: 'done'; result: ImportResultView };

export function useImport(onDone?: (result: ImportResultView) => void) {
  const api = useApi();
  const queries = useQueryClient();
  const [work, setWork] = useState<ImportWork>({ step: 'choose' });
  const [error, setError] = useState<unknown>(null);
  const files = useRef<HandedOver[]>([]);
  const breaking = useRef<AbortController | null>(null);

  const ask = async (target: Target): Promise<void> => {
    const preview = await api.imports.preview({ ...target, files: files.current });
    setWork({ step: 'preview', preview, asking: false });
  };

  /** What went wrong is shown beside what was there before. */
  const guarded = async (then: ImportWork, task: () => Promise<void>): Promise<void> => {
    setError(null);
    try {
      await task();
    } catch (thrown) {
      setWork(then);
      if (!(thrown instanceof DOMException && thrown.name === 'AbortError')) setError(thrown);
    }
  };

  return {
    work,
    error,
    take(chosen: readonly File[], target: Target): Promise<void> {
      return guarded({ step: 'choose' }, async () => {
        breaking.current = new AbortController();
        const { signal } = breaking.current;
        const ofBytes = chosen.reduce((sum, { size }) => sum + size, 0);
        const startedAt = Date.now();
        let before = 0;
        files.current = [];
        for (const file of chosen) {
          const tell = (bytes: number): void =>
            setWork({ step: 'handing-over', file: file.name, bytes: before + bytes, ofBytes, startedAt });
          tell(0);
          files.current.push(await handOver(api, file, tell, signal));
          before += file.size;
        }
        await ask(target);
      });
    },
    breakOff(): void {
      breaking.current?.abort();
    },
    /** The same files, for another store or with what nothing told. */
    askAgain(target: Target): Promise<void> {
      const then: ImportWork = work;
      if (work.step === 'preview') setWork({ ...work, asking: true });
      return guarded(then, () => ask(target));
    },
    run(target: Target): Promise<void> {
      return guarded({ step: 'choose' }, async () => {
        const startedAt = Date.now();
        setWork({ step: 'importing', progress: null, startedAt });
        const stream = await api.imports.run({ ...target, files: files.current });
        for (;;) {
          const told = await stream.next();
          if (told.done) {
            setWork({ step: 'done', result: told.value });
            await queries.invalidateQueries();
            onDone?.(told.value);
            return;
          }
          setWork({ step: 'importing', progress: told.value, startedAt });
        }
      });
    },
    begin(): void {
      files.current = [];
      setError(null);
      setWork({ step: 'choose' });
    },
  };
}

/** Of work that goes evenly; null until there is something to go by. */
export function msLeft(startedAt: number, now: number, share: number): number | null {
  const gone = now - startedAt;
  return share > 0.02 && gone > 1_000 ? (gone / share) * (1 - share) : null;
}
