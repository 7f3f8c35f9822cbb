import { expect, it } from 'vitest';

import { bytes, distance, duration, imageName, plural, shortId } from './format.ts';

it('writes amounts for people', () => {
  expect([0, 999, 1024, 5_500_000, 3 * 1024 ** 3].map(bytes)).toEqual([
    ...['0 B', '999 B', '1.0 KB', '5.2 MB', '3.0 GB'],
  ]);
  expect([0.25, 42, 1500, 61_000, 7_260_000, 90_000_000].map(duration)).toEqual([
    ...['0.3 ms', '42 ms', '1.5 s', '1 min 1 s', '2 h 1 min', '1 d 1 h'],
  ]);
  const now = Date.parse('2026-01-01T00:10:00Z');
  expect(distance('2026-01-01T00:07:30Z', now)).toBe('2 min ago');
  expect(distance('2026-01-01T00:10:05Z', now)).toBe('in 5 s');
  expect([plural(1, 'command'), plural(0, 'command')]).toEqual(['1 command', '0 commands']);
  expect(imageName('docker.io/library/python:3')).toBe('python:3');
  expect(imageName('ghcr.io/a/b')).toBe('ghcr.io/a/b');
  expect(shortId('c_01m7y4x2gjtsz69azajt8ktc6q')).toBe('c_01m7…tc6q');
});
