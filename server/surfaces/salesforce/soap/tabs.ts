import { idOf, encodeId } from '../../../../shared/ids.ts'
import { may } from '../../../ground/users/actor.ts'
import type { Of } from './answers.ts'
import type { Verb } from './call.ts'

type Page = { readonly label: string; readonly object?: string; readonly path: string }

const PAGES: readonly Page[] = [
  { label: 'Home', path: '/' },
  { label: 'Leads', object: 'Lead', path: '/leads' },
  { label: 'Accounts', object: 'Account', path: '/accounts' },
  { label: 'Contacts', object: 'Contact', path: '/contacts' },
  { label: 'Opportunities', object: 'Opportunity', path: '/opportunities' },
  { label: 'Campaigns', object: 'Campaign', path: '/campaigns' },
]

/** The pages of Assay the user may open, as the one app there is. */
export const describeTabs: Verb<'describeTabs'> = async ({ actor, publicUrl }) => {
  const icon = `${publicUrl}/favicon.svg`
  const pages = PAGES.filter(({ object }) => object === undefined || may(actor, 'read', object))
  return [
    {
      description: 'Turns raw leads into qualified opportunities.',
      label: 'Assay',
      logoUrl: icon,
      selected: true,
      tabSetId: encodeId(idOf('Organization', 1)),
      tabs: pages.map((page) => tabOf(page, publicUrl, icon)),
    },
  ]
}

const tabOf = ({ label, object, path }: Page, publicUrl: string, icon: string): Of<'DescribeTab'> => ({
  colors: [],
  custom: false,
  iconUrl: icon,
  icons: [{ contentType: 'image/svg+xml', height: 0, theme: 'theme4', url: icon, width: 0 }],
  label,
  miniIconUrl: icon,
  name: `standard-${object ?? 'home'}`,
  sobjectName: object ?? '',
  url: `${publicUrl}${path}`,
})
