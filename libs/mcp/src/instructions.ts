/** Shown to the model once, at the beginning of a session: how the tools belong together. */
export const INSTRUCTIONS = `DevBench gives you isolated containers to work in.
1. spawn makes one (or attach to one by id or alias); use its container_id in every other call. It has no network and no root unless you ask: pip and npm need network bridge, apt and apk profile buildable, too.
2. exec_run for a command that ends soon. For a long one, or a server, exec_start, then exec_poll with wait_ms and the last next_seq until complete; exec_cancel stops it. What a command leaves in the background ends with it. A non-zero exit code is a result, not an error.
3. Files live in /workspace: fs_list, fs_search, fs_read, fs_edit, fs_write; fs_batch for several at once. Pass the etag you read as if_match_etag, so that nobody's change is lost.
4. kill what you no longer need; what is in it is gone then unless it is persistent.
Calls that change something take an idempotency_key: with the same key a repeated call does not run twice. An error names its code and the next step.`;
