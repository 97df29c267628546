export { startServer } from './server.ts';
export type { SandboxServer, ServerOptions } from './server.ts';
export type { Answer, Handler, Refusal, SandboxRequest } from './exchange.ts';
export type { DownFault, Fault, RequestFault } from './fault.ts';
export type { RecordedRequest } from './request-log.ts';
