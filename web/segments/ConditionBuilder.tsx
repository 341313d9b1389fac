import { ActionIcon, Button, CloseButton, Menu, Popover, Select, UnstyledButton } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactElement, type ReactNode, useState } from 'react'
import { leafSentence, type Words } from '../../shared/segmentWords.ts'
import type { SegmentLeaf } from '../../shared/segmentCondition.ts'
import { insidePopover, ListsStandAs, overSheet } from '../ui/listsStand.ts'
import { Sheet } from '../ui/Sheet.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { useReferredName } from '../ui/useReferredName.ts'
import { type Group, type Join, joinWords, type Row } from './groups.ts'
import { LeafEditor } from './LeafEditor.tsx'
import { kindOf, kinds, type Kind } from './kinds.ts'
import { type PeopleShape, plainLabel } from './peopleShape.ts'
import classes from './Segments.module.css'
import type { Naming } from './naming.ts'

type BuilderProps = Readonly<{
  shape: PeopleShape
  groups: readonly Group[]
  onChange: (groups: readonly Group[]) => void
  naming: Naming
  /** The segment this is of, which it cannot ask for. */
  segmentId: string | undefined
  mayChange: boolean
}>

/** The condition as groups of sentences; each opens to be changed. */
export function ConditionBuilder(props: BuilderProps) {
  const { groups, onChange, mayChange } = props
  const replace = (at: number, group?: Group) =>
    onChange(groups.flatMap((one, index) => (index !== at ? [one] : group === undefined ? [] : [group])))
  return (
    <div className={classes['groups']}>
      {groups.map((group, at) => (
        // Groups have no names of their own; their place is what tells them apart.
        // oxlint-disable-next-line react/no-array-index-key
        <GroupBox key={at} {...props} group={group} at={at} onGroup={(next) => replace(at, next)} />
      ))}
      {mayChange && (
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...groups, { join: 'any', rows: [] }])}
          >
            Add a group
          </Button>
        </div>
      )}
    </div>
  )
}

type GroupProps = BuilderProps & Readonly<{ group: Group; at: number; onGroup: (group?: Group) => void }>

function GroupBox(props: GroupProps) {
  const { group, groups, at, onGroup, mayChange } = props
  const { rows, join } = group
  const replace = (n: number, row?: Row) =>
    onGroup({ join, rows: rows.flatMap((one, index) => (index !== n ? [one] : row === undefined ? [] : [row])) })
  return (
    <section className={classes['group']} aria-label={`Group ${at + 1}: ${joinWords[join]}`}>
      <div className={classes['groupHead']}>
        {at > 0 && <span className={classes['and']}>and</span>}
        {mayChange ? (
          <Select
            aria-label={`How the conditions of group ${at + 1} join`}
            size="xs"
            w={170}
            data={Object.entries(joinWords).map(([value, label]) => ({ value, label }))}
            value={join}
            onChange={(next) => onGroup({ rows, join: (next ?? 'all') as Join })}
            allowDeselect={false}
          />
        ) : (
          <span className={classes['join']}>{joinWords[join]}</span>
        )}
        {mayChange && groups.length > 1 && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            aria-label={`Remove group ${at + 1}`}
            onClick={() => onGroup(undefined)}
          >
            <IconTrash size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <ul className={classes['rows']}>
        {rows.map((row, n) => (
          <li key={`${JSON.stringify(row)}${rows.indexOf(row)}`}>
            <RowLine {...props} row={row} onRow={(next) => replace(n, next)} />
          </li>
        ))}
      </ul>
      {mayChange && <AddRow {...props} onAdd={(row) => onGroup({ join, rows: [...rows, row] })} />}
      {!mayChange && rows.length === 0 && <p className={classes['faint']}>Everybody.</p>}
    </section>
  )
}

const idIn = (leaf: SegmentLeaf): string | undefined => {
  if ('campaign' in leaf) return leaf.campaign.id
  if ('inquiry' in leaf) return leaf.inquiry.campaign
  return 'field' in leaf && typeof leaf.value === 'string' ? leaf.value : undefined
}

function useSentence({ shape, naming }: BuilderProps, { leaf, denied }: Row): string {
  const field = 'field' in leaf ? shape.fieldNamed.get(leaf.field) : undefined
  const id = idIn(leaf)
  const references = 'field' in leaf ? (field?.referenceTo ?? []) : ['Campaign']
  const known = id === undefined ? undefined : naming.names.get(id)
  const found = useReferredName(known === undefined ? references : [], id)
  const words: Words = {
    nameOf: (asked) =>
      naming.names.get(asked) ??
      (asked === id ? found : undefined) ??
      field?.picklist.find(({ value }) => value === asked)?.label,
    fieldOf: (name) => {
      const one = shape.fieldNamed.get(name)
      return one === undefined ? undefined : { label: plainLabel(one), type: one.type }
    },
  }
  const sentence = leafSentence(words, leaf, denied)
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function RowLine(props: GroupProps & Readonly<{ row: Row; onRow: (row?: Row) => void }>) {
  const { row, onRow, mayChange } = props
  const [opened, setOpened] = useState(false)
  const sentence = useSentence(props, row)
  if (!mayChange) return <span className={classes['row']}>{sentence}</span>
  return (
    <span className={classes['row']}>
      <EditorPlace
        opened={opened}
        onClose={() => setOpened(false)}
        title="Change condition"
        target={
          <UnstyledButton className={classes['words']} onClick={() => setOpened(!opened)}>
            {sentence}
          </UnstyledButton>
        }
      >
        <LeafEditor
          {...props}
          kind={kindOf(row.leaf)}
          row={row}
          onDone={(next) => {
            setOpened(false)
            onRow(next)
          }}
        />
      </EditorPlace>
      <CloseButton size="sm" aria-label={`Remove: ${sentence}`} onClick={() => onRow(undefined)} />
    </span>
  )
}

function AddRow(props: GroupProps & Readonly<{ onAdd: (row: Row) => void }>) {
  const [kind, setKind] = useState<Kind>()
  return (
    <EditorPlace
      opened={kind !== undefined}
      onClose={() => setKind(undefined)}
      title={kind === undefined ? '' : kinds[kind].label}
      hasRoles={false}
      target={
        <span className={classes['adder']}>
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />}>
                Add condition
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {Object.entries(kinds).map(([value, { label, icon: Icon }]) => (
                <Menu.Item
                  key={value}
                  leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
                  onClick={() => setKind(value as Kind)}
                >
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </span>
      }
    >
      {kind !== undefined && (
        <LeafEditor
          {...props}
          kind={kind}
          onDone={(row) => {
            setKind(undefined)
            props.onAdd(row)
          }}
        />
      )}
    </EditorPlace>
  )
}

/** Where a condition is written: beside its sentence, on a phone on a sheet of its own. */
function EditorPlace({
  opened,
  onClose,
  title,
  target,
  hasRoles = true,
  children,
}: Readonly<{
  opened: boolean
  onClose: () => void
  title: string
  target: ReactElement
  hasRoles?: boolean
  children: ReactNode
}>) {
  const phone = usePhone()
  if (phone)
    return (
      <>
        {target}
        <Sheet opened={opened} onClose={onClose} title={title}>
          <ListsStandAs value={overSheet}>{children}</ListsStandAs>
        </Sheet>
      </>
    )
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && onClose()}
      position="bottom-start"
      trapFocus
      withinPortal
      withRoles={hasRoles}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown p={12}>
        <ListsStandAs value={insidePopover}>{children}</ListsStandAs>
      </Popover.Dropdown>
    </Popover>
  )
}
