import { Select } from '@mantine/core'
import { useStandings } from './campaignApi.ts'

/** Which status of a campaign people get who are put into it; the campaign's default unless chosen. */
export function StatusOf({
  campaignId,
  status,
  onChange,
}: Readonly<{ campaignId: string; status: string | null; onChange: (status: string | null) => void }>) {
  const listed = useStandings(campaignId).data?.standings.filter(({ isListed }) => isListed) ?? []
  return (
    <Select
      label="Status in the campaign"
      data={listed.map((one) => one.status)}
      value={status ?? listed.find(({ isDefault }) => isDefault)?.status ?? null}
      onChange={onChange}
      allowDeselect={false}
    />
  )
}
