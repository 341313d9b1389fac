import { capabilities, type Capability, type Role } from '../../../shared/roles.ts'

export type Act = 'read' | 'create' | 'edit' | 'delete'

type Grants = {
  readonly may: (act: Act, objectName: string) => boolean
  readonly capabilities: readonly Capability[]
  readonly seesEverything: boolean
}

/** c create, r read, u edit, d delete, an object each; `*` is every object not named. */
type Cells = Readonly<Record<string, string>>

const grants = (cells: Cells, allowed: readonly Capability[], seesEverything: boolean): Grants => ({
  may: (act, objectName) => (cells[objectName] ?? cells['*'] ?? '').includes(actLetters[act]),
  capabilities: allowed,
  seesEverything,
})

/** How a grant spells each act. */
export const actLetters: Record<Act, string> = { create: 'c', read: 'r', edit: 'u', delete: 'd' }

/** What is set up, and read by everybody. */
const setUp = { User: 'r', Group: 'r', LeadStatus: 'r', OpportunityStage: 'r', PushTopic: 'r' }

/** What each role may do. One table; a refusal anywhere can be explained by pointing at a cell of it. */
const table: Record<Role, Grants> = {
  administrator: grants({ '*': 'crud' }, capabilities, true),
  manager: grants(
    { ...setUp, '*': 'crud' },
    [
      'import',
      'export',
      'merge',
      'convert',
      'convert_without_criteria',
      'sign_for_marketing',
      'sign_for_sales',
      'share_views',
    ],
    true,
  ),
  marketing: grants(
    {
      ...setUp,
      Opportunity: 'r',
      OpportunityContactRole: 'r',
      Payment: 'r',
      Account: 'cru',
      Contact: 'cru',
      '*': 'crud',
    },
    ['import', 'export', 'merge', 'sign_for_marketing'],
    false,
  ),
  vetter: grants(
    {
      ...setUp,
      Account: 'cru',
      Contact: 'cru',
      Opportunity: 'cr',
      OpportunityContactRole: 'cr',
      Payment: 'r',
      Campaign: 'r',
      CampaignMemberStatus: 'r',
      CampaignCost: 'r',
      Segment: 'r',
      Lead: 'cru',
      '*': 'crud',
    },
    ['import', 'merge', 'convert'],
    false,
  ),
  sales: grants(
    { ...setUp, Campaign: 'r', CampaignMemberStatus: 'r', CampaignCost: 'r', Segment: 'r', Lead: 'cru', '*': 'crud' },
    ['export', 'merge', 'convert', 'sign_for_sales'],
    false,
  ),
  read_only: grants({ '*': 'r' }, [], false),
}

export const grantsOf = (role: Role): Grants => table[role]
