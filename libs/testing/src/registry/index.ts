export { createCertificate } from './certificate.ts';
export { type LocalEngine, localEngine } from './local-engine.ts';
export { PASSWORD, type Registry, startRegistry, USER } from './start-registry.ts';
export { storeImage, type StoredImage, storeList } from './store-image.ts';
