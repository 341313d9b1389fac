import { useComputedColorScheme } from '@mantine/core'
import type { ComposeOption } from 'echarts/core'
import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components'
import { useEffect, useRef } from 'react'

export type ChartOption = ComposeOption<
  BarSeriesOption | CustomSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>

/** The colours of the theme as it is now; a canvas knows no variables. */
export type Ink = Readonly<Record<'ink1' | 'ink2' | 'ink3' | 'line' | 'paper' | 'raised' | 'blue' | 'gold', string>>

type ChartProps = Readonly<{
  label: string
  height: number
  option: (ink: Ink) => ChartOption
  onOpen?: (index: number) => void
}>

/**
 * A chart, drawn again when its figures, the theme or its width change. `label` says what it shows to whoever cannot see
 * it; the same figures stand in a table beside. `onOpen` gets the index of the mark somebody clicked.
 */
export function Chart(props: ChartProps) {
  // A canvas keeps the colours it was drawn with, so another theme is another canvas.
  return <Canvas key={useComputedColorScheme()} {...props} />
}

function Canvas({ label, height, option, onOpen }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    let gone = false
    let stop = (): void => undefined
    void import('./echarts.ts').then(({ init }) => {
      if (gone) return
      const chart = init(element)
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches
      chart.setOption({ animationDuration: 120, animation: !still, ...option(inkOf(element)) })
      chart.on('click', ({ dataIndex }) => onOpen?.(dataIndex))
      const observer = new ResizeObserver(() => chart.resize())
      observer.observe(element)
      stop = () => {
        observer.disconnect()
        chart.dispose()
      }
    })
    return () => {
      gone = true
      stop()
    }
  }, [option, onOpen])
  return <div ref={box} role="img" aria-label={label} style={{ height, width: '100%' }} />
}

function inkOf(element: HTMLElement): Ink {
  const style = getComputedStyle(element)
  const read = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink1: read('--ink-1'),
    ink2: read('--ink-2'),
    ink3: read('--ink-3'),
    line: read('--line'),
    paper: read('--paper'),
    raised: read('--raised'),
    blue: read('--blue'),
    gold: read('--gold'),
  }
}

export const CHART_FONT = "'Inter Variable', system-ui, sans-serif"

/** What all tooltips look like. */
export const tooltipIn = (ink: Ink): TooltipComponentOption => ({
  backgroundColor: ink.raised,
  borderColor: ink.line,
  textStyle: { color: ink.ink1, fontFamily: CHART_FONT, fontSize: 12 },
  confine: true,
})
