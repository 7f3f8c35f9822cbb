import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSame } from './dependencies.mjs';

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/a-darwin': { version: '1.0.0', optional: true },
};
const { 'node_modules/a': a } = wanted;

describe('isSame', () => {
  it('accepts an optional package that was left out', () => {
    assert.ok(isSame(wanted, { 'node_modules/a': a }));
  });

  it('sees a missing, a changed and a left-over package', () => {
    assert.ok(!isSame(wanted, {}));
    assert.ok(!isSame(wanted, { 'node_modules/a': { ...a, integrity: 'sha512-b' } }));
    assert.ok(!isSame(wanted, { 'node_modules/a': a, 'node_modules/b': a }));
  });
});
