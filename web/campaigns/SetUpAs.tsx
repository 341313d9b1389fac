import { ActionIcon, Menu } from '@mantine/core'
import { IconCalendarEvent, IconDots, IconGift } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ObjectShape } from '../api/describe.ts'
import type { RecordRow } from '../api/recordRow.ts'
import page from '../ui/RecordPage.module.css'
import { useFitting } from './useFitting.ts'

/** The way to what a campaign of this type usually is not, for who may change it. */
export function SetUpAs({ campaign, may }: { campaign: RecordRow; may: ObjectShape['may'] }) {
  const has = useFitting(campaign)
  const navigate = useNavigate()
  const open = (tab: string) => void navigate({ to: '.', search: { tab } })
  if (!may.edit || (has.sessions && has.nominations)) return null
  return (
    // Mantine's placeholder of the focus is no child a menu may have.
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="default" aria-label="More for this campaign" className={page['icon'] ?? ''}>
          <IconDots size={16} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!has.sessions && (
          <Menu.Item
            leftSection={<IconCalendarEvent size={16} stroke={1.8} aria-hidden />}
            onClick={() => open('sessions')}
          >
            Set up as an event
          </Menu.Item>
        )}
        {!has.nominations && (
          <Menu.Item leftSection={<IconGift size={16} stroke={1.8} aria-hidden />} onClick={() => open('nominations')}>
            Let people be proposed
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
