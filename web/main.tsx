import '@fontsource-variable/inter/wght.css'
import './ui/theme.css'
import '@mantine/core/styles.layer.css'
import '@mantine/dates/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueryClient } from './api/queries.ts'
import { makeRouter } from './routes.tsx'
import { cssVariables, theme } from './ui/theme.ts'

const client = makeQueryClient()
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root.')

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" limit={3} transitionDuration={120} zIndex={150} />
        <RouterProvider router={makeRouter(client)} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
