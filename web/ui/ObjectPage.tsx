import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useParams, useRouter } from '@tanstack/react-router'
import { type ReactNode, Suspense, useState } from 'react'
import { type ObjectShape, useObject } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useDeleteRecords, useRecord, useRestoreRecords } from '../api/records.ts'
import { paths } from '../paths.ts'
import { useCommands } from '../shell/commands.ts'
import { usePlace } from '../shell/place.ts'
import { Confirm } from './Confirm.tsx'
import { FieldList, type FieldSection, plainSections } from './FieldList.tsx'
import { nameOf } from './fields.ts'
import { OwnRelated } from './OwnRelated.tsx'
import { useGo } from './Link.tsx'
import { RecordPage } from './RecordPage.tsx'
import classes from './RecordPage.module.css'
import { type RecordTab, RecordTabs, useRecordTab } from './RecordTabs.tsx'
import { RecordTimeline } from './RecordTimeline.tsx'
import { GridSkeleton } from './Skeletons.tsx'
import { toast } from './toast.tsx'
import { WithReason } from './WithReason.tsx'

type Part = (record: RecordRow, shape: ObjectShape) => ReactNode

export type ObjectPageProps = Readonly<{
  objectName: string
  /** The sections of fields; by default as the object's fields name them. */
  sections?: readonly FieldSection[]
  headline?: Part
  mark?: Part
  path?: Part
  notice?: Part
  /** Buttons before 'Delete'. */
  actions?: Part
  /** Parts that take the whole width, beside the overview; those this record has. */
  tabs?: readonly RecordTab[]
  /** Panels under the fields, and above the timeline at the right. */
  panels?: Part
  asidePanels?: Part
  /** Why this record cannot be changed. */
  locked?: (record: RecordRow) => string | undefined
}>

/** The page of any record: its fields edited in place, its timeline beside. The id is the route's `$id`. */
export function ObjectPage(props: ObjectPageProps) {
  const { objectName } = props
  const { id = '' } = useParams({ strict: false })
  const shape = useObject(objectName)
  const record = useRecord(objectName, id)
  const up = paths.list(objectName)
  const back = useWayBack(up ?? paths.home)
  const title = nameOf(record)
  usePlace({ title, ...(up === undefined ? {} : { up: { label: shape.labelPlural, to: up } }) })
  useCommands([
    {
      id: 'record.edit',
      group: 'This page',
      label: `Edit ${shape.label.toLowerCase()}`,
      keys: 'e',
      reason: shape.may.edit ? undefined : `Your role may not change ${shape.labelPlural.toLowerCase()}.`,
      run: editFirstField,
    },
    ...(up === undefined
      ? []
      : [
          {
            id: 'record.back',
            group: 'This page',
            label: `Back to ${shape.labelPlural.toLowerCase()}`,
            keys: 'Escape',
            run: back,
          } as const,
        ]),
  ])
  const locked = props.locked?.(record)
  const tabs = props.tabs ?? NO_TABS
  const tab = useRecordTab(tabs)
  return (
    <RecordPage
      title={title}
      mark={props.mark?.(record, shape)}
      headline={props.headline?.(record, shape)}
      path={
        <>
          {props.path?.(record, shape)}
          {tabs.length > 0 && <RecordTabs tabs={tabs} chosen={tab} />}
        </>
      }
      notice={props.notice?.(record, shape)}
      actions={
        <>
          <DeleteRecord shape={shape} record={record} up={up ?? paths.home} />
          {props.actions?.(record, shape)}
        </>
      }
      aside={
        tab === undefined ? (
          <>
            {props.asidePanels?.(record, shape)}
            <RecordTimeline objectName={objectName} id={id} />
          </>
        ) : undefined
      }
    >
      {tab === undefined ? (
        <>
          <div>
            <FieldList
              shape={shape}
              record={record}
              sections={props.sections ?? plainSections(shape)}
              locked={locked}
            />
          </div>
          {props.panels?.(record, shape)}
          {shape.ownChildren.map((child) => (
            <OwnRelated key={`${child.object}.${child.field}`} child={child} id={id} />
          ))}
        </>
      ) : (
        <Suspense fallback={<GridSkeleton rows={6} />}>{tab.show(record, shape)}</Suspense>
      )}
    </RecordPage>
  )
}

const NO_TABS: readonly RecordTab[] = []

const editFirstField = (): void => document.querySelector<HTMLElement>('[data-edit-field]')?.click()

/** Going back keeps the list's filters and place; a record opened by its address goes up to the plain list. */
function useWayBack(up: string): () => void {
  const router = useRouter()
  const go = useGo()
  return () => (router.history.canGoBack() ? router.history.back() : go(up))
}

/** Deletes with an undo instead of a question: the recycle bin keeps it. */
function DeleteRecord({ shape, record, up }: { shape: ObjectShape; record: RecordRow; up: string }) {
  const [asking, setAsking] = useState(false)
  const remove = useDeleteRecords(shape.name)
  const restore = useRestoreRecords(shape.name)
  const go = useGo()
  const noun = shape.label.toLowerCase()
  const confirm = async () => {
    await remove.mutateAsync([record.Id])
    toast(`Deleted ${nameOf(record)}.`, () => restore.mutate([record.Id]))
    go(up)
  }
  const reason = shape.may.delete ? undefined : `Your role may not delete ${shape.labelPlural.toLowerCase()}.`
  return (
    <>
      <WithReason reason={reason ?? `Delete ${noun}`}>
        <ActionIcon
          variant="default"
          aria-label={`Delete ${noun}`}
          aria-disabled={reason !== undefined}
          data-disabled={reason !== undefined || undefined}
          onClick={() => reason === undefined && setAsking(true)}
          className={classes['icon'] ?? ''}
        >
          <IconTrash size={16} stroke={1.8} />
        </ActionIcon>
      </WithReason>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${nameOf(record)}?`}
        consequences={[`1 ${noun} goes to the recycle bin, with its timeline.`, 'It can be restored from there.']}
        verb={`Delete ${noun}`}
        onConfirm={confirm}
      />
    </>
  )
}
