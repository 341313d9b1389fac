import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { useAnswer, useCall } from '../setup/setupApi.ts'
import { exactDate } from '../ui/dates.ts'
import { Link } from '../ui/Link.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast } from '../ui/toast.tsx'
import { formFields } from './webForm.ts'
import { canBeWorked, isQuestion, postLooks, type WholePost, whoOf } from './post.ts'
import classes from './PostSheet.module.css'

const PATH = '/form-posts'

/** One post: what was sent, why it waits; mend fields and replay it, or discard it. */
export function PostSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const path = `${PATH}/${id}`
  const found = useAnswer<WholePost>(path)
  const [mended, setMended] = useState<Readonly<Record<string, string>>>({})
  const stale = [PATH, `${PATH}/counts`, path] as const
  const replay = useCall(
    async () => {
      if (Object.keys(mended).length > 0) await api.patch(path, { fields: mended })
      return api.post<WholePost>(`${path}/replay`)
    },
    ...stale,
  )
  const discard = useCall(() => api.post(`${path}/discard`, {}), ...stale)
  const post = found.data
  const again = () =>
    replay.mutate(undefined, {
      onSuccess: (worked) => {
        setMended({})
        if (worked.State === 'lead' || worked.State === 'inquiry')
          toast(
            worked.State === 'lead' ? `${whoOf(worked)} is a lead now.` : `Recorded an inquiry of ${whoOf(worked)}.`,
          )
      },
    })
  const away = () =>
    discard.mutate(undefined, {
      onSuccess: () => {
        toast('Discarded the post. It can be replayed.')
        onClose()
      },
    })
  const open = post?.Record === null || post?.Record === undefined ? undefined : paths.record(post.Record.Id)
  const worked = post !== undefined && canBeWorked(post)
  return (
    <Sheet
      opened
      onClose={onClose}
      as="side"
      title={post === undefined ? 'Form post' : `Post of ${whoOf(post)}`}
      footer={
        post !== undefined && (
          <>
            {worked && post.State !== 'discarded' && (
              <Button variant="default" loading={discard.isPending} onClick={away}>
                Discard post
              </Button>
            )}
            {worked && (
              <Button loading={replay.isPending} onClick={again}>
                {Object.keys(mended).length > 0 ? 'Mend and replay post' : 'Replay post'}
              </Button>
            )}
            {open !== undefined && (
              <Button component={Link} to={open}>
                Open {post.Record?.type?.toLowerCase() ?? 'record'}
              </Button>
            )}
          </>
        )
      }
    >
      {found.isPending && <GridSkeleton rows={6} />}
      <RefusalNotice error={found.error ?? replay.error ?? discard.error} />
      {post !== undefined && (
        <div className={classes['post']}>
          <p className={classes['line']}>
            <StateMark {...postLooks[post.State]} tinted />{' '}
            <span>
              came {exactDate(post.ReceivedDate)} from {post.Address}
            </span>
          </p>
          {post.Reason !== null && <RefusalNotice problems={[{ code: 'waits', message: post.Reason }]} />}
          {post.Notes.map((note) => (
            <p key={note} className={classes['note']}>
              {note}
            </p>
          ))}
          <Sent post={post} mended={mended} onMend={worked ? setMended : undefined} />
          <details>
            <summary>As it came</summary>
            <textarea
              className={classes['raw']}
              readOnly
              rows={6}
              aria-label="The post as it came"
              value={post.Raw === '' ? 'Nothing.' : post.Raw}
            />
          </details>
        </div>
      )}
    </Sheet>
  )
}

function Sent({
  post,
  mended,
  onMend,
}: Readonly<{
  post: WholePost
  mended: Readonly<Record<string, string>>
  onMend: ((fields: Readonly<Record<string, string>>) => void) | undefined
}>) {
  const names = [
    ...new Set([
      ...post.Fields.map(({ name }) => name),
      ...(onMend === undefined ? [] : ['last_name', 'email', 'company']),
    ]),
  ].filter(isQuestion)
  return names.map((name) => {
    const sent = post.Fields.find((field) => field.name === name)?.value ?? ''
    return (
      <TextInput
        key={name}
        label={formFields.find((field) => field.name === name)?.label ?? name}
        value={mended[name] ?? sent}
        readOnly={onMend === undefined}
        {...(Object.hasOwn(post.Mended, name) ? { description: 'Mended by hand' } : {})}
        onChange={(event) => onMend?.({ ...mended, [name]: event.currentTarget.value })}
      />
    )
  })
}
