export { type AuditConfig, auditConfig } from './config.ts';
export { createAuditTrail } from './create-audit-trail.ts';
