export { serveStdio, type StdioOptions, type StdioSession } from './stdio/serve-stdio.ts';
