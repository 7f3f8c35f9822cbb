/** What installs packages in a container; in the order in which a container is asked for them. */
export const MANAGERS = ['pip', 'npm', 'apt', 'apk'] as const;

export type Manager = (typeof MANAGERS)[number];

/** These write into the system, which only root in a writable container can. */
export const isSystemWide = (manager: Manager): boolean => manager === 'apt' || manager === 'apk';
