import { Button, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { type ObjectShape, useObject } from '../api/describe.ts'
import { allOf, type Filter } from '../api/filter.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useRecordList } from '../api/records.ts'
import { paths } from '../paths.ts'
import { useCommands } from '../shell/commands.ts'
import { openCreate } from '../shell/create.ts'
import { usePlace } from '../shell/place.ts'
import { BulkBar } from './BulkBar.tsx'
import { BulkActions } from './BulkActions.tsx'
import { ColumnChooser } from './ColumnChooser.tsx'
import { columnsOf, fieldsOf, type GridColumn } from './columns.tsx'
import { DataGrid } from './DataGrid.tsx'
import { ExportButton } from './ExportButton.tsx'
import { EditSheet } from './EditSheet.tsx'
import { nameOf } from './fields.ts'
import { AddFilter, FilterBar } from './FilterBar.tsx'
import { useGo } from './Link.tsx'
import { ListEmpty } from './ListEmpty.tsx'
import classes from './ObjectList.module.css'
import { PlainCard } from './PlainCard.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { GridSkeleton } from './Skeletons.tsx'
import { type ListChips, ListCount, ListStates } from './ListStates.tsx'
import { ReasonedButton } from './WithReason.tsx'
import { useColumns, useCompact } from './useColumns.ts'
import { useGridCursor } from './useGridCursor.ts'
import { type ListState, useListState } from './useListState.ts'
import { useSelection } from './useSelection.ts'
import { usePlainFilter } from './useLooking.ts'
import { ViewMenu } from '../views/ViewMenu.tsx'
import { useListView } from '../views/useListView.ts'
import { partsOfList, stateOfView } from '../views/views.ts'

export type ObjectListProps = Readonly<{
  objectName: string
  /** The usual columns by id, the one that names the record first. Names the object lacks are left out. */
  columns: readonly string[]
  /** Columns of the page's own making; one with a field's name takes that field's place. */
  ownColumns?: readonly GridColumn[]
  /** Fields the page needs besides, for cards and bulk buttons. */
  moreFields?: readonly string[]
  /** The chips above the grid. */
  chips?: ListChips
  /** What is always true of this list, whatever the person filters. */
  within?: Filter
  usualSort?: string
  /** Buttons of the bulk bar before 'Change field' and 'Delete'. */
  bulk?: (chosen: readonly RecordRow[], clear: () => void) => ReactNode
  /** Buttons at the right of the toolbar before 'Create'. */
  actions?: ReactNode
  /** The same, for what is done with everything the list holds, loaded or not. */
  ofAll?: (all: Readonly<{ filter?: Filter; q?: string }>) => ReactNode
  /** The columns a phone shows under the name, the first of them beside it; the next three unless said. */
  onCard?: readonly string[]
  /** How a row reads on a phone. */
  renderCard?: (row: RecordRow) => ReactNode
  empty: Readonly<{ for: string; example: string; action?: ReactNode }>
}>

/** The list page of any object: chips, search, filters, columns, grid, bulk bar; its state lives in the address. */
export function ObjectList(props: ObjectListProps) {
  const shape = useObject(props.objectName)
  const [state, change] = useListState()
  usePlace({ title: shape.labelPlural })
  const { views, current, isOpening } = useListView(props.objectName, state, change)
  const keeps = current === undefined || current.Columns === null
  const [chosenColumns, chooseColumns] = useColumns(props.objectName, state, props.columns, change, keeps)
  const [compact, setCompact] = useCompact()
  const columns = useMemo(
    () => columnsOf(shape, chosenColumns, props.ownColumns),
    [shape, chosenColumns, props.ownColumns],
  )
  const cardColumns = useMemo(() => {
    const named = props.onCard?.flatMap((id) => columns.find((column) => column.id === id) ?? []) ?? []
    return named.length > 0 ? named : columns.slice(1, 4)
  }, [columns, props.onCard])
  const plain = usePlainFilter(shape)
  const within = useMemo(() => plain(allOf(props.within, state.filter)), [plain, props.within, state.filter])
  const chip = props.chips?.filterOf(state.state)
  const filter = allOf(chip, within)
  const asked = {
    ...(filter === undefined ? {} : { filter }),
    q: state.q,
    sort: state.sort || props.usualSort || '-CreatedDate',
  }
  const list = useRecordList(props.objectName, { ...asked, fields: fieldsOf(shape, columns, props.moreFields) })
  const rows = useMemo(() => list.pages?.flatMap((page) => page.records) ?? [], [list.pages])
  const selection = useSelection(rows)
  const go = useGo()
  const addressOf = (row: RecordRow) => paths.record(row.Id, props.objectName)
  const open = (row: RecordRow) => {
    const to = addressOf(row)
    if (to !== undefined) go(to)
  }
  const edit = (row: RecordRow) => change({ edit: row.Id })
  const cursor = useGridCursor({ rows, selection, onOpen: open, onEdit: shape.may.edit ? edit : undefined })
  const nothing = list.isSuccess && rows.length === 0
  return (
    <div className={classes['page']}>
      <Toolbar
        {...props}
        shape={shape}
        state={state}
        change={change}
        counted={within}
        actions={
          <>
            {props.ofAll?.({
              ...(filter === undefined ? {} : { filter }),
              ...(state.q === '' ? {} : { q: state.q }),
            })}
            {props.actions}
          </>
        }
        view={
          <ViewMenu
            shape={shape}
            views={views}
            current={current}
            now={partsOfList(state, chip)}
            onChoose={(view) => change(view === undefined ? { view: '', ...nothingAsked } : stateOfView(view))}
          />
        }
      >
        <ColumnChooser
          shape={shape}
          own={props.ownColumns ?? []}
          chosen={chosenColumns}
          usual={props.columns}
          onChange={chooseColumns}
          compact={compact}
          onCompact={setCompact}
        />
        <ExportButton shape={shape} list={{ ...asked, fields: fieldsOf(shape, columns) }} />
      </Toolbar>
      <FilterBar shape={shape} filter={state.filter} onChange={(next) => change({ filter: next })} />
      {list.isError && (
        <div className={classes['notice']}>
          <RefusalNotice
            error={list.error}
            actions={
              <Button size="compact-sm" variant="default" onClick={() => void list.refetch()}>
                Try again
              </Button>
            }
          />
        </div>
      )}
      {(list.isPending || isOpening) && <GridSkeleton />}
      {nothing && !isOpening && (
        <ListEmpty
          shape={shape}
          state={state}
          onClear={() => change({ view: '', ...nothingAsked })}
          empty={props.empty}
        />
      )}
      {!nothing && list.isSuccess && !isOpening && (
        <DataGrid
          label={shape.labelPlural}
          columns={columns}
          rows={rows}
          hasMore={list.hasNextPage}
          onMore={list.more}
          sort={state.sort || props.usualSort || ''}
          onSort={(sort) => change({ sort })}
          selection={selection}
          cursor={cursor}
          onOpen={open}
          addressOf={addressOf}
          renderCard={props.renderCard ?? ((row) => <PlainCard title={nameOf(row)} columns={cardColumns} row={row} />)}
          compact={compact}
          stale={list.isPlaceholderData}
        />
      )}
      <BulkBar
        count={selection.ids.size}
        noun={selection.ids.size === 1 ? shape.label.toLowerCase() : shape.labelPlural.toLowerCase()}
        onClear={selection.clear}
      >
        {props.bulk?.(selection.rows, selection.clear)}
        <BulkActions shape={shape} chosen={selection.rows} onDone={selection.clear} />
      </BulkBar>
      {state.edit !== undefined && (
        <EditSheet
          shape={shape}
          id={state.edit}
          fields={columns.flatMap((column) => column.fields)}
          onClose={() => change({ edit: undefined })}
        />
      )}
    </div>
  )
}

const nothingAsked = { filter: undefined, sort: '', columns: undefined, q: '', state: '' } as const

type ToolbarProps = ObjectListProps &
  Readonly<{
    shape: ObjectShape
    state: ListState
    change: (part: Partial<ListState>) => void
    /** The filter, but the chip's, whose matches are counted. */
    counted: Filter | undefined
    view: ReactNode
    children: ReactNode
  }>

function Toolbar({ shape, state, change, chips, counted, view, actions, children }: ToolbarProps) {
  const reason = shape.may.create
    ? undefined
    : `Your role may read ${shape.labelPlural.toLowerCase()}, but not create them.`
  return (
    <div className={classes['toolbar']}>
      <h1 className={classes['title']}>{shape.labelPlural}</h1>
      {view}
      {chips === undefined && <ListCount shape={shape} words={state.q} filter={counted} />}
      {chips !== undefined && (
        <ListStates
          shape={shape}
          chips={chips}
          state={state}
          filter={counted}
          onChoose={(chosen) => change({ state: chosen })}
        />
      )}
      <div className={classes['tools']}>
        <FindInList
          key={shape.name}
          value={state.q}
          noun={shape.labelPlural.toLowerCase()}
          onChange={(q) => change({ q })}
        />
        <AddFilter shape={shape} filter={state.filter} onChange={(filter) => change({ filter })} />
        {children}
        {actions}
        <ReasonedButton reason={reason} onClick={() => openCreate(shape.name)} className={classes['create'] ?? ''}>
          Create {shape.label.toLowerCase()}
        </ReasonedButton>
      </div>
    </div>
  )
}

function FindInList({ value, noun, onChange }: { value: string; noun: string; onChange: (q: string) => void }) {
  const [typed, setTyped] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const later = useDebouncedCallback(onChange, 200)
  useCommands([
    { id: 'list.find', group: 'List', label: `Find in ${noun}`, keys: '/', run: () => input.current?.focus() },
  ])
  return (
    <TextInput
      ref={input}
      type="search"
      className={classes['find'] ?? ''}
      aria-label={`Find in ${noun}`}
      title={`Find in ${noun}`}
      placeholder="Find"
      leftSection={<IconSearch size={15} stroke={1.8} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        later(event.currentTarget.value)
      }}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  )
}
