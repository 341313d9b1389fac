import { Progress } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useAbout } from '../api/records.ts'
import { membersOf, useRefreshMembers, type Work } from './campaignApi.ts'

const ASKED_EVERY_MS = 1000

/** Work on many members that goes on by itself, with how far it is; what was refused stays in sight. */
export function Works({ campaignId }: { campaignId: string }) {
  const found = useAbout<{ works: readonly Work[] }>('Campaign', campaignId, 'works')
  const works = found.data?.works ?? []
  const going = works.filter(({ finishedAt }) => finishedAt === null)
  const { refetch } = found
  const refresh = useRefreshMembers()
  const wasGoing = useRef(false)
  const isGoing = going.length > 0
  useEffect(() => {
    if (!isGoing) {
      if (wasGoing.current) void refresh()
      wasGoing.current = false
      return undefined
    }
    wasGoing.current = true
    const timer = setInterval(() => void refetch(), ASKED_EVERY_MS)
    return () => clearInterval(timer)
  }, [isGoing, refetch, refresh])
  const failed = works.find(({ problem }) => problem !== null)
  return (
    <>
      {going.map((work) => (
        <div key={work.id} role="status" style={{ display: 'grid', gap: 4, marginBottom: 12 }}>
          <span>{sentenceOf(work)}</span>
          <Progress value={(work.seen / Math.max(work.total, 1)) * 100} aria-label={sentenceOf(work)} />
        </div>
      ))}
      {failed !== undefined && going.length === 0 && failed === works[0] && (
        <p role="alert">
          Stopped after {membersOf(failed.done)}: {failed.problem}
        </p>
      )}
    </>
  )
}

const verbs = { add: 'are being added', move: 'are being moved', remove: 'are being taken out' } as const

const sentenceOf = ({ what, status, total, seen }: Work): string =>
  `${membersOf(total)} ${verbs[what]}${what === 'move' ? ` to ${status ?? ''}` : ''}: ${seen.toLocaleString('en')} done. You may close this page.`
