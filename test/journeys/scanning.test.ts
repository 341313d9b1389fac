import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { encodeQR } from 'qr'
import { journey, launchBrowser, type Desk } from './support.ts'

type Json = Record<string, unknown>

async function aTicket({ call }: Desk): Promise<{ readonly campaignId: string; readonly code: string }> {
  const { Id: campaignId } = await call('POST', '/campaigns', { Name: 'Gasket day', Type: 'Event', IsActive: true })
  await call('PATCH', `/campaigns/${campaignId}/event`, { TimeZone: 'Europe/Berlin' })
  const { Id } = await call('POST', '/leads', { FirstName: 'Olga', LastName: 'Petersen', Company: 'Werft Nord' })
  const { results } = await call<{ results: Json[] }>('POST', `/campaigns/${campaignId}/registrations`, {
    people: [{ WhoId: Id }],
  })
  return { campaignId, code: String(results[0]?.Code) }
}

const [WIDTH, HEIGHT, DOT] = [640, 480, 8]

/** One picture of a code on grey paper, as a camera that never moves sees it. */
function seenByCamera(code: string): Buffer {
  const dots = encodeQR(code, 'raw', { ecc: 'medium', border: 2 })
  const [left, top] = [(WIDTH - dots.length * DOT) >> 1, (HEIGHT - dots.length * DOT) >> 1]
  const light = Buffer.alloc(WIDTH * HEIGHT, 160)
  for (let y = 0; y < dots.length * DOT; y++)
    for (let x = 0; x < dots.length * DOT; x++)
      light[(top + y) * WIDTH + left + x] = dots[Math.floor(y / DOT)]?.[Math.floor(x / DOT)] === true ? 40 : 220
  const noColour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const head = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\nFRAME\n`
  return Buffer.concat([Buffer.from(head), light, noColour])
}

test('a phone reads the code on a ticket with its camera, also where the browser has no reader of its own', () =>
  journey(async (desk) => {
    const { campaignId, code } = await aTicket(desk)
    const folder = await mkdtemp(path.join(os.tmpdir(), 'assay-camera-'))
    const camera = path.join(folder, 'ticket.y4m')
    await writeFile(camera, seenByCamera(code))
    const phone = await launchBrowser({ camera })
    try {
      const context = await phone.newContext({
        baseURL: desk.url,
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        storageState: await desk.page.context().storageState(),
      })
      const page = await context.newPage()
      await page.addInitScript('delete window.BarcodeDetector')
      await page.goto(`/check-in/${campaignId}`)
      await page.getByRole('button', { name: 'Check in Olga Petersen' }).waitFor()
      await page.getByRole('button', { name: 'Scan' }).click()
      await page.getByText('Olga Petersen is here.').waitFor()
      await page.getByRole('button', { name: 'Undo check-in of Olga Petersen' }).waitFor()
    } finally {
      await phone.close()
      await rm(folder, { recursive: true })
    }
  }))
