import {svelte} from '@sveltejs/vite-plugin-svelte';
import {defineConfig} from 'vite';

export default defineConfig({
  plugins: [svelte({compilerOptions: {runes: true}})],
  build: {target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1500, modulePreload: {polyfill: false}},
  // A review must come from the page's own address: the proxy leaves Host as it is.
  server: {proxy: {'/api': {target: 'http://127.0.0.1:8765', changeOrigin: false}}},
});
