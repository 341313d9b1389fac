import { answered, type Answer } from './answers.ts'
import { readArguments } from './arguments.ts'
import type { Call, Verb } from './call.ts'
import { getDeleted, getUpdated } from './changes.ts'
import { convertLead } from './converting.ts'
import { describeGlobal, describeLayout, describeSObject, describeSObjects } from './describing.ts'
import { emptyRecycleBin } from './emptying.ts'
import { findDuplicates, findDuplicatesByIds } from './matching.ts'
import { merge } from './merging.ts'
import { operationNamed, type OperationName } from './operations.ts'
import { getServerTimestamp, getUserInfo, resetPassword, setPassword } from './people.ts'
import { query, queryAll, queryMore, retrieve } from './querying.ts'
import { create, remove, undelete, update, upsert } from './saving.ts'
import { search } from './searching.ts'
import { invalidateSessions, logout } from './signing.ts'
import { describeTabs } from './tabs.ts'
import { element, type XmlElement } from './xml.ts'

/** Calls of who is signed in. */
export type SignedInName = Exclude<OperationName, 'login'>

const verbs: { readonly [Name in SignedInName]: Verb<Name> } = {
  logout,
  invalidateSessions,
  create,
  update,
  upsert,
  delete: remove,
  undelete,
  emptyRecycleBin,
  retrieve,
  query,
  queryAll,
  queryMore,
  search,
  getUpdated,
  getDeleted,
  describeGlobal,
  describeSObject,
  describeSObjects,
  describeTabs,
  describeLayout,
  getUserInfo,
  getServerTimestamp,
  setPassword,
  resetPassword,
  convertLead,
  merge,
  findDuplicates,
  findDuplicatesByIds,
}

/** Reads the arguments of a call, has it done, and writes the answer's element. */
export async function answerCall<Name extends SignedInName>(
  call: Call,
  name: Name,
  sent: XmlElement,
  verb: Verb<Name> = verbs[name],
): Promise<string> {
  return responseOf(name, await verb(call, readArguments(name, sent)))
}

/** `<queryResponse><result>…`: the name of the call, and one element for each answer. */
export function responseOf<Name extends OperationName>(name: Name, answer: Answer<Name>): string {
  const { answers } = operationNamed(name)
  return element(`${name}Response`, answers === undefined ? '' : answered('result', answers, answer))
}
