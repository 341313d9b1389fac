import type { ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/records.ts'
import { referredBy } from '../ui/fields.ts'
import { ObjectPage } from '../ui/ObjectPage.tsx'

/** One person at an account. */
export function Contact() {
  return (
    <ObjectPage
      objectName="Contact"
      headline={(contact, shape) => [contact['Title'], accountName(contact, shape)].filter(Boolean).join(' at ')}
    />
  )
}

function accountName(contact: RecordRow, shape: ObjectShape): string | undefined {
  const account = shape.fieldNamed.get('AccountId')
  return account && referredBy(contact, account)?.Name
}
