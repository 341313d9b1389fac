import { alwaysBlank, individual, jigsaw, lastReferenced } from '../../ground/objects/toolFields.ts'

export const leadToolFields = [
  alwaysBlank('PhotoUrl', 'url', { label: 'Photo URL' }),
  lastReferenced,
  ...jigsaw('JigsawContactId'),
  individual,
]
