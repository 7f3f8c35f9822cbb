const KEY = 'devbench.token';

/** For this tab alone, and until it is closed. */
export const token = {
  read: (): string | undefined => sessionStorage.getItem(KEY) ?? undefined,
  keep: (value: string) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};
