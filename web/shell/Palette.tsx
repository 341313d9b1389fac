import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, useSpotlight } from '@mantine/spotlight'
import { IconArrowRight, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { paths } from '../paths.ts'
import { useGo } from '../ui/Link.tsx'
import { type Command, useAllCommands } from './commands.ts'
import { keyCaps } from './keys.ts'
import classes from './Palette.module.css'
import { chooseFirst, palette, paletteStore } from './palette.ts'
import { rooms } from './rooms.ts'

type Found = Readonly<{ object: string; Id: string; title: string; detail?: string | null }>

/** One box over all records and all actions. */
export function Palette() {
  const [query, setQuery] = useState('')
  const found = useFound(query)
  const commands = useMatchingCommands(query)
  const go = useGo()
  const records = (found.data ?? []).filter((one) => paths.record(one.Id, one.object) !== undefined)
  const lines = [...records.map((one) => one.Id), ...commands.map((command) => command.id)].join()
  useEffect(chooseFirst, [lines])
  useEarlyTyping(setQuery)
  return (
    <Spotlight.Root
      store={paletteStore}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={440}
      size={600}
      centered={false}
      yOffset="12vh"
      overlayProps={veil}
      title="Search records and actions"
      transitionProps={{ duration: 120 }}
      classNames={{ content: classes['content'] ?? '', header: classes['header'] ?? '' }}
    >
      <Spotlight.Search
        placeholder="Search people, companies, deals, actions"
        aria-label="Search records and actions"
        leftSection={<IconSearch size={18} stroke={1.6} />}
      />
      <Spotlight.ActionsList>
        {records.length > 0 && (
          <Spotlight.ActionsGroup label="Records">
            {records.map((one) => (
              <RecordAction
                key={one.Id}
                found={one}
                onOpen={() => go(paths.record(one.Id, one.object) ?? paths.home)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {commands.length > 0 && (
          <Spotlight.ActionsGroup label="Actions">
            {commands.map((command) => (
              <CommandAction key={command.id} command={command} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {records.length === 0 && commands.length === 0 && (
          <Spotlight.Empty>
            {found.isFetching
              ? 'Searching…'
              : `Nothing begins with “${query}”. Try part of a name, a company or an e-mail address.`}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** The box takes the focus a moment after it opens; what somebody fast has typed by then is not lost. */
function useEarlyTyping(change: Dispatch<SetStateAction<string>>): void {
  const { opened } = useSpotlight(paletteStore)
  useEffect(() => {
    if (!opened) return
    const keep = (event: KeyboardEvent) => {
      const isTyped = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
      if (!isTyped || document.activeElement instanceof HTMLInputElement) return
      event.preventDefault()
      event.stopPropagation()
      change((before) => before + event.key)
    }
    window.addEventListener('keydown', keep, { capture: true })
    return () => window.removeEventListener('keydown', keep, { capture: true })
  }, [opened, change])
}

const veil = { backgroundOpacity: 0.28, blur: 0 }

function RecordAction({ found, onOpen }: { found: Found; onOpen: () => void }) {
  const Icon = rooms.find((room) => room.to === paths.list(found.object))?.icon ?? IconArrowRight
  return (
    <Spotlight.Action onClick={onOpen} className={classes['action'] ?? ''}>
      <Icon size={16} stroke={1.6} aria-hidden className={classes['icon']} />
      <span className={classes['title']}>{found.title}</span>
      <span className={classes['detail']}>{found.detail}</span>
      <span className={classes['kind']}>{found.object}</span>
    </Spotlight.Action>
  )
}

function CommandAction({ command }: { command: Command }) {
  const Icon = command.icon ?? IconArrowRight
  return (
    <Spotlight.Action
      onClick={() => {
        if (command.reason !== undefined) return
        palette.close()
        command.run()
      }}
      closeSpotlightOnTrigger={command.reason === undefined}
      aria-disabled={command.reason !== undefined}
      className={classes['action'] ?? ''}
    >
      <Icon size={16} stroke={1.6} aria-hidden className={classes['icon']} />
      <span className={classes['title']}>{command.label}</span>
      <span className={classes['detail']}>{command.reason}</span>
      {command.keys !== undefined && (
        <span className={classes['caps']}>
          {keyCaps(command.keys).map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </span>
      )}
    </Spotlight.Action>
  )
}

function useFound(query: string) {
  const [q] = useDebouncedValue(query.trim(), 120)
  return useQuery({
    queryKey: ['search', q],
    queryFn: async ({ signal }) =>
      (await api.get<{ results: readonly Found[] }>('/search', { signal, query: { q } })).results,
    enabled: q.length > 1,
    placeholderData: q.length > 1 ? keepPreviousData : undefined,
  })
}

function useMatchingCommands(query: string): readonly Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const offered = useAllCommands().filter((command) => command.palette !== false)
  return offered
    .filter((command) => words.every((word) => `${command.label} ${command.words ?? ''}`.toLowerCase().includes(word)))
    .sort((one, other) => order.indexOf(one.group) - order.indexOf(other.group))
    .slice(0, 14)
}

const order: readonly Command['group'][] = ['This page', 'List', 'Create', 'Go to', 'Help']
