/** How the container of a session is called, so that the session finds its files again. */
export const sessionAlias = (sessionId: string): string => `session-${sessionId}`;
