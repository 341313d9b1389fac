import { ActionIcon, FileButton } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { useObject } from '../api/describe.ts'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { RelativeDate } from '../ui/RelativeDate.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { ReasonedButton, WithReason } from '../ui/WithReason.tsx'
import classes from '../ui/RelatedList.module.css'
import { fileAddress, useFiles, useKeepFiles, useRemoveFile, useRestoreFile, type KeptFile } from './fileApi.ts'
import { MoreButton } from '../ui/MoreButton.tsx'
import { fileSize } from './fileSize.ts'

/** The files kept with a record: added, downloaded, taken off. */
export function Files({ recordId }: { recordId: string }) {
  const found = useFiles(recordId)
  const files = found.data?.pages.flatMap((page) => page.files) ?? []
  return (
    <Panel
      title="Files"
      {...(found.isSuccess && !found.hasNextPage ? { count: files.length } : {})}
      actions={<AddFiles recordId={recordId} />}
    >
      {found.isPending && <GridSkeleton rows={2} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && files.length === 0 && (
        <p className={classes['empty']}>
          No files yet. Keep here what belongs to this record: an offer, a brief, a contract.
        </p>
      )}
      {files.length > 0 && <FileTable recordId={recordId} files={files} />}
      <MoreButton of={found} small>
        Show more files
      </MoreButton>
    </Panel>
  )
}

function FileTable({ recordId, files }: { recordId: string; files: readonly KeptFile[] }) {
  return (
    <PlainTable
      label="Files"
      rows={files}
      keyOf={(file) => file.Id}
      columns={[
        {
          head: 'File',
          render: (file) => (
            <TwoLines
              first={
                <a href={fileAddress(file.Id)} download={file.Name}>
                  {file.Name}
                </a>
              }
              second={file.CreatedBy?.Name ?? ''}
            />
          ),
        },
        { head: 'Size', width: '90px', align: 'end', render: (file) => fileSize(file.Size) },
        { head: 'Added', width: '120px', render: (file) => <RelativeDate value={file.CreatedDate} /> },
        { head: 'Remove', acts: true, width: '48px', render: (file) => <RemoveFile recordId={recordId} file={file} /> },
      ]}
    />
  )
}

function AddFiles({ recordId }: { recordId: string }) {
  const mayAdd = useObject('ContentVersion').may.create
  const keep = useKeepFiles(recordId)
  const reset = useRef<() => void>(null)
  const add = (files: readonly File[]) => {
    reset.current?.()
    if (files.length === 0) return
    const said = files.length === 1 ? `Added ${files[0]?.name ?? 'the file'}.` : `Added ${files.length} files.`
    keep.mutate(files, { onSuccess: () => toast(said), onError: toastError })
  }
  const reason = mayAdd ? undefined : 'Your role may read files, but not add any.'
  return (
    <FileButton multiple onChange={add} resetRef={reset} disabled={!mayAdd}>
      {(props) => (
        <ReasonedButton {...props} size="compact-sm" variant="subtle" reason={reason} loading={keep.isPending}>
          Add files
        </ReasonedButton>
      )}
    </FileButton>
  )
}

/** With an undo instead of a question: the recycle bin keeps it. */
function RemoveFile({ recordId, file }: { recordId: string; file: KeptFile }) {
  const mayRemove = useObject('ContentDocument').may.delete
  const remove = useRemoveFile(recordId)
  const restore = useRestoreFile(recordId)
  const drop = () =>
    remove.mutate(file.Id, {
      onSuccess: () => toast(`Removed ${file.Name}.`, () => restore.mutate(file.Id, { onError: toastError })),
      onError: toastError,
    })
  return (
    <WithReason reason={mayRemove ? `Remove ${file.Name}` : 'Your role may not remove files.'}>
      <ActionIcon
        variant="subtle"
        aria-label={`Remove ${file.Name}`}
        aria-disabled={!mayRemove}
        data-disabled={!mayRemove || undefined}
        onClick={() => mayRemove && drop()}
      >
        <IconX size={14} stroke={1.8} />
      </ActionIcon>
    </WithReason>
  )
}
