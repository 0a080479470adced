import { enableCompileCache } from 'node:module';

// Before anything else is loaded, so that the rest comes from the cache on a second run.
enableCompileCache();
await import('./lesson.ts');
