import { Button, Select } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { canBeKeptIn, keptByConversion, targets, type Mapping, type Target } from '../../shared/conversionMapping.ts'
import { api } from '../api/client.ts'
import { type Field, useObject } from '../api/describe.ts'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { GridSkeleton } from '../ui/Skeletons.tsx'
import { toastError } from '../ui/toast.tsx'
import classes from './MyAccount.module.css'
import { SetupPage } from './SetupPage.tsx'
import { useAnswer, useCall, useReason } from './setupApi.ts'

type InForce = Readonly<{ mapping: Mapping; standard: Mapping }>
type Choose = (target: Target, to: string, from: string | null) => void

const PATH = '/conversion-mapping'

/** Where a lead's fields go when it is converted, field by field. */
export function ConversionMapping() {
  const reason = useReason('set_up', 'say where fields of a lead go')
  const found = useAnswer<InForce>(PATH)
  const change = useCall(
    (changes: Readonly<Partial<Record<Target, Record<string, string | null>>>>) => api.patch(PATH, changes),
    PATH,
  )
  const choose: Choose = (target, to, from) => change.mutate({ [target]: { [to]: from } }, { onError: toastError })
  return (
    <SetupPage section="conversion" reason={reason}>
      {found.isPending && <GridSkeleton rows={8} />}
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess &&
        targets.map((target) => (
          <OfTarget key={target} target={target} inForce={found.data} locked={reason !== undefined} onChoose={choose} />
        ))}
    </SetupPage>
  )
}

const EMPTY = ''

function OfTarget({
  target,
  inForce: { mapping, standard },
  locked,
  onChoose,
}: Readonly<{ target: Target; inForce: InForce; locked: boolean; onChoose: Choose }>) {
  const lead = useObject('Lead')
  const shape = useObject(target)
  const shown = new Set([...Object.keys(standard[target]), ...Object.keys(mapping[target])])
  const rows = shape.fields.filter(({ name }) => shown.has(name))
  const more = shape.fields.filter((field) => !shown.has(field.name) && mayTake(target, field))
  const sources = lead.fields.filter(({ type, name }) => type !== 'id' && name !== 'IsDeleted')
  const nameOfSource = (name: string | undefined): string =>
    name === undefined ? 'stays empty' : (lead.fieldNamed.get(name)?.label ?? name)
  return (
    <section aria-label={shape.label} className={classes['part']}>
      <h2 className={classes['heading']}>{shape.label}</h2>
      <PlainTable
        label={`Fields of the ${shape.label.toLowerCase()}`}
        rows={rows}
        keyOf={({ name }) => name}
        isFaint={({ name }) => mapping[target][name] === undefined}
        columns={[
          {
            head: `Field of the ${shape.label.toLowerCase()}`,
            width: '34%',
            render: (field) => <TwoLines first={field.label} second={field.custom ? field.name : undefined} />,
          },
          {
            head: 'Filled from the lead’s',
            width: '280px',
            render: (field) => (
              <span style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
                <IconArrowLeft size={14} stroke={1.8} aria-hidden />
                <Select
                  aria-label={`Field of the lead for ${field.label}`}
                  searchable
                  allowDeselect={false}
                  disabled={locked}
                  style={{ flex: 1 }}
                  value={mapping[target][field.name] ?? EMPTY}
                  data={[
                    { value: EMPTY, label: 'Nothing' },
                    ...sources
                      .filter((source) => canBeKeptIn(source, field))
                      .map(({ name, label }) => ({ value: name, label })),
                  ]}
                  onChange={(from) => onChoose(target, field.name, from === EMPTY ? null : from)}
                />
              </span>
            ),
          },
          {
            head: 'Standard',
            render: (field) => {
              const usual = standard[target][field.name]
              if (usual === mapping[target][field.name]) return 'yes'
              return (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  disabled={locked}
                  onClick={() => onChoose(target, field.name, usual ?? null)}
                >
                  Back to: {nameOfSource(usual)}
                </Button>
              )
            },
          },
        ]}
      />
      <Select
        aria-label={`Another field of the ${shape.label.toLowerCase()}`}
        placeholder="Fill another field"
        searchable
        disabled={locked}
        value={null}
        style={{ maxWidth: 280, marginTop: 10 }}
        nothingFoundMessage="No such field. Setup can add one."
        data={more.map(({ name, label }) => ({ value: name, label }))}
        onChange={(name) => {
          const field = more.find((one) => one.name === name)
          const source =
            sources.find((one) => field !== undefined && one.label === field.label && canBeKeptIn(one, field)) ??
            sources.find((one) => field !== undefined && canBeKeptIn(one, field))
          if (field !== undefined && source !== undefined) onChoose(target, field.name, source.name)
        }}
      />
    </section>
  )
}

const mayTake = (target: Target, field: Field): boolean =>
  field.readOnlyBecause === null &&
  field.type !== 'id' &&
  field.type !== 'reference' &&
  !keptByConversion[target].includes(field.name)
