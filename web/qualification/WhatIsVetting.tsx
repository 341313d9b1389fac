import { Button } from '@mantine/core'
import { IconBook2 } from '@tabler/icons-react'
import { openGlossary } from '../shell/help.ts'

/** Opens the glossary where it says what vetting is. */
export const WhatIsVetting = () => (
  <Button
    size="compact-sm"
    variant="subtle"
    leftSection={<IconBook2 size={14} aria-hidden />}
    onClick={() => openGlossary('vetting')}
  >
    What is vetting?
  </Button>
)
