import { z } from 'zod';

const entry = z.object({
  /** `user:password`, in base64. */
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
  registrytoken: z.string().optional(),
});

/** The part of Docker's `config.json` that says how to sign on at registries. */
export const dockerCredentials = z.object({
  auths: z.record(z.string(), entry).default({}),
  /** The program that knows a registry's sign-on, by registry. */
  credHelpers: z.record(z.string(), z.string()).default({}),
  /** The program that knows all others. */
  credsStore: z.string().optional(),
});

export type DockerCredentials = z.output<typeof dockerCredentials>;
export type CredentialEntry = z.output<typeof entry>;
