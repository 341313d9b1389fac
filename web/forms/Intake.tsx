import { Anchor, Button, Checkbox } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { SetupPage } from '../setup/SetupPage.tsx'
import { useAnswer, useCall } from '../setup/setupApi.ts'
import { BulkBar } from '../ui/BulkBar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { TextLink } from '../ui/Link.tsx'
import { NewerOlder, useTurning } from '../ui/NewerOlder.tsx'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateChips } from '../ui/StateChips.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { canBeWorked, isPostState, type Post, postLooks, postStates, whoOf } from './post.ts'
import { PostSheet } from './PostSheet.tsx'
import { useReasonAgainstSection } from '../setup/sections.ts'
import classes from './Intake.module.css'

const PATH = '/form-posts'
const AT_ONCE = 60
type Counts = Readonly<{ counts: readonly { state: string; count: number; atLeast: boolean }[] }>

/** Everything forms sent: what waits, why, and what became of the rest. */
export function Intake() {
  const reason = useReasonAgainstSection('intake')
  const { state: wanted, open }: { state?: string; open?: string } = useSearch({ strict: false })
  const state = isPostState(wanted) ? wanted : ''
  const navigate = useNavigate()
  const show = (search: { state?: string; open?: string }) =>
    void navigate({ to: paths.setupSection('intake'), search, replace: true })
  const turning = useTurning()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const found = useAnswer<{ posts: readonly Post[]; next: string | null }>(
    PATH,
    { state, after: turning.after, limit: AT_ONCE },
    reason === undefined,
  )
  const counts = useAnswer<Counts>(`${PATH}/counts`, {}, reason === undefined)
  const posts = found.data?.posts ?? []
  const choose = (next: string) => {
    turning.toFirst()
    setChosen(new Set())
    show(next === '' ? {} : { state: next })
  }
  return (
    <SetupPage section="intake" reason={reason}>
      {reason === undefined && (
        <StateChips
          label="Posts by what became of them"
          chosen={state}
          onChoose={choose}
          chips={[
            { value: '', label: 'All' },
            ...postStates
              .filter((one) => one !== 'received')
              .map((one) => ({
                value: one,
                label: postLooks[one].label,
                state: postLooks[one].state,
                ...countOf(counts.data, one),
              })),
          ]}
        />
      )}
      {found.isPending && reason === undefined && <GridSkeleton rows={6} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && posts.length === 0 && (
        <EmptyState
          title={state === 'waiting' ? 'Nothing waits' : 'Nothing here'}
          example="A visitor typed ‘mira.holt@nordwind’ as her address. The post waits here until somebody mends it, and becomes a lead then."
        >
          What a form sends is stored before anything else. What cannot become a lead by itself waits here, with the
          reason.
        </EmptyState>
      )}
      {posts.length > 0 && (
        <Posts
          posts={posts}
          isMixed={state === ''}
          chosen={chosen}
          setChosen={setChosen}
          onOpen={(id) => show({ ...(state === '' ? {} : { state }), open: id })}
        />
      )}
      <NewerOlder of={turning} next={found.data?.next} />
      <ChosenPosts posts={posts.filter((post) => chosen.has(post.Id))} onDone={() => setChosen(new Set())} />
      {open !== undefined && <PostSheet id={open} onClose={() => show(state === '' ? {} : { state })} />}
    </SetupPage>
  )
}

const countOf = (data: Counts | undefined, state: string) => {
  const found = data?.counts.find((one) => one.state === state)
  return data === undefined ? {} : { count: found?.count ?? 0, atLeast: found?.atLeast === true }
}

function Posts({
  posts,
  isMixed,
  chosen,
  setChosen,
  onOpen,
}: Readonly<{
  posts: readonly Post[]
  /** Whether posts stand here of which nothing more is to be made. */
  isMixed: boolean
  chosen: ReadonlySet<string>
  setChosen: (ids: ReadonlySet<string>) => void
  onOpen: (id: string) => void
}>) {
  const toggle = (id: string) =>
    setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]))
  const workable = posts.filter(canBeWorked).map(({ Id }) => Id)
  const hasAll = workable.every((id) => chosen.has(id))
  return (
    <>
      {!isMixed && workable.length > 1 && (
        <Checkbox
          size="xs"
          label={posts.length === AT_ONCE ? `Select these ${workable.length}` : `Select all ${workable.length}`}
          checked={hasAll}
          indeterminate={!hasAll && workable.some((id) => chosen.has(id))}
          onChange={() => setChosen(new Set(hasAll ? [] : workable))}
        />
      )}
      <PlainTable
        label="Form posts"
        rows={posts}
        keyOf={(post) => post.Id}
        columns={[
          {
            head: 'From',
            render: (post) => (
              <span className={classes['from']}>
                {workable.length > 0 && (
                  <span className={classes['tick']}>
                    {canBeWorked(post) && (
                      <Checkbox
                        size="xs"
                        aria-label={`Select the post of ${whoOf(post)}`}
                        checked={chosen.has(post.Id)}
                        onChange={() => toggle(post.Id)}
                      />
                    )}
                  </span>
                )}
                <TwoLines
                  first={
                    <Anchor component="button" type="button" onClick={() => onOpen(post.Id)}>
                      {whoOf(post)}
                    </Anchor>
                  }
                  second={[post.Company, post.Email].filter(Boolean).join(' · ')}
                />
              </span>
            ),
          },
          { head: 'Form', width: '130px', render: (post) => post.WebForm?.Name ?? '—' },
          { head: 'What became of it', width: '280px', render: (post) => <Became post={post} /> },
          { head: 'Came', width: '100px', align: 'end', render: (post) => <RelativeDate value={post.ReceivedDate} /> },
        ]}
      />
    </>
  )
}

function Became({ post }: { post: Post }) {
  const look = postLooks[post.State]
  const to = post.Record === null ? undefined : paths.record(post.Record.Id)
  const mark = <StateMark state={look.state} label={look.label} />
  return (
    <TwoLines
      first={to === undefined ? mark : <TextLink to={to}>{mark}</TextLink>}
      second={post.Reason ?? post.Notes.join(' ')}
    />
  )
}

function ChosenPosts({ posts, onDone }: { posts: readonly Post[]; onDone: () => void }) {
  const ids = posts.map(({ Id }) => Id)
  const replay = useCall(() => api.post<{ posts: readonly Post[] }>(`${PATH}/replay`, { ids }), PATH, `${PATH}/counts`)
  const discard = useCall(() => api.post(`${PATH}/discard`, { ids }), PATH, `${PATH}/counts`)
  const noun = posts.length === 1 ? 'post' : 'posts'
  const again = () =>
    replay.mutate(undefined, {
      onSuccess: ({ posts: worked }) => {
        const through = worked.filter(({ State }) => State === 'lead' || State === 'inquiry').length
        toast(
          through === worked.length
            ? `${through} ${noun} became leads or inquiries.`
            : `${through} of ${worked.length} became leads or inquiries; the others still wait, each with its reason.`,
        )
        onDone()
      },
      onError: toastError,
    })
  const away = () =>
    discard.mutate(undefined, {
      onSuccess: () => {
        toast(`Discarded ${ids.length} ${noun}. They can be replayed.`)
        onDone()
      },
      onError: toastError,
    })
  return (
    <BulkBar count={posts.length} noun={noun} onClear={onDone}>
      <Button size="compact-md" loading={replay.isPending} onClick={again}>
        Replay {posts.length} {noun}
      </Button>
      <Button size="compact-md" variant="default" loading={discard.isPending} onClick={away}>
        Discard
      </Button>
    </BulkBar>
  )
}
