import type { z } from 'zod'
import { encodeId } from '../../../shared/ids.ts'
import type { Tx } from '../../platform/tx.ts'
import { namesOf } from '../../ground/objects/present.ts'
import { cautionsOf, stateOfAgreement, type Agreement } from './agreement.ts'
import { shortfallOf, type Evidence, type Qualification } from './evidence.ts'
import type { agreementSchema, qualificationSchema } from './shapes.ts'

type Names = ReadonlyMap<number, string>

/** Agreements as the world sees them; the names of who signed are read in one statement. */
export async function presentAgreements(
  tx: Tx,
  agreements: readonly Agreement[],
): Promise<z.infer<typeof agreementSchema>[]> {
  const names = await namesOf(
    tx,
    new Set(agreements.flatMap((one) => present([one.signedByMarketingId, one.signedBySalesId, one.createdById]))),
  )
  return agreements.map((agreement) => ({
    Id: encodeId(agreement.id),
    version: agreement.version,
    state: stateOfAgreement(agreement),
    leadDefinition: agreement.leadDefinition,
    opportunityDefinition: agreement.opportunityDefinition,
    criteria: agreement.criteria,
    firstResponseHours: agreement.firstResponseHours,
    converters: agreement.converters,
    signedByMarketing: signature(names, agreement.signedByMarketingId, agreement.signedByMarketingAt),
    signedBySales: signature(names, agreement.signedBySalesId, agreement.signedBySalesAt),
    inForceFrom: agreement.inForceFrom,
    inForceUntil: agreement.inForceUntil,
    createdBy: named(names, agreement.createdById),
    createdDate: agreement.createdAt,
    cautions: cautionsOf(agreement),
  }))
}

export async function presentAgreement(tx: Tx, agreement: Agreement) {
  const [shown] = await presentAgreements(tx, [agreement])
  if (shown === undefined) throw new Error('One agreement in, one out.')
  return shown
}

export async function presentEvidence(tx: Tx, ledger: readonly Evidence[]) {
  const names = await namesOf(tx, new Set(present(ledger.map(({ recordedById }) => recordedById))))
  return ledger.map((one) => shownEvidence(names, one))
}

/** Qualifications with, for each criterion, the evidence that counts. */
export async function presentQualifications(
  tx: Tx,
  qualifications: readonly Qualification[],
): Promise<z.infer<typeof qualificationSchema>[]> {
  const recorders = qualifications.flatMap(({ findings }) =>
    present(findings.map(({ evidence }) => evidence?.recordedById ?? null)),
  )
  const names = await namesOf(tx, new Set(recorders))
  return qualifications.map((one) => ({
    leadId: encodeId(one.leadId),
    agreementVersion: one.agreementVersion,
    isAgreementSigned: one.isAgreementSigned,
    criteria: one.findings.map(({ evidence, ...criterion }) => ({
      ...criterion,
      evidence: evidence === null ? null : shownEvidence(names, evidence),
    })),
    missing: one.missing,
    notMet: one.notMet,
    metAll: one.metAll,
    sentence: one.metAll
      ? 'This lead is vetted: everything the agreement requires is met.'
      : `This lead is not vetted yet: ${shortfallOf(one)}.`,
  }))
}

export async function presentQualification(tx: Tx, qualification: Qualification) {
  const [shown] = await presentQualifications(tx, [qualification])
  if (shown === undefined) throw new Error('One qualification in, one out.')
  return shown
}

const shownEvidence = (names: Names, evidence: Evidence) => ({
  Id: encodeId(evidence.id),
  criterion: evidence.criterion,
  value: evidence.value,
  isMet: evidence.isMet,
  source: evidence.source,
  saidBy: evidence.saidBy,
  observedOn: evidence.observedOn,
  recordedAt: evidence.recordedAt,
  recordedBy: named(names, evidence.recordedById),
})

const signature = (names: Names, id: number | null, at: Date | null) =>
  at === null ? null : { by: named(names, id), at }

const named = (names: Names, id: number | null) =>
  id === null ? null : { Id: encodeId(id), Name: names.get(id) ?? null }

const present = (ids: readonly (number | null)[]): number[] => ids.filter((id) => id !== null)
