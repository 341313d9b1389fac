import { ObjectPage } from '../ui/ObjectPage.tsx'

/** One marketing initiative. */
export function Campaign() {
  return <ObjectPage objectName="Campaign" />
}
