import { refuseUnlessHas, type Actor } from '../../ground/users/actor.ts'

/** Exports are a capability of their own: reading a page is not carrying everything out of the house. */
export const refuseUnlessMayExport = (actor: Actor): void => refuseUnlessHas(actor, 'export', 'export records')
