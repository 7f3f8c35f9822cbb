export const PROGRAM_PATH = '/workspace/sum.sh';
export const RESULT_PATH = '/workspace/result.txt';

/** Plain sh, so that the demo works in whatever image is the default. */
export const PROGRAM = `#!/bin/sh
last=4
sum=0
i=1
while [ "$i" -le "$last" ]; do
  sum=$((sum + i))
  echo "up to $i: $sum"
  sleep 0.25
  i=$((i + 1))
done
echo "$sum" > result.txt
`;

/** A command that will not end: deaf to TERM, with a child in a session of its own that is deaf, too. */
export const RUNAWAY = `trap '' TERM
setsid sh -c 'trap "" TERM; while :; do sleep 1; done # demo-runaway' &
echo running
while :; do sleep 1; done # demo-runaway
`;

/** Prints how many processes of the runaway there are. Its own command line must not match. */
export const COUNT_RUNAWAYS = `pattern='demo-run'away
count=0
for process in /proc/[0-9]*; do
  if tr '\\0' ' ' < "$process/cmdline" 2> /dev/null | grep -q "$pattern"; then count=$((count + 1)); fi
done
echo "$count"
`;
