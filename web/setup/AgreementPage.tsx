import { useState } from 'react'
import { api } from '../api/client.ts'
import { useSession } from '../api/session.ts'
import { exactDate, nearDate } from '../ui/dates.ts'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { StateMark } from '../ui/StateMark.tsx'
import { toast } from '../ui/toast.tsx'
import { ReasonedButton } from '../ui/WithReason.tsx'
import { type Agreement, type Side, sideWords } from './agreement.ts'
import { AgreementEditor } from './AgreementEditor.tsx'
import { roleWords } from './roles.ts'
import { SetupPage } from './SetupPage.tsx'
import { useAnswer, useCall } from './setupApi.ts'
import classes from './AgreementPage.module.css'

const PATH = '/agreements'

/** What makes a lead qualified: the version everybody works by, its signatures, and every version before. */
export function AgreementPage() {
  const { permissions, user } = useSession()
  const found = useAnswer<{ agreements: readonly Agreement[] }>(PATH)
  const [drafting, setDrafting] = useState(false)
  const [chosen, setChosen] = useState<number>()
  const versions = found.data?.agreements ?? []
  const [newest] = versions
  const inForce = versions.find(({ state }) => state === 'in_force')
  const shown = versions.find(({ version }) => version === chosen) ?? newest
  const reason = permissions.some((one) => one === 'set_up' || one === 'sign_for_marketing' || one === 'sign_for_sales')
    ? undefined
    : `Those who sign the agreement draft it: Marketing and Sales. Your role (${user.RoleLabel}) reads it and works by it.`
  if (drafting && newest !== undefined)
    return <AgreementEditor before={shown ?? newest} onClose={() => setDrafting(false)} />
  return (
    <SetupPage
      section="agreement"
      reason={reason}
      actions={
        <ReasonedButton reason={reason} onClick={() => setDrafting(true)}>
          Draft a new version
        </ReasonedButton>
      }
    >
      {found.isPending && <GridSkeleton rows={8} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {shown !== undefined && (
        <div className={classes['columns']}>
          <article className={classes['paper']} aria-label={`Version ${shown.version}`}>
            <Standing agreement={shown} inForce={inForce} />
            <Text title="What a lead is">{shown.leadDefinition}</Text>
            <Text title="What an opportunity is">{shown.opportunityDefinition}</Text>
            <Criteria agreement={shown} />
            <Text title="How fast Sales answers">{`A new lead is first spoken to within ${shown.firstResponseHours} ${shown.firstResponseHours === 1 ? 'hour' : 'hours'}.`}</Text>
            <Text title="Who converts">{listOf(shown.converters.map((role) => roleWords[role]?.label ?? role))}</Text>
            <div className={classes['signatures']}>
              <SignatureOf agreement={shown} side="marketing" inForce={inForce} />
              <SignatureOf agreement={shown} side="sales" inForce={inForce} />
            </div>
          </article>
          <aside aria-label="Versions">
            <h2 className={classes['heading']}>Versions</h2>
            <ol className={classes['versions']}>
              {versions.map((one) => (
                <li key={one.Id}>
                  <button
                    type="button"
                    className={classes['version']}
                    aria-current={one.version === shown.version}
                    onClick={() => setChosen(one.version)}
                  >
                    <span>Version {one.version}</span>
                    <span className={classes['when']}>{standingOf(one, inForce)}</span>
                  </button>
                </li>
              ))}
            </ol>
          </aside>
        </div>
      )}
    </SetupPage>
  )
}

function Standing({ agreement, inForce }: { agreement: Agreement; inForce: Agreement | undefined }) {
  return (
    <div className={classes['standing']}>
      <h2 className={classes['versionTitle']}>
        Version {agreement.version}{' '}
        {agreement.state === 'in_force' ? (
          <StateMark state="converted" label="In force" tinted />
        ) : isOvertaken(agreement, inForce) ? (
          <StateMark state="open" label="Never signed" tinted />
        ) : agreement.state === 'draft' ? (
          <StateMark state="planned" label="Draft" tinted />
        ) : (
          <StateMark state="open" label="Superseded" tinted />
        )}
      </h2>
      {agreement.state === 'draft' && inForce !== undefined && !isOvertaken(agreement, inForce) && (
        <p className={classes['caution']}>Until both sides sign it, everybody works by version {inForce.version}.</p>
      )}
      {agreement.cautions.map((caution) => (
        <p key={caution} className={classes['caution']}>
          {caution}
        </p>
      ))}
    </div>
  )
}

function Text({ title, children }: { title: string; children: string }) {
  return (
    <section>
      <h3 className={classes['heading']}>{title}</h3>
      <p className={classes['text']}>{children}</p>
    </section>
  )
}

function Criteria({ agreement }: { agreement: Agreement }) {
  return (
    <section>
      <h3 className={classes['heading']}>What must be known</h3>
      <dl className={classes['criteria']}>
        {agreement.criteria.map((criterion) => (
          <div key={criterion.name} className={classes['criterion']}>
            <dt>
              <span className={classes['letter']} aria-hidden>
                {criterion.letter}
              </span>
              {criterion.label}{' '}
              <span className={classes['when']}>
                {criterion.required ? 'needed before conversion' : 'good to know'}
              </span>
            </dt>
            <dd>{criterion.help}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

type Signing = Readonly<{ agreement: Agreement; side: Side; inForce: Agreement | undefined }>

function SignatureOf({ agreement, side, inForce }: Signing) {
  const { permissions, user } = useSession()
  const signature = side === 'marketing' ? agreement.signedByMarketing : agreement.signedBySales
  const sign = useCall(() => api.post(`${PATH}/${agreement.Id}/signature`, { side }), PATH)
  const word = sideWords[side]
  const reason = permissions.includes(side === 'marketing' ? 'sign_for_marketing' : 'sign_for_sales')
    ? undefined
    : `Your role (${user.RoleLabel}) may not sign for ${word}.`
  const overtaken = isOvertaken(agreement, inForce)
  return (
    <section className={classes['signature']} aria-label={`Signature of ${word}`}>
      <h3 className={classes['heading']}>{word}</h3>
      {signature !== null && (
        <>
          <p className={classes['hand']}>{signature.by?.Name ?? 'Somebody who left'}</p>
          <p className={classes['when']} title={exactDate(signature.at)}>
            Signed {nearDate(signature.at)}
          </p>
        </>
      )}
      {signature === null && overtaken && (
        <p className={classes['when']}>Never signed; version {inForce?.version} came after it.</p>
      )}
      {signature === null && !overtaken && (
        <>
          <p className={classes['when']}>Not signed yet</p>
          <ReasonedButton
            reason={reason}
            loading={sign.isPending}
            onClick={() =>
              sign.mutate(undefined, { onSuccess: () => toast(`Signed version ${agreement.version} for ${word}.`) })
            }
          >
            Sign as {word}
          </ReasonedButton>
        </>
      )}
      <RefusalNotice error={sign.error} />
    </section>
  )
}

/** A draft older than what everybody works by can be read, but not be signed any more. */
const isOvertaken = ({ state, version }: Agreement, inForce: Agreement | undefined): boolean =>
  state === 'draft' && inForce !== undefined && inForce.version > version

function standingOf(agreement: Agreement, inForce: Agreement | undefined): string {
  const { state, inForceFrom, inForceUntil, createdDate } = agreement
  if (state === 'in_force') return `In force since ${nearDate(inForceFrom ?? createdDate)}`
  if (isOvertaken(agreement, inForce)) return `Drafted ${nearDate(createdDate)}, never signed`
  if (state === 'draft') return `Draft of ${nearDate(createdDate)}`
  return `Until ${nearDate(inForceUntil ?? createdDate)}`
}

export const listOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
