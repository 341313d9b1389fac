import type { KnownPerson } from '../../records/inquiries/inquiry.ts'
import type { ReadPost } from './reading.ts'

/** A post whose sender is a lead or contact now, whether they were before or not. */
export type Accepted = ReadPost & {
  readonly who: { readonly object: 'Lead' | 'Contact'; readonly id: number; readonly personId: number }
  /** Set when we knew them already. */
  readonly known: KnownPerson | undefined
}

/** What somebody responded to, in a few words. */
export const subjectOf = ({ form }: ReadPost): string => form?.name ?? 'Web form'
