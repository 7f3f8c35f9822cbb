export { connectServer, type RemoteServer } from './client/connect-server.ts';
