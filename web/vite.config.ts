import {svelte} from '@sveltejs/vite-plugin-svelte';
import {readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {defineConfig, type Plugin} from 'vite';

/** The program holds the desk's files as it sends them. */
const squeezed: Plugin = {
  name: 'squeezed', apply: 'build',
  closeBundle() {
    for (const name of readdirSync('dist/assets')) {
      const path = `dist/assets/${name}`;
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), {level: 9}));
      rmSync(path);
    }
  },
};

export default defineConfig({
  plugins: [svelte({compilerOptions: {runes: true}}), squeezed],
  build: {target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1500, modulePreload: {polyfill: false}},
  // A review must come from the page's own address: the proxy leaves Host as it is.
  server: {proxy: {'/api': {target: 'http://127.0.0.1:8765', changeOrigin: false}}},
});
