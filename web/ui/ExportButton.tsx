import { ActionIcon } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { apiAddress } from '../api/client.ts'
import type { ObjectShape } from '../api/describe.ts'
import type { ListQuery } from '../api/records.ts'
import { reasonAgainst, useSession } from '../api/session.ts'
import { type Command, useCommands } from '../shell/commands.ts'
import { usePhone } from './usePhone.ts'
import { WithReason } from './WithReason.tsx'

/** Carries out everything the list holds, loaded or not, as a CSV file: the same filter, order and columns. */
export function ExportButton({ shape, list }: Readonly<{ shape: ObjectShape; list: ListQuery }>) {
  const many = shape.labelPlural.toLowerCase()
  const reason = reasonAgainst(useSession(), 'export', `export ${many}`)
  const { fields, ...asked } = list
  const href = apiAddress(`/exports/${shape.name}.csv`, { ...asked, fields: fields?.join(',') })
  const label = `Export ${many} as CSV`
  const command: Command = {
    id: 'list.export',
    group: 'List',
    label,
    words: 'download spreadsheet excel file',
    reason,
    run: () => globalThis.location.assign(href),
  }
  useCommands([command])
  // A phone has no room for it, and the palette has the command.
  if (usePhone()) return null
  return (
    <WithReason reason={reason ?? label}>
      {reason === undefined ? (
        <ActionIcon component="a" href={href} download variant="default" aria-label={label}>
          <IconDownload size={16} stroke={1.8} />
        </ActionIcon>
      ) : (
        <ActionIcon variant="default" aria-label={label} aria-disabled data-disabled>
          <IconDownload size={16} stroke={1.8} />
        </ActionIcon>
      )}
    </WithReason>
  )
}
