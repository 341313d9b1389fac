import { ObjectPage } from '../ui/ObjectPage.tsx'

/** One sale in progress, won or lost. */
export function Opportunity() {
  return <ObjectPage objectName="Opportunity" />
}
