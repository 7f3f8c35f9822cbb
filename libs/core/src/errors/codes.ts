/** What a caller can do about a failure; every transport maps kinds, never codes. */
export type ErrorKind =
  | 'invalid'
  | 'not_found'
  | 'conflict'
  | 'denied'
  | 'limit'
  | 'timeout'
  | 'cancelled'
  | 'unavailable'
  | 'internal';

interface ErrorEntry {
  readonly kind: ErrorKind;
  /** The next step when the place that throws knows no better one. */
  readonly hint: string;
}

/** The closed list of failures. A code is a promise to callers: it is never renamed. */
export const ERRORS = {
  invalid_argument: { kind: 'invalid', hint: 'Correct the arguments and call again.' },
  image_wrong_platform: {
    kind: 'invalid',
    hint: 'Use an image for the platform of the engine; system_status names it.',
  },
  not_a_directory: { kind: 'invalid', hint: 'Check the path with fs_stat.' },
  is_a_directory: { kind: 'invalid', hint: 'Use fs_list to see what it holds.' },
  not_a_regular_file: { kind: 'invalid', hint: 'Only regular files can be read or written.' },
  container_not_found: { kind: 'not_found', hint: 'Call list_containers to see yours.' },
  exec_not_found: { kind: 'not_found', hint: 'Call list_execs to see yours.' },
  file_not_found: { kind: 'not_found', hint: 'Call fs_list to see what exists.' },
  image_not_found: { kind: 'not_found', hint: 'Check the image name and tag.' },
  snapshot_not_found: { kind: 'not_found', hint: 'Call snapshot_list to see yours.' },
  output_expired: {
    kind: 'not_found',
    hint: 'The output is no longer kept; run the command again.',
  },
  operation_not_found: { kind: 'not_found', hint: 'Check the name of the operation.' },
  container_not_running: {
    kind: 'conflict',
    hint: 'Spawn with its alias and reuse starts it, as start does.',
  },
  exec_not_running: { kind: 'conflict', hint: 'exec_poll has its output and how it ended.' },
  restore_running: { kind: 'conflict', hint: 'Call again when the other call has ended.' },
  alias_taken: { kind: 'conflict', hint: 'Attach to it by its alias, or choose another alias.' },
  idempotency_mismatch: {
    kind: 'conflict',
    hint: 'This idempotency_key belongs to a call with other arguments; use a new key.',
  },
  file_exists: { kind: 'conflict', hint: 'Leave out if_none_match to overwrite it.' },
  etag_mismatch: { kind: 'conflict', hint: 'Read the file again and repeat with its new etag.' },
  edit_not_found: { kind: 'conflict', hint: 'Read the file and copy old_text exactly.' },
  edit_ambiguous: {
    kind: 'conflict',
    hint: 'Give old_text more of the lines around it, or set replace_all.',
  },
  no_network: {
    kind: 'conflict',
    hint: 'Spawn another with network bridge (create_container: network_enabled).',
  },
  install_failed: { kind: 'conflict', hint: 'Check the names and versions, then call again.' },
  directory_not_empty: { kind: 'conflict', hint: 'Set recursive to true to delete what is in it.' },
  path_outside_workspace: {
    kind: 'denied',
    hint: 'Use a path below /workspace; exec_run reads other places.',
  },
  unauthenticated: { kind: 'denied', hint: 'Send a token of this server: Authorization: Bearer …' },
  permission_denied: { kind: 'denied', hint: 'Check owner and mode with fs_stat.' },
  as_root_denied: {
    kind: 'denied',
    hint: 'pip and npm need no root; the operator can allow it with MCP_ALLOW_AS_ROOT.',
  },
  image_denied: { kind: 'denied', hint: 'Use an image that the operator allows.' },
  image_access_denied: {
    kind: 'denied',
    hint: 'Ask the operator to sign on at the registry, or use another image.',
  },
  policy_denied: { kind: 'denied', hint: 'Ask the operator to allow it.' },
  no_space: { kind: 'limit', hint: 'Delete what is not needed and call again.' },
  too_large: { kind: 'limit', hint: 'Split the data, or use offset and limit.' },
  queue_full: { kind: 'limit', hint: 'Wait for running commands to end, or cancel some.' },
  quota_exceeded: { kind: 'limit', hint: 'Kill what you no longer need.' },
  rate_limited: { kind: 'limit', hint: 'Wait as long as retry_after_ms says.' },
  deadline_exceeded: { kind: 'timeout', hint: 'Call again, or ask for less.' },
  call_cancelled: { kind: 'cancelled', hint: 'Call again if it is still wanted.' },
  engine_unavailable: { kind: 'unavailable', hint: 'Check that Docker runs, then call again.' },
  guest_unavailable: {
    kind: 'unavailable',
    hint: 'Call again; if it persists, kill and spawn anew.',
  },
  state_unavailable: { kind: 'unavailable', hint: 'Check the disk that holds MCP_STATE_DB.' },
  image_pull_failed: {
    kind: 'unavailable',
    hint: 'Check its name and the network, or leave image out for the default one.',
  },
  server_unavailable: {
    kind: 'unavailable',
    hint: 'Check the URL, and whether the server runs.',
  },
  issuer_unavailable: {
    kind: 'unavailable',
    hint: 'Call again; the operator checks MCP_OAUTH_CONFIG_URL.',
  },
  shutting_down: { kind: 'unavailable', hint: 'Call again when the server is back.' },
  settings_invalid: { kind: 'invalid', hint: 'Correct the named settings and start again.' },
  unexpected: { kind: 'internal', hint: 'Report it with the call id; the log has the cause.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** Whether the same call may work when it is repeated unchanged. */
export const RETRYABLE: Record<ErrorKind, boolean> = {
  invalid: false,
  not_found: false,
  conflict: false,
  denied: false,
  limit: true,
  timeout: true,
  cancelled: true,
  unavailable: true,
  internal: false,
};
