import { CloseButton, Combobox, InputBase, Loader, Text, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import type { Page } from '../api/recordRow.ts'
import { collectionOf } from '../api/objects.ts'
import { type Referred, nameOf } from './fields.ts'
import { overSheet, useListsStand } from './listsStand.ts'
import { useReferredName } from './useReferredName.ts'

type ReferencePickerProps = Readonly<{
  /** The objects it may point to; one search runs over all of them. */
  references: readonly string[]
  value: string | null
  referred?: Referred | undefined
  onChange: (id: string | null, referred?: Referred) => void
  label?: string
  'aria-label'?: string
  error?: string | undefined
  disabled?: boolean
  clearable?: boolean
  withAsterisk?: boolean
  placeholder?: string
  autoFocus?: boolean
  /** Whether users who have left are found as well; nothing is given to them. */
  alsoInactive?: boolean
}>

/** Finds a record by its name as one types. */
export function ReferencePicker({
  references,
  value,
  referred,
  onChange,
  clearable = true,
  placeholder,
  alsoInactive = false,
  ...input
}: ReferencePickerProps) {
  const [typed, setTyped] = useState<string>()
  const [chosen, setChosen] = useState<Referred>()
  const [words] = useDebouncedValue(typed ?? '', 150)
  const lists = useListsStand(overSheet)
  const combobox = useCombobox({ onDropdownClose: () => setTyped(undefined) })
  const found = useMatches(references, words, { enabled: combobox.dropdownOpened, alsoInactive })
  const current = value === null ? undefined : [chosen, referred].find((one) => one?.Id === value)
  const name = useReferredName(current === undefined ? references : [], value)
  const choose = (id: string) => {
    const match = found.data?.find((one) => one.Id === id)
    setChosen(match)
    onChange(id, match)
    combobox.closeDropdown()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose} {...lists} transitionProps={{ duration: 120 }}>
      <Combobox.Target>
        <InputBase
          {...input}
          value={typed ?? current?.Name ?? name ?? value ?? ''}
          placeholder={placeholder ?? `Find ${references.map((name) => name.toLowerCase()).join(' or ')}`}
          rightSection={
            found.isFetching ? (
              <Loader size={14} />
            ) : clearable && value !== null && !input.disabled ? (
              <CloseButton
                size="sm"
                aria-label="Clear"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChange(null)}
              />
            ) : (
              <Combobox.Chevron />
            )
          }
          onFocus={(event) => {
            event.currentTarget.select()
            combobox.openDropdown()
          }}
          onClick={() => combobox.openDropdown()}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options
          aria-label={input.label ?? input['aria-label'] ?? 'Records'}
          mah={260}
          style={{ overflowY: 'auto' }}
        >
          {found.data?.map((one) => (
            <Combobox.Option key={one.Id} value={one.Id} active={one.Id === value}>
              <Text size="sm" truncate>
                {one.Name}
              </Text>
              {one.detail !== undefined && (
                <Text size="xs" c="dimmed" truncate>
                  {one.detail}
                </Text>
              )}
            </Combobox.Option>
          ))}
          {found.data?.length === 0 && (
            <Combobox.Empty>{words === '' ? 'Nothing to choose yet' : `Nothing is called “${words}”`}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

type Match = Referred & Readonly<{ detail?: string }>

const useMatches = (
  references: readonly string[],
  q: string,
  { enabled, alsoInactive }: Readonly<{ enabled: boolean; alsoInactive: boolean }>,
) =>
  useQuery({
    queryKey: ['matches', references, q, alsoInactive],
    enabled: enabled && references.length > 0,
    queryFn: async ({ signal }): Promise<readonly Match[]> => {
      const pages = await Promise.all(
        references.map((name) =>
          api.get<Page>(collectionOf(name), {
            signal,
            query: { q, limit: 8, filter: name === 'User' && !alsoInactive ? atWork : undefined },
          }),
        ),
      )
      return pages.flatMap((page) => page.records.map((row) => ({ Id: row.Id, Name: nameOf(row), ...detailOf(row) })))
    },
    placeholderData: (before) => before,
  })

const atWork = { field: 'IsActive', op: 'eq', value: true } as const

const detailOf = (row: Page['records'][number]): { detail?: string } => {
  const account = row['Account']
  const company = typeof account === 'object' && account !== null && 'Name' in account ? account.Name : row['Company']
  const detail = [company, row['Email'], row['Website']]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' · ')
  return detail === '' ? {} : { detail }
}
