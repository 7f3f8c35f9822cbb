import { expect, it } from 'vitest';

import { linkTo, routeOf } from './route.ts';

it('finds the way back', () => {
  expect(routeOf('')).toEqual({ view: 'workspaces', tab: 'commands' });
  expect(routeOf(linkTo('activity'))).toEqual({ view: 'activity', tab: 'commands' });
  expect(routeOf(linkTo('workspaces', 'c_1', 'files', '/workspace/a b/ü%'))).toEqual({
    view: 'workspaces',
    container: 'c_1',
    tab: 'files',
    item: '/workspace/a b/ü%',
  });
  expect(routeOf('#/workspaces/%/x')).toEqual({ view: 'workspaces', tab: 'commands' });
});
