type Attacks = Readonly<Record<string, object>>;

/** For each tool on a container, arguments that are right but for whose it is. */
export const ON_CONTAINER: Attacks = {
  attach: {},
  detach: {},
  start: {},
  stop: {},
  kill: { force: true },
  container_stats: {},
  snapshot_create: {},
  snapshot_restore: { snapshot_id: 'snap_x' },
  fork: {},
  exec_run: { script: 'id' },
  exec_start: { cmd: ['id'] },
  fs_read: { path: 'secret' },
  fs_write: { path: 'secret', content: 'mine' },
  fs_edit: { path: 'secret', edits: [{ old_text: 'alice', new_text: 'bob' }] },
  fs_stat: { path: 'secret' },
  fs_list: {},
  fs_delete: { path: 'secret' },
  fs_search: { pattern: 'alice' },
  fs_diff: { path: 'secret', content: '' },
  fs_batch: { operations: [{ op: 'read', path: 'secret' }] },
  fs_export: {},
  fs_import: {
    content_base64: 'H4sIAAAAAAAAA+3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA',
  },
  fs_link: { path: 'secret', method: 'GET' },
  execute_code: { command: 'id' },
  execute_python_script: { script: 'print(1)' },
  add_dependencies: { packages: ['x'], package_manager: 'pip' },
  cleanup_container: {},
  docker_exec: { cmd: ['id'] },
  docker_inspect: {},
  docker_logs: {},
};

export const ON_EXEC: Attacks = {
  exec_poll: {},
  exec_write: { data: 'x' },
  exec_resize: { rows: 1, cols: 1 },
  exec_signal: { signal: 'SIGKILL' },
  exec_cancel: {},
};

/** By its id alone, with a container of one's own where one is needed. */
export const ON_SNAPSHOT: Attacks = {
  spawn: { from_snapshot: true },
  snapshot_restore: { snapshot_id: true, container_id: true },
  snapshot_delete: { snapshot_id: true },
};

/** What only an administrator may do, to whomever; what is `true` is the id of the thing. */
export const FOR_ADMINS: Attacks = {
  reconcile: {},
  garbage_collect: {},
  list_all_containers: {},
  image_pull: { image: 'devbench/busybox:test' },
  audit_query: {},
  metrics: {},
  set_log_level: { level: 'error' },
  stop_any_container: { container_id: true },
  kill_any_container: { container_id: true },
  cancel_any_exec: { container_id: true, exec_id: true },
};

/** What tells of the caller and the server, and of nobody else. */
export const TELLING: Attacks = {
  list_containers: { include_stopped: true },
  list_execs: {},
  snapshot_list: {},
  docker_ps: { all: true },
  policy_check: { image: 'devbench/busybox:test' },
  check_engine: {},
  health: {},
  system_status: {},
};

/** Makes something that is the caller's, whatever it is called: see what is said of names and keys. */
export const MAKING = ['create_container', 'spawn'];

/** Where the thing goes that the tool is about. */
export const fieldOf = (name: string): string =>
  name in ON_EXEC
    ? 'exec_id'
    : name === 'attach'
      ? 'target'
      : name.startsWith('docker_')
        ? 'id'
        : 'container_id';
