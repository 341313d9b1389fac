import { Select } from '@mantine/core'
import { useState } from 'react'
import { RecordLink } from '../ui/Link.tsx'
import { formatMoney, formatNumber, formatWholeMoney, useCurrency } from '../ui/Money.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { usePhone } from '../ui/usePhone.ts'
import { originWords, sumOf, type Attribution, type Dimension, type Group, type ModelName } from './attribution.ts'
import classes from './Attribution.module.css'
import { ModelTerm } from './ModelTerm.tsx'

type Open = (of: Readonly<{ key: string; label: string; model: ModelName }>) => void

const MOST_AT_FIRST = 40

/** Groups down, models across; each figure opens its deals, and each column comes to the total. */
export function ModelMatrix({
  found,
  beside,
  by,
  onOpen,
}: Readonly<{ found: Attribution; beside: Attribution | undefined; by: Dimension; onOpen: Open }>) {
  const phone = usePhone()
  const [all, showAll] = useState(false)
  const shown = all ? found.groups : found.groups.slice(0, MOST_AT_FIRST)
  const hidden = found.groups.length - shown.length
  return (
    <Panel title={heads[by]} count={found.groups.length}>
      {phone ? (
        <ByOneModel found={found} beside={beside} groups={shown} onOpen={onOpen} />
      ) : (
        <Matrix found={found} beside={beside} groups={shown} onOpen={onOpen} />
      )}
      {hidden > 0 && (
        <button type="button" className={classes['more']} onClick={() => showAll(true)}>
          Show {formatNumber(hidden)} more
        </button>
      )}
    </Panel>
  )
}

const heads: Readonly<Record<Dimension, string>> = {
  campaign: 'Campaigns and sources',
  type: 'Types of campaigns',
  source: 'Sources',
  origin: 'Marketing or sales',
}

type PartProps = Readonly<{
  found: Attribution
  /** The same of what was collected, or of what was agreed. */
  beside: Attribution | undefined
  groups: readonly Group[]
  onOpen: Open
}>

/** The other measure of a figure, small below it. */
function Beside({ of, model, group }: { of: Attribution | undefined; model: ModelName; group?: Group }) {
  const currency = useCurrency()
  if (of === undefined) return null
  const groups = group === undefined ? of.groups : of.groups.filter(({ key }) => key === group.key)
  const amount = sumOf(
    groups.map(({ shares }) => shares),
    model,
  )
  return (
    <span className={classes['beside']} title={formatMoney(amount, currency)}>
      {of.measure === 'collected'
        ? `${formatWholeMoney(amount, currency)} paid`
        : `of ${formatWholeMoney(amount, currency)}`}
    </span>
  )
}

function Matrix({ found, beside, groups, onOpen }: PartProps) {
  const currency = useCurrency()
  const largest = Math.max(1, ...found.groups.flatMap(({ shares }) => Object.values(shares)))
  return (
    <div className={classes['frame']} tabIndex={-1}>
      <table aria-label="Shares under each model" className={classes['matrix']}>
        <thead>
          <tr>
            <th scope="col">What brought them</th>
            <th scope="col" data-number>
              Deals
            </th>
            {found.models.map((model) => (
              <th key={model.name} scope="col" data-number>
                <ModelTerm model={model} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.key}>
              <th scope="row">
                <Label group={group} />
              </th>
              <td data-number>{formatNumber(group.deals)}</td>
              {found.models.map(({ name, label }) => (
                <td key={name} data-number style={{ '--share': group.shares[name] / largest }}>
                  {group.shares[name] === 0 ? (
                    <span className={classes['none']}>–</span>
                  ) : (
                    <button
                      type="button"
                      className={classes['figure']}
                      title={`${label}, ${formatMoney(group.shares[name], currency)}: open the deals behind it`}
                      onClick={() => onOpen({ key: group.key, label: group.label, model: name })}
                    >
                      {formatWholeMoney(group.shares[name], currency)}
                    </button>
                  )}
                  {(group.shares[name] !== 0 || found.measure === 'collected') && (
                    <Beside of={beside} model={name} group={group} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <td data-number>{formatNumber(found.total.deals)}</td>
            {found.models.map(({ name }) => (
              <td key={name} data-number>
                {formatMoney(
                  sumOf(
                    found.groups.map(({ shares }) => shares),
                    name,
                  ),
                  currency,
                )}
                <Beside of={beside} model={name} />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** On a phone one model at a time. */
function ByOneModel({ found, beside, groups, onOpen }: PartProps) {
  const currency = useCurrency()
  const [name, choose] = useState<ModelName>('even')
  const model = found.models.find((one) => one.name === name)
  const sorted = groups.toSorted((a, b) => b.shares[name] - a.shares[name])
  return (
    <>
      <Select
        aria-label="Model"
        data={found.models.map((one) => ({ value: one.name, label: one.label }))}
        value={name}
        allowDeselect={false}
        onChange={(value) => value !== null && choose(value)}
      />
      <p className={classes['small']}>{model?.formula}</p>
      <ul className={classes['list']}>
        {sorted.map((group) => (
          <li key={group.key}>
            <Label group={group} />
            <button
              type="button"
              className={classes['figure']}
              onClick={() => onOpen({ key: group.key, label: group.label, model: name })}
            >
              {formatMoney(group.shares[name], currency)}
              <span className={classes['unseen']}>: open the deals behind it</span>
            </button>
            <Beside of={beside} model={name} group={group} />
          </li>
        ))}
        <li className={classes['together']}>
          <span>Together</span>
          <span className="number">
            {formatMoney(
              sumOf(
                found.groups.map(({ shares }) => shares),
                name,
              ),
              currency,
            )}
            <Beside of={beside} model={name} />
          </span>
        </li>
      </ul>
    </>
  )
}

function Label({ group }: { group: Group }) {
  return (
    <span className={classes['label']}>
      <span className={classes['name']}>
        {group.campaign === null ? group.label : <RecordLink id={group.campaign.Id} name={group.label} />}
      </span>
      {group.origin !== 'none' && group.label !== originWords[group.origin] && (
        <span className={classes['origin']}>
          <i data-origin={group.origin} aria-hidden />
          {originWords[group.origin]}
        </span>
      )}
    </span>
  )
}
