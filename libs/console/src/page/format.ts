const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** With two digits that count. */
export function bytes(value: number): string {
  let unit = 0;
  let amount = value;
  for (; amount >= 1000 && unit < UNITS.length - 1; unit += 1) amount /= 1024;
  const digits = amount < 10 && unit > 0 ? 1 : 0;
  return `${amount.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const s = Math.floor(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}

/** How long ago, or how long until then. */
export function distance(iso: string, now: number): string {
  const ms = Date.parse(iso) - now;
  if (Math.abs(ms) < 2000) return 'just now';
  const text = duration(Math.abs(ms))
    .replace(/^(\d+ (?:min|h|d)) .*$/, '$1')
    .replace(/\.\d/, '');
  return ms < 0 ? `${text} ago` : `in ${text}`;
}

export const clock = (iso: string) =>
  new Date(iso).toLocaleTimeString(undefined, { hour12: false });

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

/** An id with its beginning and its end. */
export const shortId = (id: string) => (id.length > 14 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id);

/** Without what everybody leaves out. */
export const imageName = (image: string) => image.replace(/^docker\.io\/(library\/)?/, '');
