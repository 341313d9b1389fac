import { Button } from '@mantine/core'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { Component, type ReactNode, useEffect } from 'react'
import { ApiError } from '../api/errors.ts'
import { paths } from '../paths.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Link } from '../ui/Link.tsx'
import { ListSkeleton } from '../ui/Skeletons.tsx'
import { usePlace } from './place.ts'
import { NotFound } from './NotFound.tsx'

/** Catches what a page throws, so that the frame stays and says what to do. */
export function ErrorBoundary({ children }: { children: ReactNode }) {
  const { reset } = useQueryErrorResetBoundary()
  return <Boundary reset={reset}>{children}</Boundary>
}

// React offers error boundaries only as classes.
class Boundary extends Component<{ children: ReactNode; reset: () => void }, { error: unknown }> {
  override state = { error: undefined as unknown }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    const again = () => {
      this.props.reset()
      this.setState({ error: undefined })
    }
    return <PageFault error={error} onAgain={again} />
  }
}

function PageFault({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  if (error instanceof ApiError && error.status === 404) return <NotFound>{error.message}</NotFound>
  if (error instanceof ApiError && error.status === 401) return <SignedOut />
  if (isNoId(error)) return <NotFound />
  return <Fault error={error} onAgain={onAgain} />
}

const isNoId = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 400 && error.problems.some(({ field }) => field?.toLowerCase() === 'id')

/** Leads to the sign-in, and from there back to this page. */
function SignedOut() {
  useEffect(() => {
    const { pathname, search } = globalThis.location
    globalThis.location.assign(`${paths.signIn}?next=${encodeURIComponent(pathname + search)}`)
  }, [])
  return <ListSkeleton />
}

function Fault({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  usePlace({ title: 'Not shown' })
  const kept = error instanceof ApiError
  return (
    <EmptyState
      level={1}
      title={kept ? 'This page could not be shown' : 'This page ran into a fault'}
      action={
        <>
          <Button onClick={onAgain}>Try again</Button>
          <Button variant="default" component={Link} to={paths.home}>
            Go home
          </Button>
        </>
      }
    >
      {kept ? error.message : 'The fault is ours. What you saved is safe; trying again often helps.'}
    </EmptyState>
  )
}
