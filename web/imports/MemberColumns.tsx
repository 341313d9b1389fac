import { Select } from '@mantine/core'
import { useObject } from '../api/describe.ts'
import type { ImportOptions, ImportRow } from './importRow.ts'

/** Which columns of a file say where each person stands in the campaign, and what else is kept of the membership. */
export function MemberColumns({ one, onChange }: { one: ImportRow; onChange: (options: ImportOptions) => void }) {
  const shape = useObject('CampaignMember')
  const columns = one.mapping.map(({ column }) => column)
  const chosen = one.options.memberColumns ?? {}
  const own = shape.fields.filter((field) => field.custom)
  const choose = (name: string, column: string | null) =>
    onChange({
      memberColumns: {
        ...Object.fromEntries(Object.entries(chosen).filter(([field]) => field !== name)),
        ...(column === null ? {} : { [name]: column }),
      },
    })
  return [{ name: 'Status', label: 'Member status' }, ...own].map(({ name, label }) => (
    <Select
      key={name}
      label={`${label}, row by row`}
      placeholder="No column"
      clearable
      searchable
      data={columns}
      value={chosen[name] ?? null}
      onChange={(column) => choose(name, column)}
    />
  ))
}
