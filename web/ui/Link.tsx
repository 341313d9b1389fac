import { Anchor } from '@mantine/core'
import { Link as RouterLink, useNavigate } from '@tanstack/react-router'
import { type ComponentProps, type ReactNode, useCallback } from 'react'
import { paths } from '../paths.ts'
import classes from './Link.module.css'

type LinkProps = Readonly<{
  /** From paths.ts. */
  to: string
  search?: Readonly<Record<string, unknown>>
  children: ReactNode
}> &
  Omit<ComponentProps<'a'>, 'href'>

/** A link inside the web, without a look of its own. */
export function Link({ to, search, ...rest }: LinkProps & Readonly<{ 'data-reach'?: boolean }>) {
  return <RouterLink to={to} search={search ?? {}} preload="intent" {...rest} />
}

/** A link in running text, in the one blue; among words of a like shade it is underlined always. */
export function TextLink({
  to,
  search,
  children,
  isAmongWords = false,
}: Pick<LinkProps, 'to' | 'search' | 'children'> & Readonly<{ isAmongWords?: boolean }>) {
  return (
    <Anchor component={Link} to={to} search={search ?? {}} inherit underline={isAmongWords ? 'always' : 'hover'}>
      {children}
    </Anchor>
  )
}

/** The name of a record, linked to its page when it has one: `<RecordLink record={lead.Owner} />`. */
export function RecordLink({ id, name, objectName }: { id: string; name: ReactNode; objectName?: string }) {
  const to = paths.record(id, objectName)
  if (to === undefined) return <span>{name}</span>
  return (
    <Link to={to} className={classes['record']} data-reach>
      {name}
    </Link>
  )
}

/** Goes to an address of paths.ts from code: `go(paths.lead(id))`. */
export function useGo(): (to: string, search?: Readonly<Record<string, unknown>>) => void {
  const navigate = useNavigate()
  return useCallback((to, search) => void navigate({ to, search: search ?? {} }), [navigate])
}
