/** How much of the end of the row fades, as in the stylesheets of chips and paths. */
const FADE_PX = 24

/** Moves a row that scrolls sideways to one of its parts that is cut or faded; a page that holds it further down stays where it is. */
export function bringIntoSight(part: HTMLElement, row: HTMLElement): void {
  const starts = part.offsetLeft - row.offsetLeft
  const ends = starts + part.offsetWidth + FADE_PX
  if (starts < row.scrollLeft) row.scrollLeft = starts - FADE_PX
  else if (ends > row.scrollLeft + row.clientWidth) row.scrollLeft = ends - row.clientWidth
}
