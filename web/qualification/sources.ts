import {
  IconCalendarEvent,
  IconForms,
  IconMail,
  IconPhone,
  IconSearch,
  IconTable,
  type TablerIcon,
} from '@tabler/icons-react'
import type { EvidenceSource } from './qualification.ts'

/** Where something was learned, as people say it. */
export const sourceLook: Readonly<Record<EvidenceSource, { word: string; icon: TablerIcon }>> = {
  call: { word: 'Call', icon: IconPhone },
  email: { word: 'E-mail', icon: IconMail },
  meeting: { word: 'Meeting', icon: IconCalendarEvent },
  form: { word: 'Form', icon: IconForms },
  research: { word: 'Research', icon: IconSearch },
  import: { word: 'Import', icon: IconTable },
}
