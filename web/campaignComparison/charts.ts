import { CHART_FONT, tooltipIn, type ChartOption, type Ink } from '../ui/Chart.tsx'
import { percentOf, rateWords, type Compared, type Outcome, type Rate } from './comparison.ts'

/** Told apart by anybody's eyes on either ground (after Okabe and Ito), and by their symbols besides. */
const series = [
  '#2f7fd0',
  '#d17a00',
  '#1a9a76',
  '#c2569b',
  '#7a6ae0',
  '#b0522d',
  '#4f9fb8',
  '#8a8a2a',
  '#d0506a',
  '#7b8794',
]
const symbols = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow', 'roundRect', 'circle', 'rect', 'triangle']

export const rowHeight = 30
/** Room for the value beside the longest bar. */
const AT_RIGHT = 76

const names = (ink: Ink, labels: readonly string[], width: number) => ({
  type: 'category' as const,
  data: labels.map(String),
  inverse: true,
  axisLine: { lineStyle: { color: ink.line } },
  axisTick: { show: false },
  axisLabel: { color: ink.ink2, fontFamily: CHART_FONT, fontSize: 12, width, overflow: 'truncate' as const },
})

const onAxis = (value: number): string => `${Number((100 * value).toFixed(1))} %`

const hidden = { type: 'value' as const, min: 0, axisLabel: { show: false }, splitLine: { show: false } }

/** Costs as bars from zero, each with its value; a campaign without is named without a bar. */
export const costBars =
  (labels: readonly string[], values: readonly (number | null)[], words: (value: number) => string, width: number) =>
  (ink: Ink): ChartOption => ({
    grid: { left: width + 8, right: AT_RIGHT, top: 4, bottom: 4 },
    xAxis: hidden,
    yAxis: names(ink, labels, width),
    series: [
      {
        type: 'bar',
        barMaxWidth: 16,
        itemStyle: { color: ink.blue, borderRadius: [0, 2, 2, 0] },
        data: values.map((value) => value ?? Number.NaN),
        label: {
          show: true,
          position: 'right',
          color: ink.ink1,
          fontFamily: CHART_FONT,
          fontSize: 12,
          formatter: ({ value }) => (typeof value === 'number' && !Number.isNaN(value) ? words(value) : ''),
        },
      },
    ],
  })

/** Shares as dots with their intervals as lines, on one scale from zero. */
export const rateDots =
  (labels: readonly string[], rates: readonly Rate[], width: number) =>
  (ink: Ink): ChartOption => ({
    tooltip: {
      ...tooltipIn(ink),
      formatter: (point) => {
        const rate = Array.isArray(point) ? undefined : rates[point.dataIndex]
        return rate === undefined || Array.isArray(point)
          ? ''
          : `${escaped(labels[point.dataIndex] ?? '')}<br>${rateWords(rate)}`
      },
    },
    grid: { left: width + 8, right: AT_RIGHT, top: 4, bottom: 22 },
    xAxis: {
      type: 'value',
      min: 0,
      // Rounded up to the next tick, but there is nothing beyond everybody.
      max: ({ max }: { max: number }) => (max > 0.8 ? 1 : null),
      splitNumber: 3,
      axisLabel: { ...small(ink), formatter: onAxis },
      splitLine: { lineStyle: { color: ink.line } },
    },
    yAxis: names(ink, labels, width),
    series: [
      {
        type: 'custom',
        data: rates.map(({ rate, low, high }, at) => [rate ?? Number.NaN, at, low ?? Number.NaN, high ?? Number.NaN]),
        encode: { x: [0, 2, 3], y: 1 },
        renderItem: (_, params) => {
          const [rate, at, low, high] = [0, 1, 2, 3].map((index) => Number(params.value(index)))
          if (rate === undefined || at === undefined || low === undefined || high === undefined || Number.isNaN(rate))
            return null
          const [x = 0, y = 0] = params.coord([rate, at])
          const [left = 0] = params.coord([low, at])
          const [right = 0] = params.coord([high, at])
          return {
            type: 'group',
            children: [
              { type: 'line', shape: { x1: left, y1: y, x2: right, y2: y }, style: { stroke: ink.ink3, lineWidth: 2 } },
              { type: 'circle', shape: { cx: x, cy: y, r: 5 }, style: { fill: ink.blue } },
              {
                type: 'text',
                style: {
                  text: percentOf(rate),
                  x: right + 8,
                  y: y - 6,
                  fill: ink.ink1,
                  fontFamily: CHART_FONT,
                  fontSize: 12,
                },
              },
            ],
          }
        },
      },
    ],
  })

/** What people became so many months after they came in, a line a campaign; where nobody is old enough the line ends. */
export const tailLines =
  (campaigns: readonly Compared[], months: readonly number[], outcome: Outcome, isNarrow: boolean) =>
  (ink: Ink): ChartOption => ({
    tooltip: {
      ...tooltipIn(ink),
      trigger: 'item',
      formatter: (point) => {
        if (Array.isArray(point)) return ''
        const one = campaigns[point.seriesIndex ?? 0]
        const reached = one?.tails[outcome][point.dataIndex]?.reached
        return one === undefined || !reached
          ? ''
          : `${escaped(one.campaign.Name)}, ${months[point.dataIndex]} months<br>${rateWords(reached)}`
      },
    },
    grid: { left: 44, right: isNarrow ? 16 : 220, top: 12, bottom: 40 },
    xAxis: monthsAxis(ink, months, isNarrow),
    yAxis: {
      type: 'value',
      min: 0,
      axisLabel: { ...small(ink), formatter: onAxis },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: campaigns.map((one, at) => tailLine(ink, one, { at, outcome, isNarrow })),
  })

const small = (ink: Ink) => ({ color: ink.ink3, fontFamily: CHART_FONT, fontSize: 11 })

/** On a phone the unit is said once below, instead of beside every number. */
const monthsAxis = (ink: Ink, months: readonly number[], isNarrow: boolean) => ({
  type: 'category' as const,
  data: months.map((month) => `${month} months`),
  axisLine: { lineStyle: { color: ink.line } },
  axisTick: { show: false },
  axisLabel: { ...small(ink), formatter: (text: string) => (isNarrow ? text.replace(' months', '') : text) },
  name: isNarrow ? 'months' : '',
  nameLocation: 'middle' as const,
  nameGap: 24,
  nameTextStyle: small(ink),
})

const tailLine = (
  ink: Ink,
  { campaign, tails }: Compared,
  { at, outcome, isNarrow }: { readonly at: number; readonly outcome: Outcome; readonly isNarrow: boolean },
) => ({
  type: 'line' as const,
  name: campaign.Name,
  data: tails[outcome].map(({ reached }) => reached?.rate ?? null),
  connectNulls: false,
  symbol: symbols[at % symbols.length] ?? 'circle',
  symbolSize: 8,
  color: colourOf(at),
  lineStyle: { width: 2 },
  endLabel: isNarrow
    ? { show: false }
    : {
        show: true,
        formatter: campaign.Name,
        color: ink.ink2,
        fontFamily: CHART_FONT,
        fontSize: 12,
        width: 200,
        overflow: 'truncate' as const,
      },
  labelLayout: { moveOverlap: 'shiftY' as const },
})

export const colourOf = (at: number): string => series[at % series.length] ?? '#2f7fd0'

/** Names come from people, and a tooltip is markup. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
