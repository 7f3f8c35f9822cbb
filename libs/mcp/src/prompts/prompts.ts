import { AppError } from '@devbench/core';
import type {
  GetPromptRequest,
  GetPromptResult,
  Prompt as ListedPrompt,
} from '@modelcontextprotocol/sdk/types.js';

import type { Prompt } from './prompt.ts';
import { runTests } from './run-tests.ts';
import { setupNode } from './setup-node.ts';
import { setupPython } from './setup-python.ts';

const PROMPTS: readonly Prompt[] = [setupPython, setupNode, runTests];

export const listPrompts = (): ListedPrompt[] =>
  PROMPTS.map(({ name, description, arguments: all }) => ({
    name,
    description,
    arguments: all.map((each) => ({ ...each })),
  }));

/** @throws AppError `invalid_argument` for a prompt that there is not, and for arguments that are missing or too many */
export function getPrompt({
  name,
  arguments: given = {},
}: GetPromptRequest['params']): GetPromptResult {
  const prompt = PROMPTS.find((each) => each.name === name);
  if (!prompt) {
    throw new AppError('invalid_argument', `There is no prompt "${name.slice(0, 64)}".`, {
      hint: `There are ${PROMPTS.map((each) => each.name).join(', ')}.`,
    });
  }
  for (const { name: needed, required } of prompt.arguments) {
    if (required && !given[needed]) {
      throw new AppError('invalid_argument', `The prompt ${name} needs ${needed}.`);
    }
  }
  const text = prompt.text(given);
  return {
    description: prompt.description,
    messages: [{ role: 'user', content: { type: 'text', text } }],
  };
}
