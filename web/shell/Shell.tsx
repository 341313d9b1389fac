import { Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useSession } from '../api/session.ts'
import { isMatchable, type Matchable } from '../duplicates/duplicates.ts'
import { keepTimeZone } from '../ui/dates.ts'
import { ListSkeleton } from '../ui/Skeletons.tsx'
import { useGo } from '../ui/Link.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { type Command, useCommands } from './commands.ts'
import { closeCreate, openCreate, useCreation } from './create.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { HelpPanel } from './HelpPanel.tsx'
import { openGlossary, openKeys } from './help.ts'
import { useKeptFocus } from './keptFocus.ts'
import { useKeyboard } from './keys.ts'
import { Navigation, useNarrowNavigation } from './Navigation.tsx'
import { Palette } from './Palette.tsx'
import { PhoneBar } from './PhoneBar.tsx'
import { pagesFor } from './pages.ts'
import { setupRoom, useRooms } from './rooms.ts'
import { creatableFor, openCreateMenu } from './CreateMenu.tsx'
import { Slow } from './Slow.tsx'
import { TopBar } from './TopBar.tsx'
import classes from './Shell.module.css'
import { palette } from './palette.ts'

const WhileTyping = lazy(async () => ({ default: (await import('../duplicates/WhileTyping.tsx')).WhileTyping }))
const CreateSheet = lazy(async () => ({ default: (await import('../ui/CreateSheet.tsx')).CreateSheet }))

/** The frame around every page of a signed-in person. */
export function Shell() {
  const phone = usePhone()
  const [narrow] = useNarrowNavigation()
  const { pathname } = useLocation()
  const { user } = useSession()
  // Before anything on the page shows a date.
  keepTimeZone(user.TimeZoneSidKey)
  useKeyboard()
  useKeptFocus()
  useCommands(useShellCommands())
  return (
    <div
      className={classes['shell']}
      data-narrow={narrow || undefined}
      style={{ '--navigation-now': phone ? '0px' : narrow ? '56px' : 'var(--navigation-width)' }}
    >
      <a href="#main" className={classes['skip']}>
        Skip to the page
      </a>
      {!phone && <Navigation />}
      <div className={classes['column']}>
        <TopBar />
        <Slow />
        <main id="main" tabIndex={-1} className={classes['main']}>
          <ErrorBoundary key={pathname}>
            <Suspense fallback={<ListSkeleton />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      {phone && <PhoneBar />}
      <Palette />
      <HelpPanel />
      <Creation />
    </div>
  )
}

const whileTyping = (objectName: Matchable) => (values: Readonly<Record<string, unknown>>) => (
  <Suspense>
    <WhileTyping objectName={objectName} values={values} />
  </Suspense>
)

function Creation() {
  const creation = useCreation()
  if (creation === undefined) return null
  const { objectName } = creation
  return (
    <Suspense>
      <CreateSheet
        key={objectName}
        objectName={objectName}
        values={creation.values}
        onClose={closeCreate}
        {...(isMatchable(objectName) ? { beside: whileTyping(objectName) } : {})}
      />
    </Suspense>
  )
}

function useShellCommands(): readonly Command[] {
  const go = useGo()
  const session = useSession()
  const rooms = useRooms()
  return [
    {
      id: 'search',
      group: 'Help',
      label: 'Search records and actions',
      keys: 'mod+k',
      run: palette.toggle,
      palette: false,
    },
    { id: 'create', group: 'Create', label: 'Create…', keys: 'c', run: openCreateMenu, palette: false },
    ...creatableFor(session).map((name): Command => ({
      id: `create.${name}`,
      group: 'Create',
      label: `Create ${name.toLowerCase()}`,
      run: () => openCreate(name),
    })),
    ...[...rooms, setupRoom].map((room): Command => ({
      id: `go.${room.to}`,
      group: 'Go to',
      label: `Go to ${room.label.toLowerCase()}`,
      keys: room.keys,
      icon: room.icon,
      run: () => go(room.to),
    })),
    ...pagesFor(session).map((page): Command => ({
      id: `go.${page.to}`,
      group: 'Go to',
      label: page.label,
      words: page.words,
      run: () => go(page.to),
    })),
    { id: 'help.keys', group: 'Help', label: 'Show the keys', keys: '?', run: openKeys },
    {
      id: 'help.words',
      group: 'Help',
      label: 'Show the words',
      keys: 'w',
      run: () => openGlossary(),
      words: 'glossary definitions meaning',
    },
  ]
}
