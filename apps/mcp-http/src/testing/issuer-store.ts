import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What an OpenID provider remembers, for one test. */
export function issuerStore(): (name: string) => Adapter {
  const all = new Map<string, AdapterPayload>();
  const none = async () => undefined;
  return (name) => ({
    upsert: async (id, payload) => void all.set(`${name} ${id}`, payload),
    find: async (id) => all.get(`${name} ${id}`),
    destroy: async (id) => void all.delete(`${name} ${id}`),
    consume: none,
    findByUid: none,
    findByUserCode: none,
    revokeByGrantId: none,
  });
}
