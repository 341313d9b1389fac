import { ObjectPage } from '../ui/ObjectPage.tsx'

/** One lead: who, what happened, and what next. */
export function Lead() {
  return (
    <ObjectPage
      objectName="Lead"
      headline={(lead) => [lead['Title'], lead['Company']].filter(Boolean).join(' at ')}
      locked={(lead) => (lead['IsConverted'] === true ? 'This lead is converted and locked. Change the account, contact or opportunity instead.' : undefined)}
    />
  )
}
