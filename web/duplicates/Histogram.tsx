import { formatNumber } from '../ui/Money.tsx'
import { percentOf, type Run } from './runsApi.ts'
import classes from './Runs.module.css'

const [WIDTH, HEIGHT, FOOT] = [880, 180, 24]
const FIRST = 0.2

/**
 * How sure the pairs are, from hardly to quite. Heights are logarithmic, since most pairs lie at both ends; what a merge
 * from the chosen certainty on would take is blue.
 */
export function Histogram({ bars, certainty }: Readonly<{ bars: Run['histogram']; certainty: number }>) {
  const most = Math.max(1, ...bars.map(({ pairs }) => pairs))
  const count = 40
  const step = (1 - FIRST) / count
  const width = WIDTH / count
  const x = (share: number): number => ((share - FIRST) / (1 - FIRST)) * WIDTH
  const height = (pairs: number): number =>
    pairs === 0 ? 0 : 4 + (Math.log1p(pairs) / Math.log1p(most)) * (HEIGHT - 20)
  const above = bars.filter(({ from }) => from >= certainty - step / 2).reduce((sum, { pairs }) => sum + pairs, 0)
  return (
    <svg
      className={classes['histogram']}
      viewBox={`0 -4 ${WIDTH} ${HEIGHT + FOOT + 4}`}
      role="img"
      aria-label={`Pairs by their probability. About ${formatNumber(above)} lie at ${percentOf(certainty)} and above.`}
    >
      {bars.map(({ from, pairs }) => (
        <rect
          key={from}
          x={x(from) + 1}
          y={HEIGHT - height(pairs)}
          width={width - 2}
          height={height(pairs)}
          rx={2}
          fill={from + step / 2 >= certainty ? 'var(--blue)' : 'var(--line-strong)'}
        >
          <title>{`${formatNumber(pairs)} pairs from ${percentOf(from)} to ${percentOf(from + step)}`}</title>
        </rect>
      ))}
      <line x1={0} x2={WIDTH} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} stroke="var(--line)" />
      <line x1={x(certainty)} x2={x(certainty)} y1={0} y2={HEIGHT} stroke="var(--ink-1)" strokeDasharray="2 3" />
      {[0.2, 0.4, 0.6, 0.8, 1].map((mark) => (
        <text
          key={mark}
          x={x(mark)}
          y={HEIGHT + 18}
          textAnchor={mark === 0.2 ? 'start' : mark === 1 ? 'end' : 'middle'}
        >
          {percentOf(mark)}
        </text>
      ))}
    </svg>
  )
}
