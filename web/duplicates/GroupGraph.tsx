import { nameOf } from '../ui/fields.ts'
import { type RunGroup, sureness } from './runsApi.ts'
import classes from './Runs.module.css'

const [SIZE, MARGIN] = [240, 6]

/** Nodes are as large as fit around the circle, and no larger than is read well. */
const nodeOf = (count: number): number => Math.min(15, Math.max(6, (0.85 * Math.PI * (SIZE / 2 - 20)) / count))

/** What a record is called in the graph and in the list beside it. */
export const letterOf = (at: number): string => (at < 26 ? String.fromCodePoint(65 + at) : String(at + 1))

/** A group drawn: records in a circle, a line for every likely pair, thicker the surer; the weakest is amber and says how sure it is. */
export function GroupGraph({ group }: { group: RunGroup }) {
  const { records, links, weakest } = group
  const node = nodeOf(records.length)
  // Two of them are a line, and have no weakest pair.
  const isPair = records.length === 2
  // Thirty records have four hundred pairs: thin enough that single lines are seen among them.
  const thinner = Math.min(1, 8 / records.length)
  const height = isPair ? 2 * (node + MARGIN) : SIZE
  const radius = Math.min(records.length > 12 ? SIZE : 84, SIZE / 2 - node - MARGIN)
  const places = new Map(
    records.map(({ record }, at) => {
      const angle = (2 * Math.PI * at) / records.length - (isPair ? Math.PI : Math.PI / 2)
      return [
        record.Id,
        { x: SIZE / 2 + radius * Math.cos(angle), y: height / 2 + radius * Math.sin(angle), at },
      ] as const
    }),
  )
  const isWeakest = ({ left, right }: { left: string; right: string }): boolean =>
    (left === weakest.left && right === weakest.right) || (left === weakest.right && right === weakest.left)
  const drawn = links
    .filter((link) => link.probability >= 0.3 || isWeakest(link))
    .toSorted((a, b) => Number(isWeakest(a)) - Number(isWeakest(b)))
  const [weakFrom, weakTo] = [places.get(weakest.left), places.get(weakest.right)]
  const names = records.map(({ record }, at) => `${letterOf(at)}, ${nameOf(record)}`).join('; ')
  return (
    <svg
      className={classes['graph']}
      viewBox={`0 0 ${SIZE} ${height}`}
      role="img"
      aria-label={`${names}. ${isPair ? 'Both' : 'The weakest pair'}: ${sureness(weakest.probability)} likely.`}
    >
      {drawn.map((link) => {
        const [from, to] = [places.get(link.left), places.get(link.right)]
        if (from === undefined || to === undefined) return null
        const weak = isWeakest(link) && !isPair
        return (
          <line
            key={`${link.left} ${link.right}`}
            x1={from.x}
            y1={from.y}
            x2={to.x}
            y2={to.y}
            stroke={weak ? 'var(--overdue)' : 'var(--blue)'}
            strokeOpacity={weak ? 1 : (0.35 + 0.5 * link.probability) * thinner}
            strokeWidth={weak ? 2 : (1 + 3 * link.probability) * thinner}
            strokeDasharray={weak ? '5 4' : undefined}
          >
            <title>{`${sureness(link.probability)}: ${link.reasons.join(', ')}`}</title>
          </line>
        )
      })}
      {[...places].map(([id, { x, y, at }]) => (
        <g key={id}>
          <circle cx={x} cy={y} r={node} fill="var(--paper)" stroke="var(--line-strong)" strokeWidth={1.5} />
          <text x={x} y={y + node * 0.27} style={{ fontSize: Math.min(11, node * 0.9) }}>
            {letterOf(at)}
          </text>
        </g>
      ))}
      {weakFrom !== undefined && weakTo !== undefined && (
        <text
          className={classes[isPair ? 'sure' : 'weak']}
          x={(weakFrom.x + weakTo.x) / 2}
          y={(weakFrom.y + weakTo.y) / 2 + 4}
        >
          {sureness(weakest.probability)}
        </text>
      )}
    </svg>
  )
}
