import { useMediaQuery } from '@mantine/hooks'

/** Whether the window is a phone's: one column, sheets, targets of 44 px. The same edge as in theme.css. */
export const usePhone = (): boolean =>
  useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false })
