import { useLocalStorage } from '@mantine/hooks'
import type { ListState } from './useListState.ts'

/** The columns of a list: those in the address, else those this person chose last, else the usual ones. */
export function useColumns(
  objectName: string,
  state: ListState,
  usual: readonly string[],
  change: (part: Partial<ListState>) => void,
  /** Whether a choice is remembered: not where a view names columns of its own. */
  keeps: boolean,
) {
  const [kept, keep] = useLocalStorage<readonly string[] | null>({
    key: `assay.columns.${objectName}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const choose = (columns: readonly string[]) => {
    const isUsual = columns.join() === usual.join()
    if (keeps) keep(isUsual ? null : columns)
    change({ columns: isUsual && keeps ? undefined : columns })
  }
  return [state.columns ?? kept ?? usual, choose] as const
}

/** Whether grids stand close (28 px rows) for this person. */
export const useCompact = () =>
  useLocalStorage<boolean>({ key: 'assay.compact', defaultValue: false, getInitialValueInEffect: false })
