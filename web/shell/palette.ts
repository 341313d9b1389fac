import { createSpotlight } from '@mantine/spotlight'

/** The command palette: `palette.open()`. */
export const [paletteStore, palette] = createSpotlight()

/** Puts the choice on the first line, so that Enter takes the best match. */
export function chooseFirst(): void {
  const { listId } = paletteStore.getState()
  const lines = listId === '' ? [] : [...(document.getElementById(listId)?.querySelectorAll('[data-action]') ?? [])]
  for (const line of lines) line.removeAttribute('data-selected')
  lines[0]?.setAttribute('data-selected', 'true')
  paletteStore.updateState((state) => ({ ...state, selected: lines.length === 0 ? -1 : 0 }))
}
