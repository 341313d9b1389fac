import { Loader } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconFileUpload } from '@tabler/icons-react'
import { reasonAgainst, useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { useGo } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { useUpload } from './importApi.ts'
import { sizeOf } from './importRow.ts'
import classes from './Import.module.css'

/** Drop a file; the next page says what was understood. */
export function NewImport() {
  usePlace({ title: 'New import', up: { label: 'Imports', to: paths.imports } })
  const reason = reasonAgainst(useSession(), 'import', 'import files')
  const go = useGo()
  const upload = useUpload()
  const take = (files: readonly File[]) => {
    const [file] = files
    if (file !== undefined) upload.mutate(file, { onSuccess: (one) => go(paths.import(one.Id)) })
  }
  return (
    <div className={classes['scroller']} tabIndex={-1}>
      <div className={classes['page']}>
        <header className={classes['what']}>
          <h1 className={classes['title']}>Import a file</h1>
          <p className={classes['purpose']}>
            Drop it as it is. The next page says what we understood, in numbers, before anything is written.
          </p>
        </header>
        {reason !== undefined && <RefusalNotice problems={[{ code: 'may_not_import', message: reason }]} />}
        <RefusalNotice error={upload.error} />
        {reason === undefined && (
          <Dropzone
            onDrop={take}
            multiple={false}
            disabled={upload.isPending}
            className={classes['drop'] ?? ''}
            aria-label="Choose a file to import"
            inputProps={{ 'aria-label': 'File to import' }}
          >
            <div className={classes['dropInside']}>
              {upload.isPending ? <Loader size={24} /> : <IconFileUpload size={28} stroke={1.4} aria-hidden />}
              <p className={classes['dropTitle']} aria-live="polite">
                {upload.isPending && upload.variables !== undefined
                  ? `Reading ${upload.variables.name}, ${sizeOf(upload.variables.size)}…`
                  : 'Drop a file here, or choose one'}
              </p>
              <p className={classes['faint']}>Excel (.xlsx), CSV, TSV or text; any delimiter, encoding and size.</p>
            </div>
          </Dropzone>
        )}
        <ul className={classes['hints']}>
          <li>Columns find their fields by their names and by what they hold.</li>
          <li>Somebody we know already becomes an inquiry, never a second lead.</li>
          <li>Rows that cannot be read come back in a file with the reason. Mend it, and drop it here again.</li>
          <li>The whole import can be undone.</li>
        </ul>
      </div>
    </div>
  )
}
