import { completable, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

import { cities, promptContents } from '../prompt-contents.ts';

/** The prompts that the official scenarios ask for. */
export function addPrompts(server: McpServer): void {
  const { simple, withArguments, withResource, withImage } = promptContents;
  const argsSchema = z.object({ arg1: completable(z.string(), cities), arg2: z.string() });
  const uriSchema = z.object({ resourceUri: z.string() });
  server.registerPrompt('test_simple_prompt', { description: 'Simple' }, simple);
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'With arguments', argsSchema },
    withArguments,
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'With a resource', argsSchema: uriSchema },
    withResource,
  );
  server.registerPrompt('test_prompt_with_image', { description: 'With an image' }, withImage);
}
