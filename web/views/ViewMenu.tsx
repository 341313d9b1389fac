import { Button, Menu } from '@mantine/core'
import {
  IconCheck,
  IconChevronDown,
  IconDeviceFloppy,
  IconHome,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { ObjectShape } from '../api/describe.ts'
import { useSession } from '../api/session.ts'
import {
  changeView,
  deleteView,
  type ListView,
  openListAsUsual,
  openListWith,
  useViewCall,
  type ViewParts,
} from '../api/views.ts'
import { useCommands } from '../shell/commands.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { SaveViewSheet } from './SaveViewSheet.tsx'
import classes from './ViewMenu.module.css'
import { isChanged } from './views.ts'

type ViewMenuProps = Readonly<{
  shape: ObjectShape
  views: readonly ListView[]
  current: ListView | undefined
  /** What the list shows now. */
  now: ViewParts
  onChoose: (view: ListView | undefined) => void
}>

// Not the key, which opened it and is still on its way.
const pressed = ['mousedown', 'touchstart']

type Sheet = 'keep' | 'rename' | 'delete'

/** Which view a list shows, the others to choose from, and what can be done with them. */
export function ViewMenu(props: ViewMenuProps) {
  const { shape, views, current, now, onChoose } = props
  const [opened, setOpened] = useState(false)
  const [sheet, setSheet] = useState<Sheet>()
  const changed = current !== undefined && isChanged(current, now)
  useCommands([
    { id: 'list.views', group: 'List', label: 'Choose list view', keys: 'v', run: () => setOpened(true) },
    { id: 'list.keepView', group: 'List', label: 'Save as view', run: () => setSheet('keep') },
  ])
  const close = () => setSheet(undefined)
  const remove = useViewCall(shape.name, deleteView)
  return (
    <>
      <Menu
        opened={opened}
        onChange={setOpened}
        position="bottom-start"
        width={288}
        shadow="md"
        clickOutsideEvents={pressed}
      >
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            className={classes['opener'] ?? ''}
            rightSection={<IconChevronDown size={15} stroke={1.8} aria-hidden />}
            aria-label={`View: ${current?.Name ?? shape.labelPlural}${changed ? ', changed' : ''}`}
          >
            <span className={classes['name']}>{current?.Name ?? shape.labelPlural}</span>
            {changed && (
              <span className={classes['changed']} aria-hidden title="Changed: save it as a view, or go back" />
            )}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes['dropdown'] ?? ''}>
          <div role="group" aria-label="Views" className={classes['choices']}>
            {groupsOf(views).flatMap(([label, group]) => [
              <Menu.Label key={label} role="presentation">
                {label}
              </Menu.Label>,
              ...group.map((view) => (
                <ViewItem key={view.Id} view={view} chosen={view.Id === current?.Id} onChoose={onChoose} />
              )),
            ])}
          </div>
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => setSheet('keep')}>
            Save as view
          </Menu.Item>
          {current !== undefined && <ViewActs {...props} current={current} changed={changed} onSheet={setSheet} />}
        </Menu.Dropdown>
      </Menu>
      {(sheet === 'keep' || (sheet === 'rename' && current !== undefined)) && (
        <SaveViewSheet
          shape={shape}
          {...(sheet === 'rename' && current !== undefined ? { view: current } : {})}
          now={now}
          onClose={close}
          onDone={onChoose}
        />
      )}
      {current !== undefined && (
        <Confirm
          opened={sheet === 'delete'}
          onClose={close}
          title={`Delete the view “${current.Name}”?`}
          consequences={[
            `No ${shape.label.toLowerCase()} is deleted; only this way of looking at them.`,
            ...(current.Shared ? ['It is shared: nobody will find it in their list of views any more.'] : []),
          ]}
          verb="Delete view"
          onConfirm={async () => {
            await remove.mutateAsync(current)
            onChoose(undefined)
            toast(`The view “${current.Name}” is deleted.`)
          }}
        />
      )}
    </>
  )
}

function ViewItem({
  view,
  chosen,
  onChoose,
}: Readonly<{ view: ListView; chosen: boolean; onChoose: (view: ListView) => void }>) {
  return (
    <Menu.Item
      onClick={() => onChoose(view)}
      aria-current={chosen || undefined}
      leftSection={<IconCheck size={15} stroke={2} className={chosen ? '' : classes['unchosen']} aria-hidden />}
      rightSection={view.Default ? <IconHome size={14} stroke={1.8} aria-label="Your list opens with it" /> : undefined}
    >
      <span className={classes['item']}>{view.Name}</span>
    </Menu.Item>
  )
}

function ViewActs({
  shape,
  current,
  now,
  changed,
  onChoose,
  onSheet,
}: ViewMenuProps & Readonly<{ current: ListView; changed: boolean; onSheet: (sheet: Sheet) => void }>) {
  const { permissions } = useSession()
  const many = shape.labelPlural.toLowerCase()
  const change = useViewCall(shape.name, changeView)
  const open = useViewCall(shape.name, current.Default ? openListAsUsual : openListWith)
  const save = (parts: Parameters<typeof changeView>[0], said: string) =>
    change.mutate(parts, { onSuccess: () => toast(said), onError: toastError })
  return (
    <>
      {changed && (
        <Menu.Item onClick={() => onChoose(current)} leftSection={<IconCheck size={15} />}>
          Back to “{current.Name}”
        </Menu.Item>
      )}
      {changed && current.MayChange && (
        <Menu.Item
          leftSection={<IconDeviceFloppy size={15} />}
          onClick={() => save({ Id: current.Id, ...now }, `“${current.Name}” now shows what you see.`)}
        >
          Save changes to “{current.Name}”
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconHome size={15} />}
        onClick={() =>
          open.mutate(current, {
            onSuccess: () =>
              toast(
                current.Default
                  ? `${shape.labelPlural} open as usual again.`
                  : `${shape.labelPlural} open with “${current.Name}” from now on.`,
              ),
            onError: toastError,
          })
        }
      >
        {current.Default ? `Open ${many} as usual` : `Open ${many} with this view`}
      </Menu.Item>
      {current.MayChange && (
        <>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onSheet('rename')}>
            Rename view
          </Menu.Item>
          {permissions.includes('share_views') && (
            <Menu.Item
              leftSection={<IconUsers size={15} />}
              onClick={() =>
                save(
                  { Id: current.Id, Shared: !current.Shared },
                  current.Shared
                    ? `“${current.Name}” is kept to its owner.`
                    : `Everybody finds “${current.Name}” among their views.`,
                )
              }
            >
              {current.Shared ? 'Keep to its owner' : 'Share with everybody'}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={15} />} color="var(--grave)" onClick={() => onSheet('delete')}>
            Delete view
          </Menu.Item>
        </>
      )}
    </>
  )
}

function groupsOf(views: readonly ListView[]): readonly (readonly [string, readonly ListView[]])[] {
  const groups = [
    ['Your views', views.filter(({ Standard, Shared }) => !Standard && !Shared)],
    ['Shared views', views.filter(({ Standard, Shared }) => !Standard && Shared)],
    ['Standard views', views.filter(({ Standard }) => Standard)],
  ] as const
  return groups.filter(([, group]) => group.length > 0)
}
