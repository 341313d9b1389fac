import react from '@vitejs/plugin-react'
import presetMantine from 'postcss-preset-mantine'
import { defineConfig } from 'vite'

// Scripts and styles are files with hashed names, so that the server's strict CSP (script-src 'self') holds.
export default defineConfig({
  root: 'web',
  plugins: [react()],
  css: { postcss: { plugins: [presetMantine()] } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    // The web has a folder called api too: what has an extension is a module of it.
    proxy: { '^/api/[^.]*$': process.env['ASSAY_URL'] ?? 'http://127.0.0.1:3000' },
  },
})
