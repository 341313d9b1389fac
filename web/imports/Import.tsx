import { useParams } from '@tanstack/react-router'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RecordSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { useImport } from './importApi.ts'
import { type ImportRow, isBefore, stateLooks } from './importRow.ts'
import { Progressing } from './Progressing.tsx'
import { Understanding } from './Understanding.tsx'
import { Result } from './Result.tsx'
import classes from './Import.module.css'

/** One import: what was understood, how it runs, what became of it. */
export function Import() {
  const { id = '' } = useParams({ strict: false })
  const found = useImport(id)
  usePlace({ title: found.data?.name ?? 'Import', up: { label: 'Imports', to: paths.imports } })
  return (
    <div className={classes['scroller']} tabIndex={-1}>
      <div className={classes['page']}>
        {found.isPending && <RecordSkeleton />}
        {found.isError && <RefusalNotice error={found.error} />}
        {found.data !== undefined && <Step one={found.data} />}
      </div>
    </div>
  )
}

function Step({ one }: { one: ImportRow }) {
  if (isBefore(one.state) && one.state !== 'checking') return <Understanding one={one} />
  return (
    <>
      <header className={classes['head']}>
        <div className={classes['what']}>
          <h1 className={classes['title']}>{one.name}</h1>
          <p className={classes['purpose']}>
            <StateMark {...stateLooks[one.state]} />
          </p>
        </div>
      </header>
      {one.problem !== null && <RefusalNotice problems={[{ code: 'import_problem', message: one.problem }]} />}
      {['running', 'checking', 'undoing', 'paused', 'failed'].includes(one.state) && <Progressing one={one} />}
      <Result one={one} />
    </>
  )
}
