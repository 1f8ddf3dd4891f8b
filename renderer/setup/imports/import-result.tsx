/** What became of every row, and the way back. */
import type { ImportResultView } from '../../../shared/contract/import-schemas.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Pill } from '../../ui/pill.tsx';
import { words } from '../../ui/words.ts';
import { countsWords, kindWord } from './import-words.ts';
import { RefusedRows } from './refused-rows.tsx';
import { UndoImport } from './undo-import.tsx';

interface ImportResultProps {
  result: ImportResultView;
  onMore: () => void;
}

export function ImportResult({ result, onMore }: ImportResultProps) {
  const { totals, files } = result;
  return (
    <div className="form">
      <p role="status" className={totals.refused > 0 ? 'tone-wait' : 'tone-good'}>
        <Icon name={totals.refused > 0 ? 'warning' : 'check'} /> {words.plural(totals.rows, 'row')} read:{' '}
        {countsWords(totals)}.
      </p>
      <ul className="rows" aria-label="Imported files">
        {files.map((file, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
          <li key={index} className="import-file">
            <div className="line">
              <h3 dir="auto">{file.file}</h3>
              <Pill tone={file.kind ? 'good' : 'risk'} icon={file.kind ? 'check' : 'warning'}>
                {kindWord(file.kind)}
              </Pill>
              {file.id !== null && (
                <span className="push">
                  <UndoImport id={file.id} file={file.file} />
                </span>
              )}
            </div>
            <p className="small">
              {words.plural(file.rows, 'row')}: {countsWords(file)}.
            </p>
            <RefusedRows id={file.id} file={file.file} refused={file.refused} rows={file.refusals} />
          </li>
        ))}
      </ul>
      <div className="line">
        <Button icon="upload" onPress={onMore}>
          Import more files
        </Button>
      </div>
    </div>
  );
}
