import { setTimeout as sleep } from 'node:timers/promises';

import type { Session } from '../session.ts';

const TESTS = String.raw`i=0
printf '\033[1mvitest\033[0m v5.1.0\n\n'
for name in cart/add cart/remove cart/totals checkout/address checkout/payment search/index search/rank users/login users/roles; do
  i=$((i+1)); sleep 0.3
  if [ $name = search/rank ]; then
    printf ' \033[31m✗\033[0m src/%s.test.ts \033[2m(%s tests, 1 failed)\033[0m\n' $name $((i+3))
    printf '   AssertionError: expected [ 3, 1, 2 ] to equal [ 1, 2, 3 ]\n' >&2
  else
    printf ' \033[32m✓\033[0m src/%s.test.ts \033[2m(%s tests, %s ms)\033[0m\n' $name $((i+3)) $((i*17))
  fi
done
printf '\n Tests  \033[31m1 failed\033[0m, \033[32m74 passed\033[0m\n Watching for changes…\n'
sleep 1000`;

/** Workspaces with something in them, for two people. */
export async function furnish(ada: Session, grace: Session) {
  const spawned: [Session, string][] = [];
  const spawn = async (session: Session, alias: string, more: object = {}) => {
    const { container_id } = await session.data<{ container_id: string }>('spawn', {
      alias,
      ...more,
    });
    spawned.push([session, container_id]);
    return container_id;
  };
  const run = (session: Session, container_id: string, script: string) =>
    session.data('exec_run', { container_id, script });

  const shop = await spawn(ada, 'web-shop', { persistent: true });
  const notes = await spawn(ada, 'release-notes', { image: 'devbench/busybox:test' });
  const model = await spawn(grace, 'ranking-model', { memory_mb: 1024 });
  for (const [path, content] of Object.entries({
    'package.json': '{ "name": "web-shop" }\n',
    'README.md': '# Web shop\n',
    'test.sh': TESTS,
    'src/cart.ts': 'export const cart = [];\n',
  })) {
    await ada.data('fs_write', { container_id: shop, path, content });
  }
  await run(ada, shop, 'git init --quiet . 2>&1; ls -la');
  await run(ada, shop, 'cat src/missing.ts');
  await run(ada, notes, 'echo "1.2.0: faster carts" > notes.md');
  await grace.data('exec_start', {
    container_id: model,
    script: 'for i in 1 2 3 4 5 6 7 8 9; do echo "epoch $i"; sleep 1; done; sleep 1000',
  });
  await ada.data('stop', { container_id: notes });
  await ada.data('exec_start', { container_id: shop, script: 'sh test.sh --watch' });

  return {
    /** Calls as an assistant makes them, for so long. */
    async use(ms: number) {
      for (const end = performance.now() + ms; performance.now() < end;) {
        await ada.data('fs_list', { container_id: shop });
        await sleep(300 + Math.random() * 500);
        await ada.data('fs_read', { container_id: shop, path: 'src/cart.ts' });
        await grace.data('fs_write', {
          container_id: model,
          path: 'w.bin',
          content: 'x'.repeat(Math.random() * 4e5),
        });
        await grace.call('fs_read', { container_id: model, path: '../etc/shadow' });
        await sleep(Math.random() * 1500);
      }
    },
    async [Symbol.asyncDispose]() {
      for (const [session, container_id] of spawned) {
        await session.call('kill', { container_id, force: true, keep_workspace: false });
      }
    },
  };
}
