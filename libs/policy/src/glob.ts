/**
 * Whether a text is like a pattern, in which `*` is any text and `?` any character. Takes time in proportion to both
 * lengths at most: texts are the callers'.
 */
export const glob =
  (pattern: string) =>
  (text: string): boolean => {
    let at = 0;
    let next = 0;
    /** The last star, and how far it reaches. */
    let star = -1;
    let reach = 0;
    while (next < text.length) {
      if (pattern[at] === '*') {
        star = at;
        reach = next;
        at += 1;
      } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[next])) {
        at += 1;
        next += 1;
      } else if (star >= 0) {
        at = star + 1;
        reach += 1;
        next = reach;
      } else return false;
    }
    return /^\**$/.test(pattern.slice(at));
  };
