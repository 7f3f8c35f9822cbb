export { type AuditConfig, auditConfig } from './config.ts';
export { type AuditServices, createAuditTrail } from './create-audit-trail.ts';
export { type TrailProblem, type TrailReport, verifyTrail } from './verify/verify-trail.ts';
