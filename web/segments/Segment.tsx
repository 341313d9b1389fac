import { Button, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { leavesOf, type SegmentCondition } from '../../shared/segmentCondition.ts'
import { fieldErrors, problemsBesides } from '../api/errors.ts'
import { useSession } from '../api/session.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { useGo } from '../ui/Link.tsx'
import { Panel, RecordPage } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton, RecordSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { AddToCampaign } from './AddSegment.tsx'
import { ConditionBuilder } from './ConditionBuilder.tsx'
import { conditionOf, type Group, groupsOf } from './groups.ts'
import { AllPeople, NobodyFits, PeopleTable } from './People.tsx'
import { usePeopleShape } from './peopleShape.ts'
import {
  deleteSegment,
  type HowMany,
  peopleWords,
  usePreview,
  useRefreshSegments,
  useSaveSegment,
  useSegment,
  type WholeSegment,
} from './segmentApi.ts'
import classes from './Segments.module.css'
import { type Asked, WhySheet } from './WhySheet.tsx'

/** One segment, or a new one: its condition, how many fit it at this moment, and who they are. */
export function SegmentPage() {
  const { id } = useParams({ strict: false })
  const isNew = id === 'new'
  const found = useSegment(isNew ? undefined : id)
  if (!isNew && found.isPending) return <RecordSkeleton />
  if (!isNew && found.data === undefined)
    return (
      <RecordPage title="Segment">
        <RefusalNotice error={found.error} />
      </RecordPage>
    )
  return (
    <Written key={found.data === undefined ? 'new' : `${found.data.Id} ${found.data.Version}`} segment={found.data} />
  )
}

type Draft = Readonly<{ name: string; description: string; groups: readonly Group[] | undefined }>

const NONE: readonly Group[] = [{ join: 'all', rows: [] }]

const draftOf = (segment: WholeSegment | undefined): Draft => ({
  name: segment?.Name ?? '',
  description: segment?.Description ?? '',
  groups: segment === undefined ? NONE : groupsOf(segment.Condition),
})

function Written({ segment }: Readonly<{ segment: WholeSegment | undefined }>) {
  usePlace({ title: segment?.Name ?? 'New segment', up: { label: 'Segments', to: paths.segments } })
  const shape = usePeopleShape()
  const [draft, setDraft] = useState(() => draftOf(segment))
  const [names, setNames] = useState<ReadonlyMap<string, string>>(() => new Map(Object.entries(segment?.Names ?? {})))
  const condition: SegmentCondition =
    draft.groups === undefined ? (segment?.Condition ?? { and: [] }) : conditionOf(draft.groups)
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(segment))
  const mayChange = segment?.MayChange ?? true
  const preview = usePreview(condition, segment?.Id)
  const save = useSaveSegment(segment)
  return (
    <RecordPage
      title={segment?.Name ?? 'New segment'}
      headline={
        <Counted counted={preview.data} isAll={leavesOf(condition).length === 0} isNew={segment === undefined} />
      }
      actions={
        <Actions
          segment={segment}
          isChanged={isChanged}
          draft={draft}
          isSaving={save.isPending}
          onSave={save.mutateAsync}
          condition={condition}
          onReset={() => setDraft(draftOf(segment))}
        />
      }
    >
      {mayChange && (
        <div className={classes['naming']}>
          <TextInput
            label="Name"
            placeholder="Such as: Engineers in Scandinavia"
            maxLength={80}
            value={draft.name}
            error={fieldErrors(save.error)['Name']}
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
          <TextInput
            label="What it is for"
            maxLength={500}
            value={draft.description}
            onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
          />
        </div>
      )}
      {!mayChange && draft.description !== '' && <p className={classes['faint']}>{draft.description}</p>}
      {save.isError && <RefusalNotice problems={problemsBesides(save.error, ['Name'])} />}
      <Panel title="Who is in it">
        {draft.groups === undefined ? (
          <p className={classes['faint']}>
            {segment?.Summary}. A program wrote this condition, deeper than this page shows; change it through the API.
          </p>
        ) : (
          <ConditionBuilder
            shape={shape}
            groups={draft.groups}
            onChange={(groups) => setDraft({ ...draft, groups })}
            naming={{ names, onName: (id, name) => setNames(new Map([...names, [id, name]])) }}
            segmentId={segment?.Id}
            mayChange={mayChange}
          />
        )}
      </Panel>
      <RefusalNotice error={preview.error} />
      {!preview.isError && (
        <Found segment={segment} isChanged={isChanged} preview={preview} isFaint={preview.isPlaceholderData} />
      )}
    </RecordPage>
  )
}

