import { defineCommand } from './command.ts'

export const exportCommand = defineCommand({
  name: 'export',
  says: 'Writes records to a CSV file.',
  takes: ['OBJECT'],
  options: {
    out: { type: 'string', takes: 'FILE', says: 'where to write; standard output otherwise' },
  },
  run: async () => 1,
})
