import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  server: {
    port: 5173,
    proxy: { '/api': process.env.TAILWATER_SERVER ?? 'http://localhost:8080' },
  },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // The dashboard route carries ECharts; its size is expected and loaded only there.
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
  },
});
