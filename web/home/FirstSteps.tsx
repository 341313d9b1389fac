import { Button } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react'
import type { FirstSteps as Steps } from '../api/home.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/Link.tsx'
import classes from './FirstSteps.module.css'

/** How a new organization gets from nothing to its first qualified lead; gone once all is done, or when put away. */
export function FirstSteps({ steps }: { steps: Steps }) {
  const [isAway, putAway] = useLocalStorage<boolean>({
    key: 'assay.first-steps.away',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  if (isAway) return null
  return (
    <section className={classes['panel']} aria-labelledby="first-steps">
      <div className={classes['head']}>
        <h2 id="first-steps" className={classes['title']}>
          First steps
        </h2>
        <Button variant="subtle" size="compact-sm" onClick={() => putAway(true)}>
          Put away
        </Button>
      </div>
      <ul className={classes['steps']}>
        <Step isDone={steps.hasLeads} to={paths.newImport} title="Bring in your leads">
          Drop in a list as it is: a trade show, an export of your old system. Nothing is written before you have seen
          it.
        </Step>
        <Step isDone={steps.hasWebForm} to={paths.newWebForm} title="Put a form on your website">
          Whoever fills it in becomes a lead, or an inquiry of somebody you know. No post is lost.
        </Step>
        <Step isDone={steps.hasColleagues} to={paths.setupSection('users')} title="Invite your colleagues">
          Marketers, vetters, salespeople and managers each see what their work needs.
        </Step>
        <Step isDone={steps.hasAgreement} to={paths.setupSection('agreement')} title="Agree what a qualified lead is">
          Marketing and sales sign one definition, and nobody has to argue about rubbish leads.
        </Step>
      </ul>
    </section>
  )
}

function Step({
  isDone,
  to,
  title,
  children,
}: Readonly<{ isDone: boolean; to: string; title: string; children: string }>) {
  const Icon = isDone ? IconCircleCheckFilled : IconCircleDashed
  return (
    <li>
      <Link to={to} className={classes['step']} data-done={isDone || undefined}>
        <Icon size={18} stroke={1.8} className={classes['mark']} role="img" aria-label={isDone ? 'Done:' : 'To do:'} />
        <span className={classes['name']}>{title}</span>
        <span className={classes['words']}>{children}</span>
      </Link>
    </li>
  )
}
