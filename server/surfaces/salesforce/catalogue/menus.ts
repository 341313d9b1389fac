import { sobjectsFor, type SObject } from '../dialect/sobjects.ts'
import { base, type Asked, type Here, type Operation } from '../rest/asked.ts'

/** Tabs, colours and menus: what there is to open. */

const COLOUR = '1c6b9e'

const onTabs = async ({ tx, actor, rooms }: Here): Promise<readonly SObject[]> =>
  (await sobjectsFor(tx, actor, rooms)).filter(
    ({ definition, door }) => definition.rows === undefined && door !== undefined && definition.field.has('ownerid'),
  )

const colours = [
  { color: COLOUR, context: 'primary', theme: 'theme4' },
  { color: COLOUR, context: 'primary', theme: 'theme3' },
]

const tab = (asked: Asked, { definition }: SObject) => ({
  colors: colours,
  custom: definition.number !== undefined,
  iconUrl: '',
  icons: [],
  label: definition.labelPlural,
  miniIconUrl: '',
  name: `standard-${definition.name}`,
  sobjectName: definition.name,
  timeZone: null,
  url: `${base(asked)}/sobjects/${definition.name}`,
})

/** GET /tabs */
export const tabs: Operation = async (here, asked) => ({
  status: 200,
  body: (await onTabs(here)).map((sobject) => tab(asked, sobject)),
})

/** GET /theme */
export const theme: Operation = async (here) => ({
  status: 200,
  body: {
    themeItems: (await onTabs(here)).map(({ definition }) => ({ colors: colours, icons: [], name: definition.name })),
  },
})

/** GET /appMenu */
export const appMenus: Operation = async (_here, asked) => ({
  status: 200,
  body: {
    AppSwitcher: `${base(asked)}/appMenu/AppSwitcher`,
    Salesforce1: `${base(asked)}/appMenu/Salesforce1`,
    NetworkTabs: `${base(asked)}/appMenu/NetworkTabs`,
  },
})

/** GET /appMenu/name: one application, this one. */
export const appMenu: Operation = async () => ({
  status: 200,
  body: {
    appMenuItems: [
      {
        availableOnMobile: true,
        colors: colours,
        content: null,
        icons: [],
        label: 'Assay',
        name: 'Assay',
        type: 'Tabset.standard',
        url: '/',
      },
    ],
  },
})
