import type { Step } from './compose.ts';

// @ts-expect-error -- a step that forgets `return next()` does not compile
export const forgetful: Step = async (_call, next) => {
  await next();
};