function Counted({
  counted,
  isAll,
  isNew,
}: Readonly<{ counted: HowMany | undefined; isAll: boolean; isNew: boolean }>) {
  if (counted === undefined) return <>Counting who fits…</>
  return (
    <span role="status">
      {isAll && isNew ? 'Without a condition everybody is in: ' : 'In it now: '}
      <strong className={classes['count']}>{peopleWords(counted)}</strong>.
    </span>
  )
}

function Found({
  segment,
  isChanged,
  preview,
  isFaint,
}: Readonly<{
  segment: WholeSegment | undefined
  isChanged: boolean
  preview: ReturnType<typeof usePreview>
  isFaint: boolean
}>) {
  const [asked, setAsked] = useState<Asked | null | undefined>()
  const people = preview.data?.people ?? []
  const isKept = segment !== undefined && !isChanged
  return (
    <Panel
      title={isKept ? 'People' : 'The newest of them'}
      actions={
        isKept && (
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAsked(null)}>
            Is somebody in, and why?
          </Button>
        )
      }
    >
      {isKept ? (
        <AllPeople id={segment.Id} onWhy={({ Id, Name }) => setAsked({ Id, Name })} />
      ) : preview.data === undefined ? (
        <GridSkeleton rows={4} />
      ) : people.length === 0 ? (
        <NobodyFits />
      ) : (
        <div data-faint={isFaint || undefined} className={classes['people']}>
          <PeopleTable people={people} />
        </div>
      )}
      {isKept && asked !== undefined && (
        <WhySheet
          segment={segment}
          person={asked ?? undefined}
          onPerson={setAsked}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Panel>
  )
}

function Actions({
  segment,
  isChanged,
  draft,
  isSaving,
  onSave,
  condition,
  onReset,
}: Readonly<{
  segment: WholeSegment | undefined
  isChanged: boolean
  draft: Draft
  isSaving: boolean
  onSave: ReturnType<typeof useSaveSegment>['mutateAsync']
  condition: SegmentCondition
  onReset: () => void
}>) {
  const go = useGo()
  const session = useSession()
  const [open, setOpen] = useState<'add' | 'delete'>()
  const save = async () => {
    const kept = await onSave({ Name: draft.name, Description: draft.description || null, Condition: condition }).catch(
      () => undefined,
    )
    if (kept === undefined) return
    toast(`‘${kept.Name}’ is kept.`)
    if (segment === undefined) go(paths.segment(kept.Id))
  }
  const mayAdd = session.may['CampaignMember']?.create !== false
  return (
    <>
      {segment !== undefined && segment.MayChange && (
        <Button variant="subtle" color="gray" onClick={() => setOpen('delete')}>
          Delete
        </Button>
      )}
      {segment !== undefined && isChanged && (
        <Button variant="default" onClick={onReset}>
          Discard changes
        </Button>
      )}
      {segment !== undefined && !isChanged && (
        <ReasonedButton
          reason={mayAdd ? undefined : 'Your role may not put people into campaigns.'}
          onClick={() => setOpen('add')}
        >
          Add to campaign
        </ReasonedButton>
      )}
      {(segment === undefined || isChanged) && (
        <Button disabled={draft.name.trim() === ''} loading={isSaving} onClick={() => void save()}>
          {segment === undefined ? 'Keep segment' : 'Save changes'}
        </Button>
      )}
      {segment !== undefined && open === 'add' && (
        <AddToCampaign segment={segment} onClose={() => setOpen(undefined)} />
      )}
      {segment !== undefined && (
        <Deletion segment={segment} opened={open === 'delete'} onClose={() => setOpen(undefined)} />
      )}
    </>
  )
}

function Deletion({
  segment,
  opened,
  onClose,
}: Readonly<{ segment: WholeSegment; opened: boolean; onClose: () => void }>) {
  const go = useGo()
  const refresh = useRefreshSegments()
  const { AskedForBy: users } = segment
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={`Delete ‘${segment.Name}’?`}
      consequences={[
        'The people in it stay as they are, and so do the campaigns they were added to.',
        ...(users.length === 0
          ? []
          : [
              `${users.map((name) => `‘${name}’`).join(', ')} ${users.length === 1 ? 'asks' : 'ask'} for it, so it cannot be deleted yet.`,
            ]),
      ]}
      verb="Delete segment"
      onConfirm={async () => {
        await deleteSegment(segment.Id)
        go(paths.segments)
        await refresh()
      }}
    />
  )
}
