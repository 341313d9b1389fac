import {
  IconActivity,
  IconAddressBook,
  IconArrowsSplit2,
  IconBuildingSkyscraper,
  IconChecklist,
  IconColumnInsertRight,
  IconCopy,
  IconCube,
  IconFingerprint,
  IconForms,
  IconHistory,
  IconHourglass,
  IconInbox,
  IconKey,
  IconMailForward,
  IconPlugConnected,
  IconProgressCheck,
  IconSpeakerphone,
  IconTransform,
  IconTrash,
  IconTrophy,
  IconUserCircle,
  IconUsersGroup,
  IconWebhook,
  type TablerIcon,
} from '@tabler/icons-react'
import { type Session, useSession } from '../api/session.ts'

export type Section = Readonly<{
  slug: string
  title: string
  purpose: string
  icon: TablerIcon
  /** Why this person may not even read it; undefined when they may. */
  closed?: (session: Session) => string | undefined
}>
export type SectionGroup = Readonly<{ title: string; sections: readonly Section[] }>

const keptByAdministrators =
  (because: string) =>
  ({ permissions, user }: Session): string | undefined =>
    permissions.includes('set_up')
      ? undefined
      : `Administrators keep this page, because ${because}. Your role (${user.RoleLabel}) does not see it.`

/** Whoever plans campaigns keeps forms. */
const keptWithForms = ({ may, user }: Session): string | undefined =>
  may['Campaign']?.edit === true
    ? undefined
    : `Marketing, managers and administrators keep web forms and what comes in through them. Your role (${user.RoleLabel}) does not.`

const forWhoDeletes = ({ may, user }: Session): string | undefined =>
  Object.values(may).some((acts) => acts.delete)
    ? undefined
    : `Whoever may delete something finds it here again. Your role (${user.RoleLabel}) deletes nothing.`

