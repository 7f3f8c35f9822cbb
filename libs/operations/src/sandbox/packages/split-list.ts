/** A comma inside brackets, or before a version, belongs to the package: `a[x,y],b>=1,<2` are two. */
const SEPARATOR = /,(?![^[]*\])(?!\s*[<>=!~])/;

/** The packages of a list in one text, as docker-mcp takes it. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(SEPARATOR)
    .map((item) => item.trim())
    .filter((item) => item !== '');
