/** The words of the engine's API that say what is asked. Whatever else is in a path names something. */
const WORDS = new Set(
  `_ping archive attach auth build changes commit containers create distribution events exec export
   images info json kill logs networks pause prune push remove rename resize restart start stats stop
   system tag top unpause update version volumes wait`.split(/\s+/),
);

/** A path with every name as `{}`, so that there are few: `/containers/{}/start`. */
export function routeOf(path: string): string {
  const [bare = ''] = path.split('?');
  const parts = bare.split('/').map((part) => (part === '' || WORDS.has(part) ? part : '{}'));
  return parts
    .filter((part, n) => part !== '{}' || parts[n - 1] !== '{}')
    .join('/')
    .replace(/\/$/, '');
}
