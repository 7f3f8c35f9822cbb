interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
}

/** A task in the words of somebody who asks for it; the client shows it as a command of its own. */
export interface Prompt<Name extends string = string> {
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly (PromptArgument & { readonly name: Name })[];
  readonly text: (given: Partial<Record<Name, string>>) => string;
}

export const container = {
  name: 'container_id',
  description: 'Id or alias; a new container without it',
} as const;

/** Where the work is to be done, as the first sentence of a task. */
export const place = (containerId: string | undefined, image: string): string =>
  containerId === undefined
    ? `Spawn a container from an image like ${image}, with network bridge, and tell me its id.`
    : `Work in the container ${containerId}; if packages are needed and it has no network, say so and stop.`;
