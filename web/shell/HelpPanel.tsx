import { Tabs } from '@mantine/core'
import { Sheet } from '../ui/Sheet.tsx'
import { closeHelp, openGlossary, openKeys, useHelp } from './help.ts'
import { Glossary } from './Glossary.tsx'
import { KeysList } from './KeysList.tsx'

/** The product's keys and words, one key away on every page. */
export function HelpPanel() {
  const help = useHelp()
  return (
    <Sheet opened={help !== undefined} onClose={closeHelp} as="side" title="Keys and words" width={440}>
      <Tabs
        value={help?.tab ?? 'keys'}
        onChange={(tab) => (tab === 'words' ? openGlossary() : openKeys())}
        keepMounted={false}
      >
        <Tabs.List grow mb={16}>
          <Tabs.Tab value="keys">Keys</Tabs.Tab>
          <Tabs.Tab value="words">Words</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="keys">
          <KeysList />
        </Tabs.Panel>
        <Tabs.Panel value="words">
          <Glossary term={help?.term} />
        </Tabs.Panel>
      </Tabs>
    </Sheet>
  )
}
