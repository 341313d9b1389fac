import { Checkbox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { PlainTable } from '../ui/PlainTable.tsx'
import { toastError } from '../ui/toast.tsx'
import { actsOn, granted, OBJECTS, type OwnObjectSetup } from './ownObject.ts'
import { roleOrder, roleWords } from './roles.ts'
import { useCall } from './setupApi.ts'
import classes from './Organization.module.css'

/** What each role may do to an object's records; a tick is saved at once. */
export function ObjectPermissions({
  object,
  reason,
}: Readonly<{ object: OwnObjectSetup; reason: string | undefined }>) {
  const client = useQueryClient()
  const save = useCall(
    (permissions: Readonly<Record<string, string>>) => api.patch(`${OBJECTS}/${object.name}`, { permissions }),
    OBJECTS,
  )
  const grant = (role: string, may: string) =>
    save.mutate(
      { [role]: may },
      { onSettled: () => client.invalidateQueries({ queryKey: ['describe'] }), onError: toastError },
    )
  return (
    <section aria-label="Permissions">
      <h2 className={classes['heading']}>Permissions</h2>
      <p className={classes['prose']}>
        What each role may do to {object.labelPlural.toLowerCase()}. Administrators may always do everything.
      </p>
      <PlainTable
        label={`Permissions on ${object.labelPlural}`}
        rows={roleOrder}
        keyOf={(role) => role}
        columns={[
          { head: 'Role', render: (role) => roleWords[role].label },
          ...actsOn(object).map(({ letter, label }) => ({
            head: label,
            width: '90px',
            render: (role: (typeof roleOrder)[number]) => (
              <Checkbox
                aria-label={`${roleWords[role].label}: ${label.toLowerCase()}`}
                checked={object.permissions[role].includes(letter)}
                disabled={reason !== undefined || role === 'administrator' || save.isPending}
                onChange={(event) =>
                  grant(role, granted(object.permissions[role], letter, event.currentTarget.checked))
                }
              />
            ),
          })),
        ]}
      />
    </section>
  )
}
