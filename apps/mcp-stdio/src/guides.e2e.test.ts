import { expect, it } from 'vitest';

import { callsByGuide } from './testing/guide-calls.ts';
import { sharedSession } from './testing/shared-session.ts';

const server = sharedSession();

it.each(callsByGuide())('%s shows what happens', async (_guide, calls) => {
  for (const { tool, input, reply } of calls) {
    const { code, data } = await server().call(tool, input);
    if (typeof reply === 'string') expect(code).toBe(reply);
    else expect([tool, code, data]).toMatchObject([tool, undefined, reply]);
  }
});
