import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCloudOff, IconQrcode, IconSearch, IconUserPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useObject } from '../api/describe.ts'
import { paths } from '../paths.ts'
import { usePlace } from '../shell/place.ts'
import { onTheWall } from '../ui/dates.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { CaptureSheet } from './CaptureSheet.tsx'
import { Scanner } from './Scanner.tsx'
import { newTapKey, useTaps, type Tap, type TapResult } from './taps.ts'
import classes from './CheckIn.module.css'

type PersonAtDoor = Readonly<{
  MemberId: string
  Who: Readonly<{ Id: string; Name: string }>
  Company: string | null
  Status: string
  State: 'registered' | 'waiting' | 'cancelled' | null
  CheckedInAt: string | null
  CheckedInBy: string | null
}>

type SessionAtDoor = Readonly<{ Id: string; Name: string; StartsAt: string; Room: string | null; Here: number }>

type Door = Readonly<{
  name: string
  counts: Readonly<{ expected: number; waiting: number; here: number; walkIns: number }>
  statuses: readonly string[]
  attended: string | null
  sessions: readonly SessionAtDoor[]
  people: readonly PersonAtDoor[]
  next: string | null
}>

const ASK_AGAIN_MS = 5000

/** The page at the door, made for a phone in one hand: who is expected, who is here, one tap each. */
export function CheckIn() {
  const { id = '' } = useParams({ strict: false })
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words, 150)
  const [showing, setShowing] = useState<'scan' | 'add'>()
  const [asking, setAsking] = useState<readonly { tap: Tap; message: string }[]>([])
  const [said, setSaid] = useState<readonly { key: string; ok: boolean; words: string }[]>([])
  const client = useQueryClient()
  const { session }: Readonly<{ session?: string }> = useSearch({ strict: false })
  const door = useDoor(id, q, session)
  const mayTap = useObject('CampaignMember').may.edit
  const taps = useTaps(id, (tap, result) => {
    void client.invalidateQueries({ queryKey: ['door', id] })
    if (result.code === 'without_a_place' || result.code === 'not_booked')
      setAsking((before) => [...before, { tap, message: result.message ?? '' }])
    else setSaid((before) => [...unsaid(before), { key: tap.key, ok: result.ok, words: wordsOf(tap, result) }])
  })
  usePlace({
    title: door.data?.name ?? 'Check in',
    up: { label: 'Campaign', to: paths.campaign(id) },
  })
  if (door.isPending) return <GridSkeleton rows={8} />
  if (door.data === undefined)
    return (
      <div className={classes['page']}>
        <h1 className={classes['title']}>Check in</h1>
        <RefusalNotice error={door.error} />
      </div>
    )
  const { counts, name, people, statuses, attended, sessions } = door.data
  const [asked] = asking
  const answered = () => setAsking((before) => before.slice(1))
  const newTap = () => ({ key: newTapKey(), ...(session === undefined ? {} : { sessionId: session }) })
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <h1 className={classes['title']}>{name}</h1>
        <WhichDoor sessions={sessions} session={session} />
        <p className={classes['counts']} aria-live="polite">
          <strong>{counts.here.toLocaleString('en')}</strong> here of {counts.expected.toLocaleString('en')} expected
          {counts.walkIns > 0 && `, ${counts.walkIns.toLocaleString('en')} unannounced`}
          {counts.waiting > 0 && `, ${counts.waiting.toLocaleString('en')} on the waiting list`}
        </p>
        {taps.waiting.length > 0 && taps.isAway && (
          <p className={classes['away']} role="status">
            <IconCloudOff size={16} stroke={1.8} aria-hidden />
            {taps.waiting.length === 1 ? '1 tap is' : `${taps.waiting.length} taps are`} kept on this phone until the
            connection is back.
          </p>
        )}
      </header>
      <div className={classes['tools']}>
        <TextInput
          aria-label="Find somebody by name or company"
          placeholder="Name or company"
          leftSection={<IconSearch size={18} stroke={1.8} />}
          autoComplete="off"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Button
          variant="default"
          aria-pressed={showing === 'scan'}
          leftSection={<IconQrcode size={18} stroke={1.8} />}
          onClick={() => setShowing(showing === 'scan' ? undefined : 'scan')}
        >
          Scan
        </Button>
        <Button
          variant="default"
          disabled={!mayTap}
          leftSection={<IconUserPlus size={18} stroke={1.8} />}
          onClick={() => setShowing('add')}
        >
          Add
        </Button>
      </div>
      <div role="status">
        {said.map(({ key, ok, words }) => (
          <p key={key} className={classes['said']} data-ok={ok}>
            {words}
          </p>
        ))}
      </div>
      {showing === 'scan' && <Scanner onCode={(code) => taps.tell({ ...newTap(), act: 'check_in', code })} />}
      {!mayTap && <p className={classes['quiet']}>Your role may see who comes, but check nobody in.</p>}
      <People
        people={people}
        words={q}
        isSession={session !== undefined}
        waiting={taps.waiting.filter(({ sessionId }) => sessionId === session)}
        mayTap={mayTap}
        onTap={(one) => taps.tell({ ...newTap(), act: 'check_in', memberId: one.MemberId })}
        onUndo={(one) => taps.tell({ ...newTap(), act: 'undo', memberId: one.MemberId })}
        onAdd={() => setShowing('add')}
      />
      {door.data.next !== null && (
        <p className={classes['quiet']}>More people are on the list: type the beginning of a name to find them.</p>
      )}
      {showing === 'add' && (
        <CaptureSheet
          name={people.length === 0 ? words : ''}
          statuses={statuses}
          attended={attended}
          onClose={() => setShowing(undefined)}
          onCapture={(captured) => taps.tell({ ...newTap(), act: 'capture', ...captured })}
        />
      )}
      <Sheet
        opened={asked !== undefined}
        onClose={answered}
        title="Check in anyway?"
        footer={
          <>
            <Button variant="default" onClick={answered}>
              Cancel
            </Button>
            <Button
              onClick={() => {
                if (asked?.tap.act === 'check_in') taps.tell({ ...asked.tap, key: newTapKey(), anyway: true })
                answered()
              }}
            >
              Check in anyway
            </Button>
          </>
        }
      >
        <p>{asked?.message}</p>
      </Sheet>
    </div>
  )
}

