/** They run what is in a file, in a text or behind a prompt. */
const INTERPRETER =
  /^((python|pypy|perl|ruby|php|lua|node|tclsh|guile|wish)[\d.]*|nodejs|luajit|deno|bun|tsx|ts-node|ipython3?|pwsh|R|Rscript|julia|expect|[gmn]?awk|source|\.)$/;
/** They run another program in a way of their own, which nobody here reads. */
const WRAPPER =
  /^(su|ssh|sshpass|script|watch|parallel|entr|unshare|nsenter|setpriv|strace|ltrace|gdb|perf|valgrind|qemu-[\w-]+|ld(-\w[\w-]*)?\.so.*|runuser|pkexec|sg|newgrp|capsh|gosu|su-exec|setuidgid|chpst|softlimit|tini|dumb-init|fakeroot|proot|firejail|bwrap|systemd-run|start-stop-daemon|run-parts|numactl|prlimit|choom|uclampset|cpulimit|setarch|linux(32|64)|unbuffer|rlwrap|xvfb-run|dbus-run-session|socat|at|batch|crontab|coproc|enable|hash)$/;

/** Options by which a program that is harmless otherwise runs another one. */
const RUNNING: Readonly<Record<string, RegExp>> = {
  tar: /^(--(to-command|checkpoint-action|use-compress-program|info-script|new-volume-script|rsh-command)|-[A-Za-z]*[IF]$)/,
  git: /^((alias|pager)\.|[\w.-]*(pager|editor|command|helper|hookspath|fsmonitor|askpass|textconv|clean|smudge|program)=|--(exec-path|upload-pack|receive-pack)=)/i,
  sed: /^\d*e\b/,
  man: /^(-P|--pager)/,
};

/** Whether what a program runs, besides itself, cannot be told from its arguments. */
export function hides(program: string, args: readonly string[]): boolean {
  const running = Object.hasOwn(RUNNING, program) ? RUNNING[program] : undefined;
  if (INTERPRETER.test(program) || WRAPPER.test(program)) return true;
  return running !== undefined && args.some((arg) => running.test(arg));
}
