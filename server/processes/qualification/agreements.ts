import { encodeId } from '../../../shared/ids.ts'
import { forbidden, notFound, refuseAny, Refusal } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { Tx } from '../../platform/tx.ts'
import { drawId } from '../../ground/objects/ids.ts'
import { has, refuseUnlessHas, refuseUnlessMay, roleName, type Actor } from '../../ground/users/actor.ts'
import { roles, type Capability, type Role } from '../../../shared/roles.ts'
import { grantsOf } from '../../ground/users/roles.ts'
import {
  isSignedBy,
  sideLabel,
  stateOfAgreement,
  unsignedSides,
  type Agreement,
  type Criterion,
  type Side,
} from './agreement.ts'
import {
  agreementsNewestFirst,
  agreementToWorkBy,
  bringIntoForce,
  dateFirstDraft,
  endAgreementInForce,
  insertAgreement,
  latestAgreement,
  lockAgreements,
  writeSignature,
} from './agreements.sql.ts'

/** What a new version says; what is left out stays as in the version before. */
export type AgreementDraft = {
  readonly leadDefinition?: string
  readonly opportunityDefinition?: string
  readonly criteria?: readonly Criterion[]
  readonly firstResponseHours?: number
  readonly converters?: readonly string[]
}

const MOST_CRITERIA = 20
const signs: Readonly<Record<Side, Capability>> = { marketing: 'sign_for_marketing', sales: 'sign_for_sales' }

/** The agreement everybody works by: the one in force, and until one is signed the first draft (BANT). */
export async function currentAgreement(tx: Tx, actor: Actor): Promise<Agreement> {
  refuseUnlessMay(actor, 'read', 'Lead')
  return agreementToWorkBy(tx)
}

/** Every version, newest first; `before` is a version. */
export async function listAgreements(
  tx: Tx,
  actor: Actor,
  before = Number.MAX_SAFE_INTEGER,
  limit = 60,
): Promise<Agreement[]> {
  refuseUnlessMay(actor, 'read', 'Lead')
  return agreementsNewestFirst(tx, Math.min(before, 2_147_483_647), limit)
}

/** An org whose past is told after it was made had its first draft from the beginning of that past. */
export async function hadFirstDraftFrom(tx: Tx): Promise<void> {
  await dateFirstDraft(tx)
}

/** Writes a new version, which is in force once Marketing and Sales signed it. */
export async function draftAgreement(tx: Tx, actor: Actor, draft: AgreementDraft): Promise<Agreement> {
  if (!has(actor, 'set_up') && !has(actor, signs.marketing) && !has(actor, signs.sales)) {
    throw forbidden(
      `Your role (${roleName(actor.role)}) may not draft an agreement. Those who sign it do: Marketing and Sales. Ask one of them.`,
    )
  }
  const before = await latestAgreement(tx)
  const next = {
    ...before,
    ...withoutUndefined(draft),
    converters: convertersIn(draft.converters ?? before.converters),
  }
  refuseAny([...textRefusals(next), ...criteriaRefusals(next.criteria), ...hoursRefusals(next.firstResponseHours)])
  const drafted = await insertAgreement(tx, { ...next, id: await drawId(tx, 'Agreement'), createdById: actor.userId })
  announce(tx, {
    type: 'agreement.drafted',
    recordIds: [drafted.id],
    actorId: actor.userId,
    payload: { version: drafted.version, name: `Version ${drafted.version}` },
  })
  return drafted
}

/** Signs for one side. With the second signature the agreement is in force, and the one before it ends. */
export async function signAgreement(tx: Tx, actor: Actor, id: number, side: Side): Promise<Agreement> {
  refuseUnlessHas(actor, signs[side], `sign for ${sideLabel(side)}`)
  if (actor.userId === null) throw forbidden('Only a person can sign an agreement.')
  const locked = await lockAgreements(tx, id)
  const agreement = locked.find((one) => one.id === id)
  if (agreement === undefined) throw notFound('agreement', encodeId(id))
  const newer = locked.find(({ version }) => version > agreement.version)
  if (stateOfAgreement(agreement) === 'superseded' || newer !== undefined) throw superseded(agreement, newer)
  if (isSignedBy(agreement, side)) throw alreadySigned(agreement, side)
  const signed = await writeSignature(tx, id, side, actor.userId)
  if (signed === undefined) throw notFound('agreement', encodeId(id))
  announce(tx, {
    type: 'agreement.signed',
    recordIds: [id],
    actorId: actor.userId,
    payload: { version: signed.version, side, name: `Version ${signed.version}, for ${sideLabel(side)}` },
  })
  if (unsignedSides(signed).length > 0) return signed
  await endAgreementInForce(tx)
  announce(tx, {
    type: 'agreement.in_force',
    recordIds: [id],
    actorId: actor.userId,
    payload: { version: signed.version, name: `Version ${signed.version}` },
  })
  return bringIntoForce(tx, id)
}

