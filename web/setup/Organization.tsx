import { Select, SegmentedControl } from '@mantine/core'
import { api } from '../api/client.ts'
import { problemsOf } from '../api/errors.ts'
import { keys } from '../api/queries.ts'
import { useQueryClient } from '@tanstack/react-query'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toast } from '../ui/toast.tsx'
import { WithReason } from '../ui/WithReason.tsx'
import { countries, countryName, currencies } from '../ui/countries.ts'
import { SavedText } from './SavedText.tsx'
import { SetupPage } from './SetupPage.tsx'
import { useAnswer, useCall, useReason } from './setupApi.ts'
import classes from './Organization.module.css'

type Share = 'public' | 'private'
type SecondStepFor = 'nobody' | 'administrators' | 'everybody'
type Settings = Readonly<{
  Name: string
  Currency: string
  DefaultCountry: string
  FiscalYearStartMonth: number
  Sharing: Readonly<Record<string, Share>>
  SecondStepFor: SecondStepFor
}>

const PATH = '/settings'

/** What an organization decides once. */
export function Organization() {
  const reason = useReason('set_up', 'change the settings')
  const client = useQueryClient()
  const found = useAnswer<Settings>(PATH)
  const save = useCall(async (part: Partial<Settings>) => {
    const answer = await api.patch<Settings>(PATH, part)
    await client.invalidateQueries({ queryKey: keys.session })
    return answer
  }, PATH)
  const change = (part: Partial<Settings>, said: string) => save.mutate(part, { onSuccess: () => toast(said) })
  const settings = found.data
  return (
    <SetupPage section="organization" reason={reason}>
      {found.isPending && <GridSkeleton rows={5} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {save.isError && <RefusalNotice problems={problemsOf(save.error)} />}
      {settings !== undefined && (
        <>
          <section className={classes['form']} aria-label="Organization">
            <SavedText
              label="Name"
              showLabel
              value={settings.Name}
              reason={reason}
              maxLength={80}
              onSave={(Name) => save.mutateAsync({ Name })}
            />
            <Choice
              label="Currency"
              help="Every amount is in it. Changing it renames the unit; it does not convert amounts."
              reason={reason}
              value={settings.Currency}
              data={currencies()}
              onChange={(Currency) => change({ Currency }, `Amounts are now in ${Currency}.`)}
            />
            <Choice
              label="Country"
              help="How phone numbers and addresses without a country are read."
              reason={reason}
              value={settings.DefaultCountry}
              data={countries()}
              onChange={(DefaultCountry) =>
                change(
                  { DefaultCountry },
                  `Numbers without a country are now read as in ${countryName(DefaultCountry)}.`,
                )
              }
            />
            <Choice
              label="Fiscal year begins in"
              help="A new opportunity closes at the end of the current fiscal quarter, unless told."
              reason={reason}
              value={String(settings.FiscalYearStartMonth)}
              data={months()}
              onChange={(month) =>
                change(
                  { FiscalYearStartMonth: Number(month) },
                  `The fiscal year now begins in ${months()[Number(month) - 1]?.label}.`,
                )
              }
            />
            <Choice
              label="Second step at sign-in"
              help="A code of an authenticator app behind the password. Who must have one and has none sets it up before anything else."
              reason={reason}
              value={settings.SecondStepFor}
              data={secondStepChoices}
              onChange={(choice) => {
                const chosen = secondStepChoices.find(({ value }) => value === choice)
                if (chosen !== undefined) change({ SecondStepFor: chosen.value }, chosen.said)
              }}
            />
          </section>
          <section aria-label="Sharing">
            <h2 className={classes['heading']}>Who sees whose records</h2>
            <p className={classes['prose']}>
              ‘Everybody’ lets each role see all records of a kind. ‘Owner’ keeps them to their owner and their queue;
              administrators and managers see them all the same.
            </p>
            <div className={classes['sharing']}>
              {Object.entries(settings.Sharing).map(([object, share]) => (
                <div key={object} className={classes['share']}>
                  <span id={`share-${object}`}>{plural(object)}</span>
                  <WithReason reason={reason}>
                    <SegmentedControl
                      size="xs"
                      readOnly={reason !== undefined}
                      aria-labelledby={`share-${object}`}
                      value={share}
                      data={[
                        { value: 'public', label: 'Everybody' },
                        { value: 'private', label: 'Owner' },
                      ]}
                      onChange={(next) =>
                        change(
                          { Sharing: { [object]: next } },
                          next === 'private'
                            ? `${plural(object)} are now kept to their owners.`
                            : `Everybody now sees all ${plural(object).toLowerCase()}.`,
                        )
                      }
                    />
                  </WithReason>
                </div>
              ))}
            </div>
          </section>
        </>
      )}
    </SetupPage>
  )
}

const secondStepChoices = [
  { value: 'nobody', label: 'For whoever wants one', said: 'Everybody now decides for themselves.' },
  { value: 'administrators', label: 'Administrators need one', said: 'Administrators now need a second step.' },
  { value: 'everybody', label: 'Everybody needs one', said: 'Everybody now needs a second step.' },
] as const

function Choice({
  label,
  help,
  reason,
  value,
  data,
  onChange,
}: Readonly<{
  label: string
  help: string
  reason: string | undefined
  value: string
  data: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}>) {
  return (
    <WithReason reason={reason}>
      <Select
        label={label}
        description={help}
        searchable
        allowDeselect={false}
        readOnly={reason !== undefined}
        value={value}
        data={[...data]}
        nothingFoundMessage="Nothing by that name"
        onChange={(next) => next !== null && next !== value && onChange(next)}
      />
    </WithReason>
  )
}

const plural = (object: string): string => (object === 'Opportunity' ? 'Opportunities' : `${object}s`)
const months = () =>
  Array.from({ length: 12 }, (_, month) => ({
    value: String(month + 1),
    label: new Date(Date.UTC(2026, month, 1)).toLocaleString('en', { month: 'long', timeZone: 'UTC' }),
  }))
