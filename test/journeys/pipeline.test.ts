import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, type Desk, journey } from './support.ts'

async function aDeal({ call }: Desk, Name: string, Amount: number): Promise<string> {
  const account = await call('POST', '/accounts', { Name: `${Name} AB` })
  const deal = await call('POST', '/opportunities', {
    Name,
    AccountId: account.Id,
    StageName: 'Prospecting',
    CloseDate: '2099-03-31',
    Amount,
  })
  return deal.Id
}

test('a deal is moved along the pipeline by keys, its stage says what it is worth, and the move is taken back', () =>
  journey(async (desk) => {
    const { page, call } = desk
    await aDeal(desk, 'Pump refit', 48_000)
    const deal = await aDeal(desk, 'Gearbox sensors', 2_000)
    await desk.open('/opportunities')
    await page.getByRole('link', { name: 'As a board' }).click()
    await page.getByRole('heading', { level: 1, name: 'Pipeline' }).waitFor()
    await page.getByRole('region', { name: 'Prospecting, 2 · $50,000' }).waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Move Gearbox sensors' }).focus()
    await page.keyboard.press('ArrowRight')
    const next = page.getByRole('region', { name: 'Qualification, 1 · $2,000' })
    await next.getByText('Gearbox sensors', { exact: true }).waitFor()
    await page.getByRole('region', { name: 'Prospecting, 1 · $48,000' }).waitFor()
    assert.equal((await call<{ StageName: string }>('GET', `/opportunities/${deal}`)).StageName, 'Qualification')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('region', { name: 'Prospecting, 2 · $50,000' }).waitFor()
    assert.equal((await call<{ StageName: string }>('GET', `/opportunities/${deal}`)).StageName, 'Prospecting')
  }))

test('whoever only reads sees the pipeline and moves nothing, on a phone in the dark', () =>
  journey(
    async ({ page, open }) => {
      await open('/opportunities/pipeline')
      await page.getByText(/Your role may look, but move none/).waitFor()
      await page.getByRole('region', { name: /^Prospecting, 2/ }).waitFor()
      assert.equal(await page.getByRole('button', { name: /^Move / }).count(), 0)
      await assertAccessible(page)
    },
    { role: 'read_only', phone: true, dark: true },
  ))