/** Every page of Setup with what it is for, in one line. */
const sectionGroups: readonly SectionGroup[] = [
  {
    title: 'You',
    sections: [
      {
        slug: 'account',
        title: 'My account',
        purpose: 'Your own details, your password, and where you are signed in.',
        icon: IconUserCircle,
      },
      {
        slug: 'tokens',
        title: 'API tokens',
        purpose: 'Keys with which programs use the API in your name.',
        icon: IconKey,
      },
    ],
  },
  {
    title: 'People',
    sections: [
      {
        slug: 'users',
        title: 'Users',
        purpose: 'Who works here, and what each may see and change.',
        icon: IconAddressBook,
      },
      {
        slug: 'sign-ins',
        title: 'Sign-ins',
        purpose: 'Who came in, from where, and who tried with the wrong password, for half a year.',
        icon: IconFingerprint,
        closed: keptByAdministrators('it says when and from where each of you works'),
      },
      {
        slug: 'queues',
        title: 'Queues',
        purpose: 'A queue owns leads until one of its members takes them.',
        icon: IconUsersGroup,
      },
    ],
  },
  {
    title: 'From lead to deal',
    sections: [
      {
        slug: 'agreement',
        title: 'Qualification agreement',
        purpose: 'What makes a lead qualified, as Marketing and Sales both signed it.',
        icon: IconChecklist,
      },
      {
        slug: 'lead-statuses',
        title: 'Lead statuses',
        purpose: 'Your own words for where a lead stands. The rules hang on the state behind each word.',
        icon: IconProgressCheck,
      },
      {
        slug: 'duplicate-rules',
        title: 'Duplicate rules',
        purpose:
          'What is done when somebody saves a person or company you have already: say so, report it, or block it.',
        icon: IconCopy,
      },
      {
        slug: 'campaign-types',
        title: 'Campaign types',
        purpose: 'Kinds of campaigns, each with the member statuses a new campaign of it starts with.',
        icon: IconSpeakerphone,
      },
      {
        slug: 'conversion',
        title: 'Conversion',
        purpose: 'Which field of a lead fills which field of the account, the contact and the opportunity.',
        icon: IconTransform,
      },
      {
        slug: 'opportunity-stages',
        title: 'Opportunity stages',
        purpose: 'The steps of your sales process, each with how likely a deal there is won.',
        icon: IconTrophy,
      },
    ],
  },
  {
    title: 'What comes in',
    sections: [
      {
        slug: 'web-forms',
        title: 'Web forms',
        purpose: 'Forms for your pages. Whoever fills one becomes a lead, or an inquiry of somebody you know.',
        icon: IconForms,
        closed: keptWithForms,
      },
      {
        slug: 'return-addresses',
        title: 'Return addresses',
        purpose:
          'The sites a visitor may be sent to after a form. Others are refused, so that nobody abuses your forms.',
        icon: IconArrowsSplit2,
        closed: keptWithForms,
      },
      {
        slug: 'form-limits',
        title: 'Form limits',
        purpose: 'How much one address may send through web forms, and how long what was sent is kept.',
        icon: IconHourglass,
        closed: keptByAdministrators('limits keep strangers from flooding everybody'),
      },
      {
        slug: 'intake',
        title: 'Intake',
        purpose: 'Everything forms sent, and what waits because it could not become a lead by itself.',
        icon: IconInbox,
        closed: keptWithForms,
      },
    ],
  },
  {
    title: 'Programs',
    sections: [
      {
        slug: 'connected-apps',
        title: 'Connected apps',
        purpose: 'Programs that sign in for your users, what each may ask for, and for whom it is connected.',
        icon: IconPlugConnected,
        closed: keptByAdministrators('it says what programs may do'),
      },
      {
        slug: 'web-hooks',
        title: 'Web hooks',
        purpose: 'Programs that are told when something happens here, and whether they took it.',
        icon: IconWebhook,
        closed: keptByAdministrators('web hooks carry records out of Assay'),
      },
      {
        slug: 'api-use',
        title: 'API use',
        purpose: 'What programs asked for, by program and user, and what went wrong.',
        icon: IconActivity,
        closed: keptByAdministrators('it says what programs did in everybody’s name'),
      },
    ],
  },
  {
    title: 'Organization',
    sections: [
      {
        slug: 'organization',
        title: 'Settings',
        purpose: 'Name, currency, country and fiscal year, and who sees whose records.',
        icon: IconBuildingSkyscraper,
      },
      {
        slug: 'objects',
        title: 'Objects',
        purpose: 'Objects of your own beside leads, accounts and the others, with fields and permissions.',
        icon: IconCube,
        closed: keptByAdministrators('an object changes what everybody works with'),
      },
      {
        slug: 'fields',
        title: 'Custom fields',
        purpose: 'Fields of your own, at once in lists, filters, forms, imports and the API.',
        icon: IconColumnInsertRight,
        closed: keptByAdministrators('a field changes what everybody works with'),
      },
      {
        slug: 'changes',
        title: 'Setup changes',
        purpose: 'Who changed what in Setup, and when the last backups were made.',
        icon: IconHistory,
        closed: keptByAdministrators('it says what each of them decided'),
      },
      {
        slug: 'recycle-bin',
        title: 'Recycle bin',
        purpose: 'What was deleted, by whom and when, and the way to have it back.',
        icon: IconTrash,
        closed: forWhoDeletes,
      },
      {
        slug: 'mail',
        title: 'Outgoing mail',
        purpose: 'What waits to be sent, what went, and what failed and why.',
        icon: IconMailForward,
        closed: keptByAdministrators('letters to everybody stand here'),
      },
    ],
  },
]

export const sectionOf = (slug: string): Section | undefined =>
  sectionGroups.flatMap(({ sections }) => sections).find((section) => section.slug === slug)

/** The pages of Setup this person may open. */
export const sectionsFor = (session: Session): readonly SectionGroup[] =>
  sectionGroups
    .map(({ title, sections }) => ({
      title,
      sections: sections.filter(({ closed }) => closed?.(session) === undefined),
    }))
    .filter(({ sections }) => sections.length > 0)

/** Why the person at the screen may not open a page of Setup; undefined when they may. */
export const useReasonAgainstSection = (slug: string): string | undefined => {
  const session = useSession()
  return sectionOf(slug)?.closed?.(session)
}
