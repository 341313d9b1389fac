import { many, run, sql } from '../../platform/sql.ts'
import type { Tx } from '../../platform/tx.ts'
import type { TimePlace } from '../objects/cursor.ts'
import type { SignIn } from './signIn.ts'

export const insertSignIn = (
  tx: Tx,
  id: number,
  { userId, way, appId, address, userAgent, refusedBecause }: SignIn,
): Promise<number> =>
  run(
    tx,
    sql`
    insert into sign_in (id, user_id, happened_at, way, app_id, address, user_agent, refused_because)
    values (${id}, ${userId}, ${tx.now}, ${way}, ${appId ?? null}, ${address ?? null}, ${userAgent?.slice(0, 300) ?? null},
      ${refusedBecause ?? null})`,
  )

export const deleteSignInsBefore = (tx: Tx, before: Date): Promise<number> =>
  run(
    tx,
    sql`
    delete from sign_in
    where happened_at < ${before}`,
  )

/** A sign-in as it was kept, with whom and what it names. */
export type KeptSignIn = {
  readonly id: number
  readonly at: Date
  readonly userId: number
  readonly userName: string | null
  readonly way: SignIn['way']
  readonly app: string | null
  readonly address: string | null
  readonly userAgent: string | null
  readonly refusedBecause: NonNullable<SignIn['refusedBecause']> | null
}

export type SignInWish = {
  readonly userId?: number | undefined
  readonly refused?: boolean | undefined
  readonly before: TimePlace
  readonly limit: number
}

/** Sign-ins, the latest first. */
export const signInPage = (tx: Tx, { userId, refused, before, limit }: SignInWish): Promise<KeptSignIn[]> =>
  many<KeptSignIn>(
    tx,
    sql`
    select s.id, s.happened_at as at, s.user_id as "userId", nullif(concat_ws(' ', u.first_name, u.last_name), '') as "userName",
      s.way, a.name as app, s.address, s.user_agent as "userAgent", s.refused_because as "refusedBecause"
    from sign_in s
    join app_user u on u.id = s.user_id
    left join connected_app a on a.id = s.app_id
    where (s.happened_at, s.id) < (${before.at}, ${before.id})
      and ${userId === undefined ? sql`true` : sql`s.user_id = ${userId}`}
      and ${refused === undefined ? sql`true` : sql`(s.refused_because is not null) = ${refused}`}
    order by s.happened_at desc, s.id desc
    limit ${limit}`,
  )
