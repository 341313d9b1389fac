import type { Id } from '../../../../shared/ids.ts'
import { maybeOne, sql } from '../../../platform/sql.ts'
import type { Tx } from '../../../platform/tx.ts'

export type Whereabouts = { readonly zone: string; readonly locale: string }

export const whereaboutsOf = (tx: Tx, userId: Id | null): Promise<Whereabouts | undefined> =>
  maybeOne<Whereabouts>(tx, sql`select time_zone as zone, locale from app_user where id = ${userId}`)
