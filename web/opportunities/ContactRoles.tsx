import { ActionIcon, Button, Radio, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useObject } from '../api/describe.ts'
import { useDeleteRecord } from '../api/keptLists.ts'
import type { RecordRow } from '../api/recordRow.ts'
import { useCreateRecord, useRecordList, useSaveRecord } from '../api/records.ts'
import { PlainTable, TwoLines } from '../ui/PlainTable.tsx'
import { Panel } from '../ui/RecordPage.tsx'
import { ReferencePicker } from '../ui/ReferencePicker.tsx'
import { Along, along } from '../ui/related.tsx'
import { RefusalNotice } from '../ui/RefusalNotice.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import related from '../ui/RelatedList.module.css'
import classes from './DealOwner.module.css'
import { textOf } from '../ui/textOf.ts'
import { contactRolesOf } from './dealLists.ts'

/** Who is involved at the customer, and as what; one of them is primary. */
export function ContactRoles({ deal }: { deal: RecordRow }) {
  const shape = useObject('OpportunityContactRole')
  const roles = shape.fieldNamed.get('Role')?.picklist.map(({ value }) => value) ?? []
  const found = useRecordList('OpportunityContactRole', contactRolesOf(deal.Id))
  const save = useSaveRecord('OpportunityContactRole')
  const remove = useDeleteRecord('OpportunityContactRole')
  const [adding, setAdding] = useState(false)
  const rows = found.pages?.flatMap((page) => page.records) ?? []
  const nameOfRow = (row: RecordRow) => along(row, 'Contact')?.Name ?? 'contact'
  const change = (row: RecordRow, values: Readonly<Record<string, unknown>>, said: string) =>
    save.mutate(
      { id: row.Id, values },
      {
        onSuccess: () => {
          toast(said)
          void found.refetch()
        },
        onError: toastError,
      },
    )
  return (
    <Panel
      title="Contact roles"
      count={rows.length}
      actions={
        shape.may.create && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            Add contact role
          </Button>
        )
      }
    >
      {found.isError && <RefusalNotice error={found.error} />}
      {found.isSuccess && rows.length === 0 && !adding && (
        <p className={related['empty']}>Nobody is named yet. Who decides, who pays, who will use it?</p>
      )}
      {rows.length > 0 && (
        <PlainTable
          label="Contact roles"
          rows={rows}
          keyOf={(row) => row.Id}
          columns={[
            { head: 'Contact', render: (row) => <TwoLines first={<Along row={row} relation="Contact" />} /> },
            {
              head: 'Role',
              width: '210px',
              render: (row) =>
                shape.may.edit ? (
                  <Select
                    aria-label={`Role of ${nameOfRow(row)}`}
                    placeholder="Which role?"
                    data={roles}
                    value={textOf(row['Role']) || null}
                    onChange={(Role) =>
                      change(
                        row,
                        { Role },
                        Role === null ? `${nameOfRow(row)} has no role now.` : `${nameOfRow(row)} is ${Role}.`,
                      )
                    }
                    clearable
                  />
                ) : (
                  textOf(row['Role']) || '—'
                ),
            },
            {
              head: 'Primary',
              width: '80px',
              render: (row) => (
                <Radio
                  aria-label={`${nameOfRow(row)} is the primary contact`}
                  checked={row['IsPrimary'] === true}
                  disabled={!shape.may.edit}
                  onChange={() => change(row, { IsPrimary: true }, `${nameOfRow(row)} is the primary contact.`)}
                />
              ),
            },
            {
              head: 'Remove',
              acts: true,
              width: '40px',
              render: (row) =>
                shape.may.delete ? (
                  <ActionIcon
                    aria-label={`Remove ${nameOfRow(row)}`}
                    onClick={() =>
                      remove.mutate(row.Id, {
                        onSuccess: () => toast(`${nameOfRow(row)} has no part in this deal now.`),
                        onError: toastError,
                      })
                    }
                  >
                    <IconX size={14} stroke={1.8} />
                  </ActionIcon>
                ) : null,
            },
          ]}
        />
      )}
      {adding && <AddRole deal={deal} roles={roles} onDone={() => setAdding(false)} />}
    </Panel>
  )
}

function AddRole({ deal, roles, onDone }: { deal: RecordRow; roles: readonly string[]; onDone: () => void }) {
  const create = useCreateRecord('OpportunityContactRole')
  const [role, setRole] = useState<string | null>(null)
  const add = (ContactId: string | null, name: string | undefined) => {
    if (ContactId === null) return
    create.mutate(
      { values: { OpportunityId: deal.Id, ContactId, Role: role } },
      {
        onSuccess: () => {
          toast(`${name ?? 'The contact'} has a part in this deal.`)
          onDone()
        },
      },
    )
  }
  return (
    <div className={classes['add']}>
      <Select
        aria-label="Role"
        placeholder="Role"
        data={[...roles]}
        value={role}
        onChange={setRole}
        style={{ order: 2 }}
      />
      <ReferencePicker
        references={['Contact']}
        value={null}
        placeholder="Find the contact"
        aria-label="Contact"
        onChange={(id, referred) => add(id, referred?.Name)}
        autoFocus
      />
      <RefusalNotice error={create.error} />
    </div>
  )
}
