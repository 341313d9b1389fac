import { encodeQR } from 'qr'
import { useMemo } from 'react'
import classes from './SecondStep.module.css'

/** Dark on light in both schemes: not every camera reads it the other way round. */
export function QrCode({ text, label }: Readonly<{ text: string; label: string }>) {
  const rows = useMemo(() => encodeQR(text, 'raw'), [text])
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg
      role="img"
      aria-label={label}
      className={classes['picture']}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
    >
      <path d={dark.join('')} />
    </svg>
  )
}
