import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';

/**
 * Lets browsers load the program of dashboards, where most visits begin, together with that of the page around it. Else
 * they would ask for it when that one runs.
 */
function preloadDashboards(): Plugin {
  return {
    name: 'preload-dashboards',
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/dashboard-view.tsx'));
        return [...withImports(page, chunks)]
          .filter(({ fileName }) => !html.includes(fileName))
          .flatMap(({ fileName, viteMetadata }) => [
            preload({ rel: 'modulepreload', href: `/${fileName}` }),
            ...[...(viteMetadata?.importedCss ?? [])].map((css) =>
              preload({ rel: 'preload', as: 'style', href: `/${css}` }),
            ),
          ]);
      },
    },
  };
}

function preload(attrs: Record<string, string>): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attrs, crossorigin: '' }, injectTo: 'head' };
}

/** A chunk and all that it needs before it runs. */
function withImports(
  chunk: Rolldown.OutputChunk | undefined,
  chunks: Rolldown.OutputChunk[],
  found = new Set<Rolldown.OutputChunk>(),
): Set<Rolldown.OutputChunk> {
  if (chunk && !found.has(chunk)) {
    found.add(chunk);
    for (const name of chunk.imports) {
      withImports(
        chunks.find(({ fileName }) => fileName === name),
        chunks,
        found,
      );
    }
  }
  return found;
}

export default defineConfig({
  plugins: [react(), preloadDashboards()],
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
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Browsers ask for six files at once: a file for each set of pages that share something would make them wait.
          groups: [
            { name: 'page', tags: ['$initial'] },
            {
              name: 'shared',
              test: /[\\/]src[\\/](?!query[\\/](query-editor|query-language|completions))/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
});
