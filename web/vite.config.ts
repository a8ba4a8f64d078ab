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

export default defineConfig({
  base: '/',
  plugins: [vue(), consoleRoutes, compressed],
  resolve: { alias: { '@': here('./src') } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['es2020', 'chrome87', 'safari14', 'firefox78'],
    // No data: addresses: the content policy allows files of our own origin only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { public: here('./index.html'), console: here('./console/index.html') },
      output: {
        // Each library in its own file, so that the public side loads vue alone and the console loads charts only where it draws.
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules[\\/](@vue[\\/](runtime|reactivity|shared)|vue[\\/]|vue-router)/, priority: 40 },
            { name: 'charts', test: /node_modules[\\/](echarts|zrender|tslib)[\\/]/, priority: 30 },
            {
              name: 'element',
              test: /node_modules[\\/](element-plus|@element-plus|@popperjs|@floating-ui|@vueuse|dayjs|lodash)/,
              priority: 20,
            },
          ],
        },
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
