import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npm run ui`: the kit by itself, while it is written. No part of a build. */
export default defineConfig({ root: import.meta.dirname, plugins: [react()], server: { port: 5174 } });
