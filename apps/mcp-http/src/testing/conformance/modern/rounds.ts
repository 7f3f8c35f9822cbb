import { randomBytes } from 'node:crypto';

import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  type InputRequests,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';

import { text } from '../contents.ts';

const form = (message: string, name: string) => ({
  method: 'elicitation/create' as const,
  params: {
    message,
    requestedSchema: {
      type: 'object' as const,
      properties: { [name]: { type: 'string' as const } },
      required: [name],
    },
  },
});
const sample = (prompt: string) => ({
  method: 'sampling/createMessage' as const,
  params: { messages: [{ role: 'user' as const, content: text(prompt) }], maxTokens: 100 },
});
const roots = { method: 'roots/list' as const, params: {} };

const NAME: InputRequests = { user_name: form('What is your name?', 'name') };
const CONFIRM: InputRequests = { confirm: form('Please confirm', 'ok') };

/** What each tool asks, round by round. */
const TOOLS: Record<string, InputRequests[]> = {
  elicitation: [NAME],
  sampling: [{ capital_question: sample('What is the capital of France?') }],
  list_roots: [{ client_roots: roots }],
  request_state: [CONFIRM],
  tampered_state: [CONFIRM],
  multiple_inputs: [{ ...NAME, greeting: sample('Generate a greeting'), client_roots: roots }],
  multi_round: [
    { step1: form('Step 1: What is your name?', 'name') },
    { step2: form('Step 2: What is your favorite color?', 'color') },
  ],
};

/** Which round it is; the client keeps it, sealed. */
export const states = createRequestStateCodec<number>({ key: randomBytes(32) });

async function round(asked: readonly InputRequests[], { mcpReq }: ServerContext) {
  const said = mcpReq.inputResponses ?? {};
  const known = mcpReq.requestState<number>() ?? 0;
  const answered = Object.keys(asked[known] ?? {}).every((key) => key in said);
  const at = answered ? known + 1 : known;
  const inputRequests = asked[at];
  return inputRequests && inputRequired({ inputRequests, requestState: await states.mint(at) });
}

const done = { content: [text('state-ok')] };

/** The tools and prompts of the official scenarios that ask the client before they answer. */
export function addRounds(server: McpServer): void {
  for (const [name, asked] of Object.entries(TOOLS)) {
    server.registerTool(
      `test_input_required_result_${name}`,
      { description: name },
      async (context) => (await round(asked, context)) ?? done,
    );
  }
  server.registerTool('test_missing_capability', { description: 'Needs sampling' }, () =>
    inputRequired({ inputRequests: { question: sample('Who are you?') } }),
  );
  server.registerTool('test_streaming_elicitation', { description: 'Asks' }, (context) =>
    round([NAME], context).then((asked) => asked ?? done),
  );
  server.registerTool(
    'test_input_required_result_capabilities',
    { description: 'Asks what the client can answer' },
    async (context) => {
      const envelope = context.mcpReq.envelope as Record<string, object> | undefined;
      const canSample = 'sampling' in (envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {});
      const asked = canSample ? { greeting: sample('Generate a greeting') } : NAME;
      return (await round([asked], context)) ?? done;
    },
  );
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks first' },
    async (context) =>
      (await round([{ user_context: form('What context?', 'context') }], context)) ?? {
        messages: [{ role: 'user', content: text('With context') }],
      },
  );
}