const withoutUndefined = (
  draft: AgreementDraft,
): Partial<Pick<Agreement, 'leadDefinition' | 'opportunityDefinition' | 'criteria' | 'firstResponseHours'>> => {
  const { converters: _, ...rest } = draft
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
}

function convertersIn(names: readonly string[]): readonly Role[] {
  if (names.length === 0)
    throw new Refusal('converters_missing', 'Name at least one role that converts. Best is the team that qualifies.', {
      field: 'converters',
    })
  return [...new Set(names)].map((name) => {
    const role = roles.find((one) => one === name)
    if (role !== undefined && grantsOf(role).capabilities.includes('convert')) return role
    const able = roles.filter((one) => grantsOf(one).capabilities.includes('convert')).map((one) => `'${one}'`)
    throw new Refusal(
      'role_cannot_convert',
      `'${name.slice(0, 40)}' is no role that can convert leads. These can: ${able.join(', ')}.`,
      { field: 'converters', value: name },
    )
  })
}

function textRefusals({ leadDefinition, opportunityDefinition }: AgreementDraft): Refusal[] {
  const texts = [
    ['leadDefinition', 'what a lead is', leadDefinition],
    ['opportunityDefinition', 'what an opportunity is', opportunityDefinition],
  ] as const
  return texts.flatMap(([field, says, text]) => {
    if (text === undefined || text.trim() === '')
      return new Refusal(
        'definition_missing',
        `Say ${says}. An agreement without it leaves Marketing and Sales with two meanings of one word.`,
        { field },
      )
    return text.length > 4000
      ? new Refusal('string_too_long', `Say ${says} in at most 4,000 characters.`, { field })
      : []
  })
}

function criteriaRefusals(criteria: readonly Criterion[]): Refusal[] {
  if (criteria.length === 0 || criteria.length > MOST_CRITERIA) {
    return [
      new Refusal(
        'wrong_number_of_criteria',
        `An agreement names 1 to ${MOST_CRITERIA} criteria. Budget, authority, need and timeline are where most begin.`,
        { field: 'criteria' },
      ),
    ]
  }
  const seen = new Set<string>()
  return criteria.flatMap(({ name, label, letter }) => {
    const key = name.toLowerCase()
    const again = seen.has(key)
    seen.add(key)
    if (!/^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name))
      return new Refusal(
        'malformed_criterion',
        `'${name.slice(0, 40)}' cannot name a criterion: up to 40 letters, digits and underscores, a letter first.`,
        { field: 'criteria', value: name },
      )
    if (again)
      return new Refusal('criterion_named_twice', `The criterion '${name}' stands twice in the list. Name each once.`, {
        field: 'criteria',
        value: name,
      })
    if (label.trim() === '' || label.length > 80)
      return new Refusal('malformed_criterion', `The criterion '${name}' needs a label of up to 80 characters.`, {
        field: 'criteria',
        value: label,
      })
    return /^\S$/u.test(letter)
      ? []
      : new Refusal('malformed_criterion', `The criterion '${name}' is known by exactly one letter.`, {
          field: 'criteria',
          value: letter,
        })
  })
}

const hoursRefusals = (hours: number): Refusal[] =>
  Number.isInteger(hours) && hours >= 1 && hours <= 720
    ? []
    : [
        new Refusal('invalid_value', 'First response is a whole number of hours from 1 to 720.', {
          field: 'firstResponseHours',
          value: hours,
        }),
      ]

const superseded = (agreement: Agreement, newer: Agreement | undefined): Refusal =>
  new Refusal(
    'agreement_superseded',
    `Version ${agreement.version} was overtaken${newer === undefined ? '' : ` by version ${newer.version}`}, and stays to be read. To go back to its words, draft a new version from it.`,
    {
      kind: 'conflict',
      rule: 'One agreement is in force at a time, and versions only go forward.',
      way: { label: 'Draft a new version', action: 'draft_agreement' },
    },
  )

const alreadySigned = (agreement: Agreement, side: Side): Refusal => {
  const by = side === 'marketing' ? agreement.signedByMarketingId : agreement.signedBySalesId
  return new Refusal(
    'already_signed',
    `${sideLabel(side)} has signed version ${agreement.version} already.${unsignedSides(agreement)
      .map((other) => ` It waits for ${sideLabel(other)}.`)
      .join('')}`,
    {
      kind: 'conflict',
      facts: { signedById: by === null ? null : encodeId(by) },
    },
  )
}
