const UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** Bytes as people say them: 1,234,567 → '1.2 MB'. */
export function fileSize(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1)
  const size = bytes / 1000 ** step
  return `${size.toLocaleString('en', { maximumFractionDigits: step === 0 || size >= 100 ? 0 : 1 })} ${UNITS[step]}`
}
