export { readAppOptions, type AppOptions, type ExecutorName } from './app-options.ts';
export { startClock, type Reading } from './clock.ts';
export { createNotebook, type Check, type Notebook, type NotebookOptions, type Timing } from './notebook.ts';
export { runApp, type App, type Chapter, type Step } from './run-app.ts';
export { startServer, type RunningServer } from './start-server.ts';
