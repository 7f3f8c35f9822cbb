/** One call of a task: the tool and its arguments; `$name` is what an earlier reply called so. */
export type Step = readonly [tool: string, input: Readonly<Record<string, unknown>>];

const container_id = 'work';
const PROGRAM = `import sys

def total(numbers):
    result = 1
    for number in numbers:
        result += number
    return result

print(total(int(word) for word in sys.argv[1:]))
`;

/** What assistants do all day, in the order in which one would; the container is that of the first task. */
export const TASKS: Readonly<Record<string, readonly Step[]>> = {
  'get a computer': [['spawn', { image: 'python:3.11-slim', alias: container_id }]],
  'run a command': [['exec_run', { container_id, cmd: ['uname', '-s'] }]],
  'write a program and run it': [
    ['fs_write', { container_id, path: 'total.py', content: PROGRAM }],
    ['exec_run', { container_id, cmd: ['python3', 'total.py', '1', '2'] }],
  ],
  'find a bug, mend it, and see that it works': [
    ['fs_search', { container_id, pattern: 'result =' }],
    ['fs_read', { container_id, path: 'total.py' }],
    [
      'fs_edit',
      {
        container_id,
        path: 'total.py',
        edits: [{ old_text: 'result = 1', new_text: 'result = 0' }],
      },
    ],
    ['exec_run', { container_id, cmd: ['python3', 'total.py', '1', '2'] }],
  ],
  'make a project of several files at once': [
    [
      'fs_batch',
      {
        container_id,
        operations: ['main', 'util', 'test_main'].map((name) => ({
          ...{ op: 'write', path: `app/${name}.py`, content: `print("${name}")\n` },
        })),
      },
    ],
  ],
  'look around in a project': [['fs_list', { container_id, path: 'app', recursive: true }]],
  'follow a long build': [
    ['exec_start', { container_id, script: String.raw`printf 'step 1\nstep 2\n'; sleep 1` }],
    ['exec_poll', { exec_id: '$exec_id', wait_ms: 20_000 }],
    ['exec_poll', { exec_id: '$exec_id', after_seq: '$next_seq', wait_ms: 20_000 }],
  ],
  'stop a runaway': [
    ['exec_start', { container_id, script: 'sleep 1000' }],
    ['exec_cancel', { exec_id: '$exec_id' }],
  ],
  'see the ends of a long log': [
    ['exec_run', { container_id, cmd: ['seq', '100000'], max_bytes: 2000 }],
  ],
  'work in a shell that stays': [
    ['exec_run', { container_id, shell: 'main', script: 'cd app; export MODE=test' }],
    ['exec_run', { container_id, shell: 'main', script: 'pwd; echo $MODE' }],
  ],
  'tidy up': [['kill', { container_id, force: true }]],
};