/** Of what was said, what stays beside the next answer: a refusal that came in the same breath must not vanish unread. */
const unsaid = <Said extends Readonly<{ ok: boolean }>>(said: readonly Said[]): readonly Said[] =>
  said.filter(({ ok }) => !ok).slice(-2)

/** At which door the steward stands: the event's own, or a session's. The address holds it. */
function WhichDoor({
  sessions,
  session,
}: Readonly<{ sessions: readonly SessionAtDoor[]; session: string | undefined }>) {
  const navigate = useNavigate()
  if (sessions.length === 0) return null
  const label = ({ StartsAt, Name, Room, Here }: SessionAtDoor) =>
    [`${onTheWall(StartsAt).format('ddd HH:mm')} ${Name}`, Room, Here > 0 ? `${Here} here` : null]
      .filter(Boolean)
      .join(' · ')
  return (
    <NativeSelect
      aria-label="Door"
      className={classes['door'] ?? ''}
      data={[
        { value: '', label: 'Entrance of the event' },
        ...sessions.map((one) => ({ value: one.Id, label: label(one) })),
      ]}
      value={session ?? ''}
      onChange={({ currentTarget: { value } }) =>
        void navigate({ to: '.', search: value === '' ? {} : { session: value }, replace: true })
      }
    />
  )
}

