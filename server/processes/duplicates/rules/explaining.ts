import { fieldNamed, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import { certain } from '../../../../shared/likelihood.ts'
import type { FilterOperator } from '../../../../shared/filterOperators.ts'
import type { Filter } from '../../../ground/objects/filter.ts'
import type { Role } from '../../../../shared/roles.ts'
import type { Matchable } from '../duplicate.ts'
import type { Compared, DuplicateRule, Handling } from './rule.ts'

type Explained = Pick<
  DuplicateRule,
  'object' | 'onCreate' | 'onEdit' | 'compares' | 'conditions' | 'roles' | 'bypassRoles' | 'enforcesSharing'
>

/** A rule in words: 'When a vetter creates a lead that is likely (80 %) the same as a lead or contact, say so and let them save.' */
export function explained(rule: Explained, definition: ObjectDefinition): string {
  const who = rule.roles.length === 0 ? 'anybody' : listed(rule.roles.map((role) => somebody[role]))
  const what = `${withArticle(definition.label)}${rule.conditions === null ? '' : ` whose ${conditionWords(definition, rule.conditions)}`}`
  const same = comparedWords(rule.compares)
  const [onCreate, onEdit] = [outcomeWords(rule, rule.onCreate), outcomeWords(rule, rule.onEdit)]
  const sentences =
    onCreate === onEdit
      ? [onCreate === undefined ? undefined : `When ${who} creates or changes ${what} that is ${same}, ${onCreate}.`]
      : [
          onCreate === undefined ? undefined : `When ${who} creates ${what} that is ${same}, ${onCreate}.`,
          onEdit === undefined ? undefined : `When ${who} changes one so that it is ${same}, ${onEdit}.`,
        ]
  const said = sentences.filter((sentence) => sentence !== undefined)
  if (said.length === 0) return 'This rule neither says, reports nor blocks anything.'
  const hidden = rule.enforcesSharing ? [] : ['Records they may not see are compared too, and not shown.']
  return [...said, ...hidden].join(' ')
}

const somebody: Record<Role, string> = {
  administrator: 'an administrator',
  marketing: 'somebody in marketing',
  vetter: 'a vetter',
  sales: 'a salesperson',
  manager: 'a manager',
  read_only: 'somebody who may only read',
}

function outcomeWords({ bypassRoles }: Explained, { action, alert, report }: Handling): string | undefined {
  const reported = report ? 'report both for somebody to look at' : undefined
  if (action === 'allow') {
    const said = alert ? 'say so and let them save' : undefined
    return said === undefined
      ? reported && `let it be saved, and ${reported}`
      : [said, reported].filter(Boolean).join('; ')
  }
  const except =
    bypassRoles.length === 0 ? '' : ` (${listed(bypassRoles.map((role) => somebody[role]))} may, once told)`
  return `do not let it be saved${except}${reported === undefined ? '' : `; where it is saved all the same, ${reported}`}`
}

function comparedWords(compares: readonly Compared[]): string {
  const groups = [...Map.groupBy(compares, ({ atLeast }) => atLeast)]
  return groups
    .map(
      ([atLeast, some]) =>
        `${surely(atLeast)} (${Math.round(atLeast * 100)} %) the same as ${withArticle(listed(some.map(({ object }) => object.toLowerCase())))}`,
    )
    .join(', or ')
}

const surely = (atLeast: number): string =>
  atLeast >= certain ? 'certainly' : atLeast >= 0.9 ? 'very likely' : atLeast >= 0.7 ? 'likely' : 'perhaps'

const withArticle = (words: string): string => `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words.toLowerCase()}`

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

const operatorWords: Record<FilterOperator, string> = {
  eq: 'is',
  ne: 'is not',
  lt: 'is less than',
  le: 'is at most',
  gt: 'is more than',
  ge: 'is at least',
  in: 'is one of',
  notIn: 'is none of',
  contains: 'contains',
  startsWith: 'begins with',
  isNull: 'is blank',
  notNull: 'is not blank',
}

function conditionWords(definition: ObjectDefinition, filter: Filter): string {
  if ('and' in filter) return filter.and.map((part) => conditionWords(definition, part)).join(' and ')
  if ('or' in filter) return filter.or.map((part) => conditionWords(definition, part)).join(' or ')
  if ('not' in filter) return `not (${conditionWords(definition, filter.not)})`
  const label = fieldNamed(definition, filter.field)?.label.toLowerCase() ?? filter.field
  const values = [filter.value].flat().map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  const isAlone = filter.op === 'isNull' || filter.op === 'notNull'
  return [label, operatorWords[filter.op], ...(isAlone ? [] : [values.join(', ')])].join(' ')
}

/** Where the web shows a record. */
export const pageOf: Record<Matchable, string> = { Lead: '/leads', Contact: '/contacts', Account: '/accounts' }
