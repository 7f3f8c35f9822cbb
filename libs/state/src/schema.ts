import type { Generated } from 'kysely';

/** Times are milliseconds since 1970 in UTC, booleans 0 and 1, `_json` columns JSON. */
export interface ContainerRow {
  id: string;
  owner: string;
  alias: string | null;
  session_id: string | null;
  image: string;
  digest: string | null;
  engine_id: string;
  volume: string;
  status: string;
  persistent: number;
  network: string;
  profile: string;
  limits_json: string;
  enforced_json: string | null;
  env_json: string;
  created_at: number;
  last_used_at: number;
  expires_at: number | null;
  stopped_for: string | null;
  server: string | null;
  keep_volume: number | null;
}

export interface ExecRow {
  id: string;
  container_id: string;
  owner: string;
  server: string;
  argv_json: string;
  cwd: string;
  as_root: number;
  tty: number;
  shell: string | null;
  is_shell: number;
  timeout_ms: number;
  status: string;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  end_seq: number | null;
  exit_code: number | null;
  signal: string | null;
  oom_killed: number | null;
  usage_json: string | null;
}

export interface IdempotencyKeyRow {
  owner: string;
  operation: string;
  key: string;
  input_hash: string;
  server: string;
  result_json: string | null;
  /** Null while the call runs. */
  expires_at: number | null;
}

export interface ServerRow {
  id: string;
  host: string;
  pid: number;
  heartbeat_at: number;
}

export interface SnapshotRow {
  id: string;
  owner: string;
  name: string | null;
  volume: string;
  status: string;
  server: string;
  container_id: string;
  alias: string | null;
  image: string;
  profile: string;
  bytes: number;
  files: number;
  created_at: number;
}

export interface SpareVolumeRow {
  container_id: string;
  volume: string;
  server: string;
}

export interface LinkKeyRow {
  id: number;
  secret: Uint8Array;
  created_at: number;
}

export interface AttachmentRow {
  id: number;
  container_id: string;
  client_name: string;
  session_id: string;
  attached_at: number;
  detached_at: number | null;
}

export interface AuditRow {
  id: number;
  call_id: string;
  at: number;
  actor: string;
  client: string;
  session: string;
  action: string;
  subject: string | null;
  fields_json: string;
  outcome: string | null;
  code: string | null;
  duration_ms: number | null;
}

type WithSerial<Row extends { id: number }> = Omit<Row, 'id'> & { id: Generated<number> };

export interface Tables {
  containers: ContainerRow;
  execs: ExecRow;
  idempotency_keys: IdempotencyKeyRow;
  servers: ServerRow;
  attachments: WithSerial<AttachmentRow>;
  audit: WithSerial<AuditRow>;
  snapshots: SnapshotRow;
  spare_volumes: SpareVolumeRow;
  link_keys: WithSerial<LinkKeyRow>;
}
