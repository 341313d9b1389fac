import { isInForce, type Agreement, type Criterion } from './agreement.ts'

/** Where somebody learned it. */
export const evidenceSources = ['call', 'email', 'form', 'meeting', 'research', 'import'] as const
export type EvidenceSource = (typeof evidenceSources)[number]

/** What was learned about one criterion of one lead, by whom, when and from where. Nothing is overwritten. */
export type Evidence = {
  readonly id: number
  readonly leadId: number
  readonly criterion: string
  readonly value: string
  /** Whether it speaks for the lead: "no budget before 2029" is evidence, and not met. */
  readonly isMet: boolean
  readonly source: EvidenceSource
  readonly saidBy: string | null
  /** `YYYY-MM-DD` */
  readonly observedOn: string
  readonly recordedAt: Date
  readonly recordedById: number | null
}

/** A criterion with the latest evidence for it. */
export type Finding = Criterion & { readonly evidence: Evidence | null; readonly isMet: boolean }

/** How far a lead is vetted. */
export type Qualification = {
  readonly leadId: number
  readonly agreementVersion: number
  /** False until Marketing and Sales signed: then the criteria are a proposal. */
  readonly isAgreementSigned: boolean
  readonly findings: readonly Finding[]
  /** Names of required criteria nobody has evidence for. */
  readonly missing: readonly string[]
  /** Names of required criteria whose latest evidence speaks against the lead. */
  readonly notMet: readonly string[]
  readonly metAll: boolean
}

/** Judges a lead by the latest evidence for each criterion. */
export function judge(agreement: Agreement, leadId: number, latest: readonly Evidence[]): Qualification {
  const findings = agreement.criteria.map((criterion): Finding => {
    const evidence = latest.find((one) => one.criterion === criterion.name) ?? null
    return { ...criterion, evidence, isMet: evidence?.isMet === true }
  })
  const required = findings.filter((finding) => finding.required)
  return {
    leadId,
    agreementVersion: agreement.version,
    isAgreementSigned: isInForce(agreement),
    findings,
    missing: required.filter(({ evidence }) => evidence === null).map(({ name }) => name),
    notMet: required.filter(({ evidence, isMet }) => evidence !== null && !isMet).map(({ name }) => name),
    metAll: required.every(({ isMet }) => isMet),
  }
}

/** What keeps a lead from being qualified: "timeline is missing", "budget is not met, and need and timeline are missing". */
export function shortfallOf(qualification: Qualification): string {
  const labels = (names: readonly string[]): string[] =>
    qualification.findings
      .filter(({ name }) => names.includes(name))
      .map(({ label }) => label.charAt(0).toLowerCase() + label.slice(1))
  const parts = [
    sentencePart(labels(qualification.notMet), 'not met'),
    sentencePart(labels(qualification.missing), 'missing'),
  ].filter(Boolean)
  return parts.join(', and ')
}

const sentencePart = (labels: readonly string[], what: string): string =>
  labels.length === 0 ? '' : `${listed(labels)} ${labels.length === 1 ? 'is' : 'are'} ${what}`

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
