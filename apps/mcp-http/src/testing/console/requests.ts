/** What a console asks for, without a browser. */
export const consoleRequests = (server: () => URL) => ({
  get: (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(`/console/${path}`, server()), { headers }),

  /** The status of the answer. */
  call: async (token: string, name: string, input: object): Promise<number> => {
    const headers = { ...bearer(token), 'Content-Type': 'application/json' };
    const body = JSON.stringify({ name, input });
    const url = new URL('/console/api/call', server());
    return (await fetch(url, { method: 'POST', headers, body })).status;
  },
});

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
