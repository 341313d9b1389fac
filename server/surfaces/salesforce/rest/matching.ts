import type { Asked, Operation } from './asked.ts'
import type { Resource } from './resource.ts'

/** Finds the operation for what is asked among resources: the first whose path fits, and that has the verb. */
export function matcherOf(resources: readonly Resource[]): (asked: Asked) => Operation | undefined {
  const steps = resources.map((resource) => ({ resource, wanted: resource.path.split('/') }))
  return ({ method, path }) => {
    const verb = method === 'HEAD' ? 'GET' : method
    return steps.find(({ resource, wanted }) => resource[verb] !== undefined && fits(wanted, path))?.resource[verb]
  }
}

/** What stands where an id or the name of a field might, and is answered by other rooms. */
const WORDS = new Set([
  'describe',
  'listviews',
  'updated',
  'deleted',
  'quickactions',
  'defaultvalues',
  'rowtemplate',
  'namedlayouts',
])

function fits(wanted: readonly string[], path: readonly string[]): boolean {
  const isOpen = wanted.at(-1) === '*'
  if (isOpen ? path.length < wanted.length : path.length !== wanted.length) return false
  return wanted.every((step, at) => {
    const there = path[at]?.toLowerCase() ?? ''
    if (step === ':id' || step === ':key') return !WORDS.has(there)
    return step === '*' || step.startsWith(':') || step.toLowerCase() === there
  })
}
