import { alwaysBlank, individual, jigsaw, lastReferenced } from '../../ground/objects/tool-fields.ts'

export const leadToolFields = [
  alwaysBlank('PhotoUrl', 'url', { label: 'Photo URL' }),
  lastReferenced,
  ...jigsaw('JigsawContactId'),
  individual,
]
