import { z } from 'zod';

export const timeInput = z.iso.datetime({
  offset: true,
  error: 'a time, such as 2026-01-31T08:00:00Z',
});
