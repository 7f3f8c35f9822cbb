import assert from 'node:assert/strict';
import { it } from 'node:test';
import { splitReference } from './images.mjs';

it('splits a reference at its tag, not at a port', () => {
  assert.deepEqual(splitReference('python:3.11-slim'), { name: 'python', tag: '3.11-slim' });
  assert.deepEqual(splitReference('localhost:5000/x'), { name: 'localhost:5000/x', tag: 'latest' });
  assert.deepEqual(splitReference('localhost:5000/x:1'), { name: 'localhost:5000/x', tag: '1' });
  assert.deepEqual(splitReference('x@sha256:ab'), { name: 'x', tag: 'sha256:ab' });
});
