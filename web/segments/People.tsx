import { Button } from '@mantine/core'
import { EmptyState } from '../ui/EmptyState.tsx'
import { RecordLink } from '../ui/Link.tsx'
import { MoreButton } from '../ui/MoreButton.tsx'
import { PlainTable, type TableColumn, TwoLines } from '../ui/PlainTable.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { type SegmentPerson, usePeople } from './segmentApi.ts'

/** Leads and contacts of a segment in one table; `onWhy` asks why one of them is in it. */
export function PeopleTable({
  people,
  onWhy,
}: Readonly<{ people: readonly SegmentPerson[]; onWhy?: (person: SegmentPerson) => void }>) {
  const why: readonly TableColumn<SegmentPerson>[] =
    onWhy === undefined
      ? []
      : [
          {
            head: 'Why',
            width: '64px',
            acts: true,
            render: (person) => (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                aria-label={`Why is ${person.Name} in?`}
                onClick={() => onWhy(person)}
              >
                Why?
              </Button>
            ),
          },
        ]
  return (
    <PlainTable
      label="People"
      rows={people}
      keyOf={({ Id }) => Id}
      columns={[
        {
          head: 'Name',
          render: ({ Id, Name, Title }) => <TwoLines first={<RecordLink id={Id} name={Name} />} second={Title} />,
        },
        { head: 'Kind', width: '80px', render: ({ Type }) => Type },
        { head: 'Company', width: '24%', render: ({ Company }) => Company ?? '' },
        {
          head: 'E-mail',
          width: '26%',
          render: ({ Email }) => <span style={{ overflowWrap: 'anywhere' }}>{Email ?? ''}</span>,
        },
        { head: 'Owner', width: '14%', render: ({ Owner }) => Owner.Name ?? '' },
        ...why,
      ]}
    />
  )
}

/** Everybody in a kept segment, page after page. */
export function AllPeople({ id, onWhy }: Readonly<{ id: string; onWhy: (person: SegmentPerson) => void }>) {
  const found = usePeople(id, true)
  const people = found.data?.pages.flatMap((page) => page.people) ?? []
  if (found.isPending) return <GridSkeleton rows={6} />
  if (people.length === 0) return found.isError ? null : <NobodyFits />
  return (
    <>
      <PeopleTable people={people} onWhy={onWhy} />
      <MoreButton of={found} small>
        Show more people
      </MoreButton>
    </>
  )
}

export const NobodyFits = () => (
  <EmptyState
    title="Nobody fits yet"
    example={`A condition fewer, or ‘Any of these’ in place of ‘All of these’, lets more people in.`}
  >
    As soon as a lead or contact comes to fit, they are in: nothing has to be rebuilt.
  </EmptyState>
)
