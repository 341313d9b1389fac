import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAccessible, type Desk, journey } from './support.ts'

const twice = ['Okafor', 'Lindqvist', 'Baumgartner'].flatMap((LastName, at) => {
  const person = { FirstName: 'Mira', LastName, Company: `Nordwind ${LastName}`, Phone: `+49 431 55501${at}7` }
  const Email = `mira.${LastName.toLowerCase()}@${LastName.toLowerCase()}.example`
  return [
    { ...person, Email },
    { ...person, Email, Company: `Nordwind ${LastName} GmbH` },
  ]
})

type Verdicts = { readonly groups: readonly { readonly record: { readonly LastName: string } }[] }

const lastNamesLeft = async ({ call }: Desk): Promise<string[]> => {
  const { groups } = await call<Verdicts>('GET', '/duplicates?object=Lead')
  return [...new Set(groups.map(({ record }) => record.LastName))].toSorted()
}

test('likely duplicates are decided by key, the same, not the same or unsure, and a no is remembered until it is taken back', () =>
  journey(async (desk) => {
    const { page, call } = desk
    await call('POST', '/leads', twice)
    assert.equal((await lastNamesLeft(desk)).length, 3)
    await desk.open('/duplicates')
    const groups = page.getByRole('region', { name: /and 1 more$/ })
    await groups.nth(2).waitFor()
    const names = await groups.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')?.split(' ')[1]))
    const pressed = (group: number, name: string) =>
      groups.nth(group).getByRole('button', { name, exact: true, pressed: true })

    await page.keyboard.press('s')
    await pressed(0, 'The same').waitFor()
    await page.keyboard.press('d')
    await pressed(1, 'Not the same').waitFor()
    await page.getByText(/will not be suggested again/).waitFor()
    await page.keyboard.press('u')
    await pressed(2, 'Unsure').waitFor()
    await assertAccessible(page)
    assert.deepEqual(new Set(await lastNamesLeft(desk)), new Set([names[0], names[2]]))
    await groups.nth(1).getByRole('button', { name: 'Compare and merge', exact: true, disabled: true }).waitFor()

    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText(/may be suggested again/).waitFor()
    await pressed(1, 'Unsure').waitFor()
    assert.equal((await lastNamesLeft(desk)).length, 3)

    await page.keyboard.press('k')
    await page.keyboard.press('k')
    await page.keyboard.press('m')
    await page
      .getByRole('button', { name: /^Merge/ })
      .first()
      .waitFor()
    assert.match(page.url(), /merge/)
  }))
