import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type {
  ElicitRequestFormParams,
  PrimitiveSchemaDefinition,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

import { text } from './contents.ts';

type Fields = Record<string, PrimitiveSchemaDefinition>;

const options = ['option1', 'option2', 'option3'];
const titled = ['First', 'Second', 'Third'].map((name, at) => ({
  const: `value${at + 1}`,
  title: `${name} Option`,
}));

const DEFAULTS: Fields = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};
const ENUMS: Fields = {
  untitledSingle: { type: 'string', enum: options },
  titledSingle: { type: 'string', oneOf: titled },
  legacyEnum: {
    type: 'string',
    enum: ['opt1', 'opt2', 'opt3'],
    enumNames: ['Option One', 'Option Two', 'Option Three'],
  },
  untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
  titledMulti: { type: 'array', items: { anyOf: titled } },
};

/** The tools with which the official scenarios have the server ask the client. */
export function addQuestions(tools: McpServer): void {
  const { server } = tools;
  const ask = async (message: string, properties: Fields, requestId: string | number) => {
    const requestedSchema = { type: 'object' as const, properties, required: [] };
    const params: ElicitRequestFormParams = { message, requestedSchema };
    const { action, content } = await server.elicitInput(params, { relatedRequestId: requestId });
    const answer = `action=${action}, content=${JSON.stringify(content ?? {})}`;
    return { content: [text(`Elicitation completed: ${answer}`)] };
  };

  tools.registerTool(
    'test_sampling',
    { description: 'Asks the model', inputSchema: { prompt: z.string() } },
    async ({ prompt }, { requestId }) => {
      const { content } = await server.createMessage(
        { messages: [{ role: 'user', content: text(prompt) }], maxTokens: 100 },
        { relatedRequestId: requestId },
      );
      const said = 'text' in content ? content.text : '';
      return { content: [text(`LLM response: ${said}`)] };
    },
  );
  tools.registerTool(
    'test_elicitation',
    { description: 'Asks the person', inputSchema: { message: z.string() } },
    ({ message }, { requestId }) =>
      ask(message, { username: { type: 'string' }, email: { type: 'string' } }, requestId),
  );
  const fixed = {
    test_elicitation_sep1034_defaults: DEFAULTS,
    test_elicitation_sep1330_enums: ENUMS,
  };
  for (const [name, fields] of Object.entries(fixed)) {
    tools.registerTool(name, { description: name }, ({ requestId }) =>
      ask('Please answer', fields, requestId),
    );
  }
}
