/** Finds QR codes in what a camera sees; answers what they say. */
export type CodeReader = (video: HTMLVideoElement) => Promise<readonly string[]>

type Detector = { detect: (source: HTMLVideoElement) => Promise<readonly { readonly rawValue: string }[]> }
type Detectors = {
  new (options: { formats: ['qr_code'] }): Detector
  getSupportedFormats: () => Promise<readonly string[]>
}
declare global {
  interface Window {
    BarcodeDetector?: Detectors
  }
}

/** The browser's own reader where it has one. Safari and Firefox have none: ours is loaded when somebody scans. */
export async function openCodeReader(): Promise<CodeReader> {
  const own = window.BarcodeDetector
  const formats = (await own?.getSupportedFormats().catch(() => [])) ?? []
  const Reader = own !== undefined && formats.includes('qr_code') ? own : (await import('qr/decode.js')).BarcodeDetector
  const detector = new Reader({ formats: ['qr_code'] })
  return async (video) => (await detector.detect(video).catch(() => [])).map(({ rawValue }) => rawValue)
}
