import {
  alwaysBlank,
  individual,
  jigsaw,
  lastReferenced,
  neverSet,
  sameAs,
  workedOut,
} from '../../ground/objects/toolFields.ts'
import { isThere } from '../../ground/objects/expressions.ts'

export const contactToolFields = [
  sameAs('mailing_latitude', 'MailingLatitude', 'double', { scale: 15 }),
  sameAs('mailing_longitude', 'MailingLongitude', 'double', { scale: 15 }),
  alwaysBlank('MailingGeocodeAccuracy', 'picklist', { length: 40 }),
  alwaysBlank('OtherLatitude', 'double', { scale: 15 }),
  alwaysBlank('OtherLongitude', 'double', { scale: 15 }),
  alwaysBlank('OtherGeocodeAccuracy', 'picklist', { length: 40 }),
  workedOut('IsEmailBounced', 'boolean', isThere('email_bounced_date'), { neverNull: true }),
  ...neverSet('CanAllowPortalSelfReg'),
  alwaysBlank('LastCURequestDate', 'datetime', { label: 'Last stay-in-touch request' }),
  alwaysBlank('LastCUUpdateDate', 'datetime', { label: 'Last stay-in-touch save' }),
  alwaysBlank('PhotoUrl', 'url', { label: 'Photo URL' }),
  lastReferenced,
  ...jigsaw('JigsawContactId'),
  individual,
]
