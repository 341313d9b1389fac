import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMutation } from '../api/mutation.ts'
import { api } from '../api/client.ts'
import { resourceOf } from '../api/objects.ts'
import { keys } from '../api/queries.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { refreshObject } from '../api/records.ts'
import type { Named, Qualification } from '../qualification/qualification.ts'
import type { Role } from '../../shared/roles.ts'

/** A field the lead would fill, or one that stays although the lead says otherwise. */
export type FieldNote = Readonly<{ field: string; label: string; value: unknown; leadValue: unknown }>
/** A record the lead may already be, why, and what converting into it would fill and leave. */
export type Suggestion = Readonly<{
  record: RecordRow
  probability: number
  reasons: readonly string[]
  fills: readonly FieldNote[]
  stays: readonly FieldNote[]
}>
export type OpenOpportunity = Readonly<{
  Id: string
  Name: string
  AccountId: string
  StageName: string
  CloseDate: string
  Amount: number | null
  Owner: Named
  isAccountOwners: boolean
  contactIds: readonly string[]
}>

/** What a lead became, and whether that can still be undone. */
export type Conversion = Readonly<{
  account: Named
  contact: Named
  opportunity: Named | null
  created: Readonly<{ account: boolean; contact: boolean; opportunity: boolean }>
  criteriaMet: boolean
  overrideReason: string | null
  convertedAt: string
  convertedBy: Named
  undo: Readonly<{
    isPossible: boolean
    obstacles: readonly Readonly<{ kind: string; record: Named; since: string; sentence: string }>[]
  }>
}>

/** Everything the conversion page says before, and after. */
export type Prospect = Readonly<{
  lead: RecordRow
  qualification: Qualification
  agreement: Readonly<{ version: number; isSigned: boolean; converters: readonly Role[] }>
  obstacle: string | null
  mayOverride: boolean
  convertedStatuses: readonly string[]
  accounts: readonly Suggestion[]
  contacts: readonly Suggestion[]
  opportunities: readonly OpenOpportunity[]
  warnings: readonly string[]
  fresh: Readonly<Record<'Account' | 'Contact' | 'Opportunity', Readonly<Record<string, unknown>>>>
  conversion: Conversion | null
}>

/** What somebody wants a lead to become; the API's own words. `closeDate` is `YYYY-MM-DD`, `amount` in the org's currency. */
export type Wish = Readonly<{
  accountId?: string
  contactId?: string
  opportunityId?: string
  opportunityName?: string
  doNotCreateOpportunity?: boolean
  ownerId?: string
  overwriteLeadSource?: boolean
  overrideReason?: string
  amount?: number
  noAmountReason?: string
  closeDate?: string
  convertedStatus?: string
  sendNotificationEmail?: boolean
  keepOutOfForecast?: boolean
}>

export const useProspect = (leadId: string) =>
  useQuery({
    queryKey: keys.about('Lead', leadId, 'conversion'),
    queryFn: ({ signal }) => api.get<Prospect>(`${resourceOf('Lead', leadId)}/conversion`, { signal }),
    staleTime: 5_000,
  })

const touched = ['Lead', 'Account', 'Contact', 'Opportunity', 'Task'] as const

function useConverting<T, R>(act: (given: T) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async () => void (await Promise.all(touched.map((name) => refreshObject(client, name)))),
  })
}

/** Converts one lead: all or nothing. */
export const useConvert = (leadId: string) =>
  useConverting((wish: Wish) =>
    api.post<Readonly<{ accountId: string; contactId: string; opportunityId: string | null }>>(
      `${resourceOf('Lead', leadId)}/conversion`,
      wish,
    ),
  )

/** Takes a conversion back while nothing was built on it. */
/** That somebody converted without the criteria, and why, as a sentence of its own. */
export const withoutCriteria = (reason: string | null): string =>
  `Converted without the criteria met: ${(reason ?? 'no reason given').replace(/[.\s]+$/, '')}.`

export const useUndoConversion = (leadId: string) =>
  useConverting((reason: string | undefined) =>
    api.delete<undefined>(`${resourceOf('Lead', leadId)}/conversion`, { query: { reason } }),
  )
