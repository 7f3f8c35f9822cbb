import { embedded, image, text } from './contents.ts';

type Content = ReturnType<typeof text> | typeof image | ReturnType<typeof embedded>;

const from = (...contents: Content[]) => ({
  messages: contents.map((content) => ({ role: 'user' as const, content })),
});

/** What the prompts say that the official scenarios ask for. */
export const promptContents = {
  simple: () => from(text('This is a simple prompt for testing.')),
  withArguments: ({ arg1, arg2 }: { arg1: string; arg2: string }) =>
    from(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  withResource: ({ resourceUri }: { resourceUri: string }) =>
    from(
      embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.'),
      text('Please process the embedded resource above.'),
    ),
  withImage: () => from(image, text('Please analyze the image above.')),
};

export const cities = (typed: string) =>
  ['paris', 'park', 'party'].filter((word) => word.startsWith(typed));
