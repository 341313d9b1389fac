import { ObjectPage } from '../ui/ObjectPage.tsx'

/** One company: its people, its deals, its history. */
export function Account() {
  return (
    <ObjectPage
      objectName="Account"
      headline={(account) => [account['Type'], account['Industry']].filter(Boolean).join(', ')}
    />
  )
}
