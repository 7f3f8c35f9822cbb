/** New names: sortable by time, not to be guessed. */
export interface Ids {
  next(prefix: 'c' | 'e' | 'call' | 'snap'): string;
}
