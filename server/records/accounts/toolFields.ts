import { alwaysBlank, jigsaw, lastReferenced, neverSet } from '../../ground/objects/toolFields.ts'

export const accountToolFields = [
  alwaysBlank('BillingGeocodeAccuracy', 'picklist', { length: 40 }),
  alwaysBlank('ShippingGeocodeAccuracy', 'picklist', { length: 40 }),
  alwaysBlank('PhotoUrl', 'url', { label: 'Photo URL' }),
  lastReferenced,
  ...neverSet('IsCustomerPortal'),
  ...jigsaw('JigsawCompanyId'),
]
