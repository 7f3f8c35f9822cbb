export { createHttpHandler, type HttpHandler } from './http/create-http-handler.ts';
export { type Listener, type ListenOptions, listenHttp } from './http/listen-http.ts';
export type { Mount } from './http/mounted-page.ts';
export type { HttpOptions, ModernEra, ServerFactory, Servers } from './http/options.ts';
export { serveHttp, type HttpServer, type ServeHttpOptions } from './http/serve-http.ts';
