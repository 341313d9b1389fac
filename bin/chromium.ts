import { access, constants } from 'node:fs/promises'
import { run } from './terminal.ts'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export type FoundChromium =
  | { readonly path: string; readonly sentence?: undefined }
  | { readonly path?: undefined; readonly sentence: string }

/** The Chromium of this machine; root on Debian gets it from Debian when it is missing. */
export async function findChromium(): Promise<FoundChromium> {
  const found = await look()
  if (found !== undefined) return { path: found }
  const isRootOnDebian = process.getuid?.() === 0 && (await exists('/etc/debian_version'))
  if (!isRootOnDebian)
    return {
      sentence:
        'Chromium is missing. Install it (on Debian: sudo apt-get install chromium), or name its program in ASSAY_CHROMIUM.',
    }
  process.stdout.write("Installing Debian's Chromium for the journeys.\n")
  // Another installation may be under way, and a mirror may be away for a moment.
  const patient = ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=5']
  const update = await run({ program: 'apt-get', args: ['update', ...patient] })
  const install = await run({
    program: 'apt-get',
    args: ['install', '-y', '--no-install-recommends', ...patient, 'chromium'],
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })
  const installed = await look()
  if (installed !== undefined) return { path: installed }
  return {
    sentence: `${update.output}${install.output}\nChromium could not be installed; apt-get says why above. Install it yourself, or name its program in ASSAY_CHROMIUM.`,
  }
}

async function look(): Promise<string | undefined> {
  const named = process.env.ASSAY_CHROMIUM
  for (const place of named ? [named] : PLACES) if (await exists(place)) return place
  return undefined
}

const exists = (file: string): Promise<boolean> =>
  access(file, constants.F_OK).then(
    () => true,
    () => false,
  )
