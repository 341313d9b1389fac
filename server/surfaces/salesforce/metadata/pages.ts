import { findDefinition } from '../../../ground/objects/catalogue.ts'
import { customObjectNamed } from '../../../ground/objects/customObjects.ts'
import { standardDefinition, type Field, type ObjectDefinition } from '../../../ground/objects/definition.ts'
import type { ComponentType, Save } from './componentType.ts'
import { invalid } from './customField.ts'
import { textIn, type Plain, type PlainObject } from './plain.ts'
import { recordsOf } from './profiles.ts'

/** How an object's page is laid out, and the tab it has: both follow from the object, so they are told, and taken when they say the same. */

const layoutName = ({ name, label }: ObjectDefinition): string => `${name}-${label} Layout`

/** Fields under the headings they have on our pages. */
function layoutOf(definition: ObjectDefinition): PlainObject {
  const shown = definition.fields.filter(({ forTools, type }) => forTools !== true && type !== 'id')
  return {
    fullName: layoutName(definition),
    layoutSections: [...Map.groupBy(shown, ({ section }) => section ?? definition.label)].map(([label, fields]) => ({
      customLabel: true,
      detailHeading: true,
      editHeading: true,
      label,
      layoutColumns: { layoutItems: fields.map((field) => ({ behavior: behaviorOf(field), field: field.name })) },
      style: 'OneColumn',
    })),
  }
}

const behaviorOf = ({ readOnly, required }: Field): string =>
  readOnly !== undefined ? 'Readonly' : required === true ? 'Required' : 'Edit'

/** A layout sent back as it was read changes nothing; another one cannot be kept. */
const saveLayout: Save = async (tx, _actor, metadata) => {
  const fullName = textIn(metadata.fullName)
  const definition = (await recordsOf(tx)).find((one) => layoutName(one).toLowerCase() === fullName.toLowerCase())
  if (definition === undefined) throw invalid(`There is no layout '${fullName.slice(0, 120)}'. An object has one.`)
  if (placesIn(metadata) !== placesIn(layoutOf(definition)))
    throw invalid(
      'Pages are laid out by the headings of their fields, which are not changed through Metadata API. Take the layout out of the package.',
    )
}

/** Which field stands under which heading, as one text to compare. */
function placesIn({ layoutSections }: PlainObject): string {
  const sections = listOf(layoutSections).map((section) => {
    const items = listOf(section.layoutColumns).flatMap(({ layoutItems }) => listOf(layoutItems))
    return `${textIn(section.label)}: ${items.map(({ field, behavior }) => `${textIn(field)} ${textIn(behavior)}`).join(', ')}`
  })
  return sections.join('\n')
}

const listOf = (value: Plain | undefined): readonly PlainObject[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one): one is PlainObject => typeof one === 'object' && one !== null && !Array.isArray(one),
  )

export const layout: ComponentType = {
  xmlName: 'Layout',
  directoryName: 'layouts',
  suffix: 'layout',
  list: async (tx) =>
    (await recordsOf(tx)).map((definition) => ({
      fullName: layoutName(definition),
      file: `layouts/${layoutName(definition)}.layout`,
    })),
  read: async (tx, fullNames) => {
    const byName = new Map((await recordsOf(tx)).map((one) => [layoutName(one).toLowerCase(), one]))
    return fullNames.map((name) => {
      const definition = byName.get(name.toLowerCase())
      return definition === undefined ? undefined : layoutOf(definition)
    })
  },
  update: saveLayout,
}

const tabOf = ({ name }: ObjectDefinition): PlainObject => ({
  fullName: name,
  customObject: true,
  motif: 'Custom53: Bell',
})

/** An object of one's own stands in the navigation from the start: its tab is there, and making it says nothing new. */
const saveTab: Save = async (tx, _actor, { fullName, customObject }) => {
  if (textIn(customObject) !== 'true' && customObject !== true)
    throw invalid('Tabs are those of objects here; there are no pages of one’s own to show in one.')
  await customObjectNamed(tx, textIn(fullName))
}

export const customTab: ComponentType = {
  xmlName: 'CustomTab',
  directoryName: 'tabs',
  suffix: 'tab',
  list: async (tx) =>
    (await recordsOf(tx))
      .filter(({ name }) => standardDefinition(name) === undefined)
      .map(({ name }) => ({ fullName: name, file: `tabs/${name}.tab` })),
  read: async (tx, fullNames) =>
    Promise.all(
      fullNames.map(async (name) => {
        const definition = await findDefinition(tx, name)
        const isOwn = definition !== undefined && standardDefinition(definition.name) === undefined
        return isOwn && definition.isEvent !== true ? tabOf(definition) : undefined
      }),
    ),
  create: saveTab,
  update: saveTab,
}
