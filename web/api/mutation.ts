import { type DefaultError, useMutation as useTanstack, type UseMutationOptions } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { toastError } from '../ui/toast.tsx'

/** What follows a call of its own: `onSuccess` while its page stands, `onSettled` in any case. */
export type Following<Answer, Given> = Readonly<{
  onSuccess?: (answer: Answer, given: Given) => unknown
  onError?: (refused: Error, given: Given) => unknown
  onSettled?: () => unknown
}>

/**
 * A change asked of the server. As TanStack's, but that each call hears its own answer, however many are made before
 * it comes, and that no refusal goes unsaid: it goes to the call's `onError`, or to the component that reads `error`;
 * where there is neither, or the component shows a later call or is gone, a toast says it.
 */
export function useMutation<Answer = unknown, Given = void, Before = unknown>(
  options: UseMutationOptions<Answer, DefaultError, Given, Before>,
) {
  const { mutateAsync, isPending, isSuccess, error, reset, data, variables } = useTanstack(options)
  const calls = useRef(0)
  const stands = useStanding()
  const isShown = useRef(false)
  const mutate = useCallback(
    (given: Given, { onSuccess, onError, onSettled }: Following<Answer, Given> = {}) => {
      const call = ++calls.current
      const refuse = (refused: Error) => {
        if (!stands.current) toastError(refused)
        else if (onError !== undefined) onError(refused, given)
        else if (!isShown.current || call !== calls.current) toastError(refused)
      }
      void mutateAsync(given)
        .then((answer) => void (stands.current && onSuccess?.(answer, given)), refuse)
        .finally(() => onSettled?.())
    },
    [mutateAsync, stands],
  )
  return {
    mutate,
    mutateAsync,
    isPending,
    isSuccess,
    reset,
    data,
    variables,
    get error() {
      isShown.current = true
      return error
    },
    get isError() {
      isShown.current = true
      return error !== null
    },
  }
}

/** Whether the component is still on the page, for answers that come late. */
function useStanding() {
  const stands = useRef(true)
  useEffect(() => {
    stands.current = true
    return () => {
      stands.current = false
    }
  }, [])
  return stands
}
