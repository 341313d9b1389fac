import type { State } from '../ui/states.ts'

export type WebhookRow = Readonly<{
  Id: string
  name: string
  url: string
  events: readonly string[]
  objects: readonly string[]
  runsAsId: string
  runsAsName: string
  runsAsActive: boolean
  enabled: boolean
  failingSince: string | null
  waiting: number
  dead: number
  lastDeliveredAt: string | null
}>

export type WebhookList = Readonly<{ webhooks: readonly WebhookRow[]; events: readonly string[] }>

export type DeliveryState = 'waiting' | 'delivered' | 'dead'

export type Delivery = Readonly<{
  Id: string
  eventId: string
  eventType: string
  happenedAt: string
  state: DeliveryState
  attempts: number
  nextTryAt: string | null
  triedAt: string | null
  endedAt: string | null
  status: number | null
  answer: string | null
  problem: string | null
  tookMs: number | null
  body: string
}>

export type Deliveries = Readonly<{ deliveries: readonly Delivery[]; next: string | null; mostTries: number }>

/** What a test brought. */
export type Outcome = Readonly<{
  taken: boolean
  status: number | null
  answer: string | null
  problem: string | null
  tookMs: number
}>

export type WebhookDraft = Readonly<{
  name: string
  url: string
  events: readonly string[]
  objects: readonly string[]
  runsAsId: string | null
}>

export const HOOKS = '/webhooks'

export const newWebhook: WebhookDraft = {
  name: '',
  url: '',
  events: ['lead.created', 'lead.converted'],
  objects: [],
  runsAsId: null,
}

export const draftOf = ({ name, url, events, objects, runsAsId }: WebhookRow): WebhookDraft => ({
  name,
  url,
  events,
  objects,
  runsAsId,
})

/** The draft as the API takes it: whoever makes a hook is who it reads as, unless they chose. */
export const bodyOf = ({ runsAsId, ...draft }: WebhookDraft) => ({
  ...draft,
  ...(runsAsId === null ? {} : { runsAsId }),
})

export const looks: Readonly<Record<DeliveryState, { state: State; label: string }>> = {
  waiting: { state: 'planned', label: 'Waiting' },
  delivered: { state: 'converted', label: 'Delivered' },
  dead: { state: 'unqualified', label: 'Given up' },
}
