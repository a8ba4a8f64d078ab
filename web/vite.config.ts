import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => decodeURIComponent(new URL(path, import.meta.url).pathname);

/** In development every console route is the console's page, as the server does it in production. */
const consoleRoutes: Plugin = {
  name: 'console-routes',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (path.startsWith('/console') && !path.slice(path.lastIndexOf('/')).includes('.')) request.url = '/console/index.html';
      next();
    });
  },
};

/** Writes each text file a second time compressed, once at build time; the server sends what the browser takes. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  writeBundle({ dir }) {
    const folder = dir ?? 'dist';
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|svg|html)$/.test(name)) continue;
      const plain = readFileSync(join(folder, name));
      writeFileSync(join(folder, `${name}.gz`), gzipSync(plain, { level: 9 }));
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(plain));
    }
  },
};

/** The console's first script goes before all others, so that what it asks for is on its way while they come. */
const firstScript: Plugin = {
  name: 'first-script',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_, { filename, bundle }) {
      if (!filename.endsWith('console/index.html')) return [];
      const first = Object.values(bundle ?? {}).find((one) => one.type === 'chunk' && one.isEntry && one.name === 'first');
      // async: it does not wait for the styles; without a word it would then come last
      const attrs = { type: 'module', async: true, fetchpriority: 'high', crossorigin: true, src: `/${first?.fileName}` };
      return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
    },
  },
};

/** Modules of the packages named. */
const packages = (names: string): RegExp => new RegExp(`node_modules[\\\\/](${names})([\\\\/]|-es)`);
const element = (parts: string): RegExp => packages(`element-plus[\\\\/]es[\\\\/]components[\\\\/](${parts})`);
const ours = (paths: string): RegExp => new RegExp(`web[\\\\/]src[\\\\/](${paths})`);

/**
 * What travels together, first come first: what a group needs goes with it, unless a group before it has it. So the public side loads vue
 * alone, the sign-in the little it shows, the console charts, calendars and trees only where they stand, and the tour's steps only for whoever
 * takes it. Many small files cost more on a slow line than one that holds a little too much.
 */
const GROUPS = [
  { name: 'theme', test: /[\\/](theme-chalk|style[\\/]css|console[\\/]theme\.css)/ },
  { name: 'loading', test: /vite[\\/]preload-helper/ },
  { name: 'ahead', test: ours('api[\\\\/]ahead|console[\\\\/]routes|words[\\\\/]languages') },
  { name: 'vue', test: packages('@vue[\\\\/](runtime|reactivity|shared)[a-z-]*|vue|vue-router') },
  {
    name: 'both',
    test: /plugin-vue:|oxc-project|vite[\\/]modulepreload|web[\\/]src[\\/](connection|memory|phone[\\/]sound|styles)\b/,
  },
  { name: 'charts', test: packages('echarts|zrender|tslib') },
  { name: 'element', test: element('button|config-provider|input|message') },
  { name: 'picks', test: element('checkbox|dialog|drawer|dropdown|option|pagination|popover|popper|progress|radio|select|tooltip') },
  { name: 'dates', test: element('date-picker|date-picker-panel|time-picker|input-number|switch') },
  { name: 'trees', test: element('tree|tree-select') },
  {
    name: 'core',
    test: ours(
      'api[\\\\/](calendar|catalogue)|console[\\\\/](CutStrip|drafts|kept|navigation|preferences|router)|live|parts[\\\\/](problem|time)|words[\\\\/]index',
    ),
  },
  { name: 'sheets', test: ours('parts[\\\\/](CategoryPick|FieldFrame|RemotePick|remote|Sheet|sheet)'), minShareCount: 3 },
  { name: 'parts', test: ours('desk|palette|parts[\\\\/](?!behaviours)|softphone|tour'), minShareCount: 3 },
].map((group, index, all) => ({ ...group, priority: all.length - index }));

export default defineConfig({
  base: '/',
  plugins: [vue(), consoleRoutes, firstScript, compressed],
  resolve: { alias: { '@': here('./src') } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['es2020', 'chrome87', 'safari14', 'firefox78'],
    // No data: addresses: the content policy allows files of our own origin only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { public: here('./index.html'), console: here('./console/index.html'), first: here('./src/console/first.ts') },
      output: {
        codeSplitting: { groups: GROUPS },
      },
    },
  },
  server: {
    // The form shares the pure rules of src/domain with the server.
    fs: { allow: [here('..')] },
    port: 5173,
    proxy: {
      '/api': 'http://127.0.0.1:3000',
      '/socket.io': { target: 'http://127.0.0.1:3000', ws: true },
    },
  },
});
