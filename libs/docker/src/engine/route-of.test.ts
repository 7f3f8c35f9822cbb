import { expect, it } from 'vitest';

import { routeOf } from './route-of.ts';

it.each([
  ['/info', '/info'],
  ['/containers/create?name=secret', '/containers/create'],
  ['/containers/4fe2/attach?stream=true', '/containers/{}/attach'],
  ['/images/registry.example:5000/team/app:1/json', '/images/{}/json'],
  ['/volumes/devbench-agent-1?', '/volumes/{}'],
  ['/exec/77aa/start', '/exec/{}/start'],
  ['/v1.41/_ping', '/{}/_ping'],
  ['/', ''],
])('the route of %s is %s', (path, route) => {
  expect(routeOf(path)).toBe(route);
});
