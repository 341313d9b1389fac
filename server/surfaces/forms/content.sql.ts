import { maybeOne, one, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'

export type NewLink = {
  readonly tokenHash: string
  readonly formId: number
  readonly formPostId: number
  readonly personId: number
  readonly contentUrl: string
  readonly contentLabel: string
  readonly expiresAt: Date
}

export const insertLinks = async (tx: Tx, links: readonly NewLink[]): Promise<void> => {
  if (links.length === 0) return
  await run(
    tx,
    sql`
    insert into content_link (token_hash, web_form_id, form_post_id, person_id, content_url, content_label, created_at, expires_at)
    select "tokenHash", "formId", "formPostId", "personId", "contentUrl", "contentLabel", ${tx.now}, "expiresAt"
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
      as r ("tokenHash" text, "formId" bigint, "formPostId" bigint, "personId" bigint, "contentUrl" text, "contentLabel" text, "expiresAt" timestamptz)`,
  )
}

export type ContentLink = {
  readonly formPostId: number
  readonly personId: number
  readonly campaignId: number | null
  readonly contentUrl: string
  readonly contentLabel: string
  readonly expiresAt: Date
}

export const contentLink = (tx: Tx, tokenHash: string): Promise<ContentLink | undefined> =>
  maybeOne<ContentLink>(
    tx,
    sql`
    select c.form_post_id as "formPostId", c.person_id as "personId", f.campaign_id as "campaignId", c.content_url as "contentUrl",
      c.content_label as "contentLabel", c.expires_at as "expiresAt"
    from content_link c
    join web_form f on f.id = c.web_form_id
    where c.token_hash = ${tokenHash}`,
  )

/** Counts a request; whether it was the first. */
export const countRequest = async (tx: Tx, tokenHash: string): Promise<boolean> =>
  (
    await one<{ requests: number }>(
      tx,
      sql`
    update content_link
    set requests = requests + 1, first_requested_at = coalesce(first_requested_at, ${tx.now})
    where token_hash = ${tokenHash}
    returning requests`,
    )
  ).requests === 1
