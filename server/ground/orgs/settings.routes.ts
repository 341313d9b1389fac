import { z } from 'zod'
import type { Tx } from '../../platform/tx.ts'
import { readingAs, writing, type App } from '../http/edge.ts'
import { refuseWithoutSecondStep } from '../secondStep/secondStep.ts'
import { refuseUnlessHas } from '../users/actor.ts'
import { orgOf, renameOrg } from './orgs.ts'
import {
  announceSettings,
  changeSettings,
  objectsWithSharing,
  secondStepChoices,
  settingsOf,
  type Settings,
} from './settings.ts'

const tags = ['Settings']

const SECOND_STEP = 'Who has to sign in with a code of an authenticator app behind the password.'

const settingsBody = z.strictObject({
  Name: z.string().optional(),
  Currency: z.string().optional().meta({ description: 'ISO 4217, such as EUR.' }),
  DefaultCountry: z.string().optional().meta({ description: 'ISO 3166, two letters.' }),
  FiscalYearStartMonth: z.number().int().optional(),
  Sharing: z
    .record(z.string(), z.enum(['public', 'private']))
    .optional()
    .meta({ description: 'For each object: private keeps records to their owners.' }),
  SecondStepFor: z.enum(secondStepChoices).optional().meta({ description: SECOND_STEP }),
})

const settingsSchema = z
  .object({
    Name: z.string(),
    Currency: z.string().meta({ description: 'ISO 4217, such as EUR.' }),
    DefaultCountry: z.string().meta({ description: 'ISO 3166, two letters.' }),
    FiscalYearStartMonth: z.number().meta({ description: '1 to 12.' }),
    Sharing: z
      .record(z.string(), z.enum(['public', 'private']))
      .meta({ description: 'For each object: private keeps records to their owners.' }),
    SecondStepFor: z.enum(secondStepChoices).meta({ description: SECOND_STEP }),
  })
  .meta({ id: 'Settings' })

/** What an org decides once. */
export function settingsRoutes(app: App): void {
  const response = { 200: settingsSchema }
  app.get('/api/settings', { schema: { tags, summary: 'Read the settings', response } }, (request) =>
    readingAs(request, (tx) => present(tx)),
  )
  app.patch(
    '/api/settings',
    { schema: { tags, summary: 'Change settings', body: settingsBody, response } },
    (request) =>
      writing(request, async (tx, actor) => {
        const { Name, Currency, DefaultCountry, FiscalYearStartMonth, Sharing, SecondStepFor } = request.body
        refuseUnlessHas(actor, 'set_up', 'change the settings')
        if (SecondStepFor !== undefined && SecondStepFor !== 'nobody') await refuseWithoutSecondStep(tx, actor)
        if (Name !== undefined) {
          const { name } = await orgOf(tx)
          await renameOrg(tx, Name)
          announceSettings(tx, actor, { name }, { name: Name })
        }
        const privateObjects =
          Sharing === undefined ? undefined : sharingChanged((await settingsOf(tx)).privateObjects, Sharing)
        const settings = await changeSettings(tx, actor, {
          currency: Currency,
          country: DefaultCountry,
          fiscalYearStartsIn: FiscalYearStartMonth,
          privateObjects,
          secondStepFor: SecondStepFor,
        })
        return present(tx, settings)
      }),
  )
}

const sharingChanged = (
  before: readonly string[],
  wanted: Readonly<Record<string, 'public' | 'private'>>,
): string[] => [
  ...before.filter((name) => wanted[name] === undefined),
  ...Object.keys(wanted).filter((name) => wanted[name] === 'private'),
]

async function present(tx: Tx, given?: Settings): Promise<z.infer<typeof settingsSchema>> {
  const [org, settings] = [await orgOf(tx), given ?? (await settingsOf(tx))]
  return {
    Name: org.name,
    Currency: settings.currency,
    DefaultCountry: settings.country,
    FiscalYearStartMonth: settings.fiscalYearStartsIn,
    Sharing: Object.fromEntries(
      objectsWithSharing.map((name) => [name, settings.privateObjects.includes(name) ? 'private' : 'public']),
    ),
    SecondStepFor: settings.secondStepFor,
  }
}
