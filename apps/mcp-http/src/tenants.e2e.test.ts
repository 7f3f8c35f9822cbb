import { describe, expect, it } from 'vitest';

import {
  fieldOf,
  FOR_ADMINS,
  MAKING,
  ON_CONTAINER,
  ON_EXEC,
  ON_SNAPSHOT,
  TELLING,
} from './testing/attacks.ts';
import { IMAGE } from './testing/session.ts';
import { twoTenants } from './testing/two-tenants.ts';

const tenants = twoTenants();

/** A request to the engine that changes something of these. */
const changing = (what: string) => new RegExp(`(POST|PUT|DELETE) \\S*(${what})`);

it('has an attack for every tool that there is', async () => {
  const { tools } = await tenants.bob().client.listTools();
  const attacks = { ...ON_CONTAINER, ...ON_EXEC, ...ON_SNAPSHOT, ...FOR_ADMINS, ...TELLING };

  const without = tools.filter(({ name }) => !(name in attacks) && !MAKING.includes(name));
  expect(without.map(({ name }) => name)).toEqual([]);
  expect(tools.length).toBeGreaterThan(50);
});

it('attacks by each argument that names a thing', async () => {
  const { tools } = await tenants.bob().client.listTools();
  const taking = (...names: string[]) =>
    tools
      .filter(({ inputSchema: { properties = {} } }) => names.some((name) => name in properties))
      .map(({ name }) => name)
      .filter((name) => !(name in FOR_ADMINS));

  const onContainer = taking('container_id', 'target', 'id');
  // There it is a filter, which lets nothing through.
  expect(onContainer.filter((name) => !(name in ON_CONTAINER))).toEqual(['list_execs']);
  expect(taking('exec_id').filter((name) => !(name in ON_EXEC))).toEqual([]);
  expect(taking('snapshot_id', 'from_snapshot').toSorted()).toEqual(
    Object.keys(ON_SNAPSHOT).toSorted(),
  );
});

describe('of another principal', () => {
  it.each(Object.entries({ ...ON_CONTAINER, ...ON_EXEC }))(
    'nothing exists: %s',
    async (name, input) => {
      const { box, dockerId, exec } = tenants.of();
      tenants.tap().take();
      const onExec = name in ON_EXEC;
      const ids = onExec
        ? [exec]
        : [box, 'box', dockerId, dockerId.slice(0, 12), `devbench-${box}`];
      const field = fieldOf(name);

      const answers = await Promise.all(
        ids.map((id) => tenants.bob().call(name, { ...input, [field]: id })),
      );

      const code = onExec ? 'exec_not_found' : 'container_not_found';
      expect(answers.map((answer) => answer.code)).toEqual(ids.map(() => code));
      expect(dockerId).toHaveLength(64);
      // Tools on any container have to ask the engine whose it is.
      const said = name.startsWith('docker_') ? changing(dockerId) : dockerId.slice(0, 12);
      expect(tenants.tap().take()).not.toMatch(said);
    },
  );

  it('no snapshot exists, for whatever one would do with it', async () => {
    await using own = await tenants.ofBob();
    const { snapshot } = tenants.of();
    const found = { snapshot_id: snapshot, from_snapshot: snapshot, ...own };
    const told = await Promise.all(
      Object.entries(ON_SNAPSHOT).map(([name, fields]) => {
        const given = Object.entries(found).filter(([field]) => field in fields);
        return tenants.bob().call(name, Object.fromEntries(given));
      }),
    );

    expect(told.map(({ code }) => code)).toEqual(told.map(() => 'snapshot_not_found'));
    expect(await tenants.alice().data('snapshot_list')).toMatchObject({
      snapshots: [{ snapshot_id: snapshot }],
    });
  });

  it('neither image, network nor volume exists', async () => {
    for (const [kind, id] of [
      ['volume', `devbench-${tenants.of().box}`],
      ['network', 'none'],
      ['image', IMAGE],
    ]) {
      const { isError, text } = await tenants.bob().call('docker_inspect', { kind, id });
      expect([isError, text]).toEqual([true, expect.stringContaining('_not_found')]);
    }
  });

  it.each(Object.entries(FOR_ADMINS))('nothing is ruled: %s', async (name, input) => {
    const { box, dockerId, exec } = tenants.of();
    tenants.tap().take();
    const ids = { container_id: box, exec_id: exec };
    const named = Object.entries(ids).filter(([field]) => field in input);

    const { code, text } = await tenants
      .bob()
      .call(name, { ...input, ...Object.fromEntries(named) });

    expect(code).toBe('permission_denied');
    for (const secret of tenants.secrets()) expect(text).not.toContain(secret);
    expect(tenants.tap().take()).not.toMatch(changing(`${dockerId}|images/create`));
  });

  it.each(Object.entries(TELLING))('nothing is told: %s', async (name, input) => {
    const inputs = name === 'list_execs' ? [input, { container_id: tenants.of().box }] : [input];
    for (const each of inputs) {
      const told = JSON.stringify(await tenants.bob().data(name, each));
      for (const secret of tenants.secrets()) expect(told).not.toContain(secret);
    }
  });

  it('nothing is counted, listed or completed', async () => {
    expect(await tenants.bob().data('system_status')).toMatchObject({
      active_containers: 0,
      running_execs: 0,
      active_attachments: 0,
    });
    expect((await tenants.bob().client.listResources()).resources).toEqual([]);
    const complete = async (name: string, value: string, given: Record<string, string> = {}) => {
      const { completion } = await tenants.bob().client.complete({
        ref: { type: 'ref/resource', uri: 'workspace://{container_id}/{+path}' },
        argument: { name, value },
        context: { arguments: given },
      });
      return completion.values;
    };
    const { box } = tenants.of();
    for (const value of ['', 'b', 'c_']) expect(await complete('container_id', value)).toEqual([]);
    for (const container_id of [box, 'box']) {
      expect(await complete('path', 's', { container_id })).toEqual([]);
    }
  });

  it('no resource is readable, or tells of changes', async () => {
    const { box, exec } = tenants.of();
    for (const uri of [
      `workspace://${box}/secret`,
      'workspace://box/secret',
      `exec://${exec}/output`,
    ]) {
      await expect(tenants.bob().client.readResource({ uri })).rejects.toThrow('_not_found');
    }
    for (const uri of [`workspace://${box}/`, `workspace://${box}/secret`, 'workspace://box/']) {
      await expect(tenants.bob().client.subscribeResource({ uri })).rejects.toThrow('_not_found');
    }
    const { contents } = await tenants
      .alice()
      .client.readResource({ uri: `workspace://${box}/secret` });
    expect(contents).toMatchObject([{ text: "alice's" }]);
  });
});