/** What the door shows now, asked again every few seconds: other stewards are at work as well. */
const useDoor = (id: string, q: string, session: string | undefined) =>
  useQuery({
    queryKey: ['door', id, q, session],
    queryFn: ({ signal }) =>
      api.get<Door>(`/campaigns/${id}/check-in`, {
        signal,
        query: { q, limit: 100, ...(session === undefined ? {} : { session }) },
      }),
    refetchInterval: ASK_AGAIN_MS,
    placeholderData: keepPreviousData,
  })

type PeopleProps = Readonly<{
  people: readonly PersonAtDoor[]
  words: string
  isSession: boolean
  waiting: readonly Tap[]
  mayTap: boolean
  onTap: (one: PersonAtDoor) => void
  onUndo: (one: PersonAtDoor) => void
  onAdd: () => void
}>

function People({ people, words, isSession, waiting, mayTap, onTap, onUndo, onAdd }: PeopleProps) {
  if (people.length === 0)
    return (
      <div className={classes['nobody']}>
        <p>{words === '' ? nobodyYet(isSession) : `Nobody on the list is called “${words}”.`}</p>
        {mayTap && (
          <Button variant="default" onClick={onAdd}>
            Add somebody
          </Button>
        )}
      </div>
    )
  return (
    <ul className={classes['people']} aria-label="People">
      {people.map((one) => (
        <Person
          key={one.MemberId}
          one={one}
          kept={lastTapOf(waiting, one)}
          mayTap={mayTap}
          onTap={onTap}
          onUndo={onUndo}
        />
      ))}
    </ul>
  )
}

const nobodyYet = (isSession: boolean): string =>
  isSession
    ? 'Nobody booked this session. Find whoever stands before you by name, and let them in.'
    : 'Nobody is on the list yet.'

function Person({
  one,
  kept,
  mayTap,
  onTap,
  onUndo,
}: Readonly<{ one: PersonAtDoor; kept: Tap['act'] | undefined }> & Pick<PeopleProps, 'mayTap' | 'onTap' | 'onUndo'>) {
  const isHere = kept === undefined ? one.CheckedInAt !== null : kept === 'check_in'
  const { Name } = one.Who
  return (
    <li className={classes['person']} data-here={isHere || undefined}>
      <span className={classes['who']}>
        <span className={classes['name']}>{Name}</span>
        <span className={classes['about']}>{[one.Company, wordOf(one, isHere)].filter(Boolean).join(' · ')}</span>
      </span>
      {isHere ? (
        <Button variant="subtle" disabled={!mayTap} aria-label={`Undo check-in of ${Name}`} onClick={() => onUndo(one)}>
          Undo
        </Button>
      ) : (
        <Button disabled={!mayTap} aria-label={`Check in ${Name}`} onClick={() => onTap(one)}>
          Check in
        </Button>
      )}
    </li>
  )
}

const lastTapOf = (waiting: readonly Tap[], { MemberId }: PersonAtDoor): Tap['act'] | undefined =>
  waiting.findLast((tap) => 'memberId' in tap && tap.memberId === MemberId)?.act

function wordOf({ CheckedInAt, CheckedInBy, State, Status }: PersonAtDoor, isHere: boolean): string {
  if (isHere && CheckedInAt !== null)
    return `here since ${onTheWall(CheckedInAt).format('HH:mm')}${CheckedInBy === null ? '' : `, ${CheckedInBy}`}`
  if (isHere) return 'here, kept on this phone'
  if (State === 'waiting') return 'waiting list'
  return State === 'cancelled' ? 'cancelled' : State === null ? Status : ''
}

function wordsOf(tap: Tap, { ok, name, message, isNew }: TapResult): string {
  if (!ok) return message ?? 'This could not be done.'
  if (tap.act === 'undo') return `${name ?? 'They'} is no longer checked in.`
  if (tap.act === 'capture')
    return isNew === true
      ? `${name ?? 'Somebody'} is a new lead.`
      : `${name ?? 'Somebody'} was known already; it is noted with them.`
  return `${name ?? 'Somebody'} is here.`
}
