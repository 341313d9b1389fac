import type { Place } from './refusals.ts'

/** What a query says, before anybody asked whether it makes sense. `at` is where it stands in the text. */

/** `Owner.Name`: names as they were written. */
export type Path = { readonly names: readonly string[]; readonly at: Place }

/** `CALENDAR_YEAR(convertTimezone(CreatedDate))`: the name in lower case, and what was written. */
export type Call = {
  readonly call: string
  readonly args: readonly Argument[]
  readonly written: string
  readonly at: Place
}

export type Argument = Path | Call | Literal

export type Literal =
  | { readonly kind: 'string'; readonly raw: string; readonly at: Place }
  | { readonly kind: 'number'; readonly text: string; readonly at: Place }
  | { readonly kind: 'money'; readonly currency: string; readonly text: string; readonly at: Place }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: Place }
  | { readonly kind: 'null'; readonly at: Place }
  | { readonly kind: 'date'; readonly text: string; readonly at: Place }
  | { readonly kind: 'datetime'; readonly text: string; readonly at: Place }
  /** `LAST_N_DAYS:30`: the name in upper case. */
  | { readonly kind: 'span'; readonly name: string; readonly n?: number; readonly at: Place }
  /** An Apex variable: there is no Apex here, so it is only ever refused. */
  | { readonly kind: 'bind'; readonly text: string; readonly at: Place }

/** `likeAny` is never written: several LIKE of one field are told as one. */
export type SetOperator = 'in' | 'notIn' | 'includes' | 'excludes' | 'likeAny'

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like'

export type Condition =
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly left: Path | Call; readonly operator: Comparison; readonly value: Literal; readonly at: Place }
  | {
      readonly left: Path | Call
      readonly operator: SetOperator
      readonly values: readonly Literal[]
      /** Where the field stands that each value is compared with, if each has one of its own. */
      readonly places?: readonly Place[]
      readonly at: Place
    }
  | { readonly left: Path | Call; readonly operator: SetOperator; readonly query: Query; readonly at: Place }

export type FieldSet = 'all' | 'standard' | 'custom'

export type TypeBranch = { readonly objectName: string; readonly fields: readonly Path[]; readonly at: Place }

export type SelectItem =
  | { readonly is: 'value'; readonly value: Path | Call; readonly alias?: string; readonly at: Place }
  | { readonly is: 'fields'; readonly set: FieldSet; readonly at: Place }
  | {
      readonly is: 'typeof'
      readonly path: Path
      readonly branches: readonly TypeBranch[]
      readonly otherwise?: readonly Path[]
      readonly at: Place
    }
  | { readonly is: 'children'; readonly query: Query; readonly at: Place }

export type GroupBy = { readonly by: 'plain' | 'rollup' | 'cube'; readonly keys: readonly (Path | Call)[] }

export type SortTerm = {
  readonly value: Path | Call
  readonly descending: boolean
  readonly nulls: 'first' | 'last'
  readonly at: Place
}

export type Purpose = 'view' | 'reference' | 'update'

export type Query = {
  readonly select: readonly SelectItem[]
  readonly from: Path
  readonly alias?: string
  /** Further names of the FROM part: `Contact c, c.Account a`. */
  readonly further: readonly { readonly path: Path; readonly alias: string }[]
  readonly scope?: { readonly name: string; readonly at: Place }
  readonly where?: Condition
  readonly accessMode?: 'security_enforced' | 'user_mode' | 'system_mode'
  readonly dataCategoryAt?: Place
  readonly groupBy?: GroupBy
  readonly having?: Condition
  readonly orderBy: readonly SortTerm[]
  readonly limit?: number
  readonly limitAt?: Place
  readonly offset?: number
  readonly offsetAt?: Place
  readonly purposes: readonly Purpose[]
  readonly allRows: boolean
  readonly at: Place
}
