import { createContext, use } from 'react'

type Stand = Readonly<{ withinPortal: boolean }>

/**
 * Where the lists of fields stand: inside the popover they are in, which would close when the focus or a press went elsewhere,
 * or over everything, as on a sheet, which would cut them off.
 */
const ListsStand = createContext<Stand | undefined>(undefined)

export const ListsStandAs = ListsStand.Provider
export const insidePopover: Stand = { withinPortal: false }
export const overSheet: Stand = { withinPortal: true }

export const useListsStand = (usually: Stand): Stand => use(ListsStand) ?? usually
