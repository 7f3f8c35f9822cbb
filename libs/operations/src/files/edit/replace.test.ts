import { describe, expect, it } from 'vitest';

import { applyEdits } from './apply-edits.ts';

const edit = (old_text: string, new_text: string, replace_all = false) => ({
  old_text,
  new_text,
  replace_all,
});

const apply = async (text: string, ...edits: ReturnType<typeof edit>[]) =>
  (await applyEdits('/workspace/f', text, edits)).text;

/** Numbers that look random and are the same in each run. */
function createRandom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('any text and edits', () => {
  const ALPHABET = ['a', 'b', ' ', '\n', 'é', '漢', '😀', '$&', 'x\ty'];

  it.each(Array.from({ length: 300 }, (_, seed) => seed))(
    'as plain replacement, seed %i',
    async (seed) => {
      const random = createRandom(seed);
      const word = (length: number) =>
        Array.from({ length }, () => ALPHABET[random(ALPHABET.length)] ?? '').join('');
      let expected = word(1 + random(200));
      const text = expected;
      const edits = [];
      for (let tries = 0; tries < 20; tries += 1) {
        const characters = Array.from(expected);
        const from = random(characters.length);
        const old = characters.slice(from, from + 1 + random(12)).join('');
        if (old === '') continue;
        const all = random(4) === 0;
        const at = expected.indexOf(old);
        if (!all && expected.includes(old, at + 1)) continue;
        const inserted = word(random(8));
        edits.push(edit(old, inserted, all));
        expected = all
          ? expected.replaceAll(old, () => inserted)
          : expected.slice(0, at) + inserted + expected.slice(at + old.length);
        if (expected === '') break;
      }

      expect(await apply(text, ...edits)).toBe(expected);
      // The same edits do the same to a file from Windows.
      const toCrlf = (lines: string) => lines.replaceAll('\n', '\r\n');
      if (text.includes('\n')) {
        const windows = `\n${text}`;
        const unix = await apply(windows, ...edits).catch(() => undefined);
        if (unix !== undefined) expect(await apply(toCrlf(windows), ...edits)).toBe(toCrlf(unix));
      }
    },
  );
});

describe('line ends', () => {
  it.each([
    [
      'LF matches CRLF and stays CRLF',
      'a\r\nb\r\nc\r\n',
      edit('a\nb', 'x\ny\nz'),
      'x\r\ny\r\nz\r\nc\r\n',
    ],
    ['a new line in a CRLF file', 'a\r\nb\r\n', edit('b', 'b\nc'), 'a\r\nb\r\nc\r\n'],
    ['after the last line end', 'a\r\nb', edit('b', 'b\nc'), 'a\r\nb\r\nc'],
    ['each place its own', 'a\r\nb\na\n', edit('a', '1\n2', true), '1\r\n2\r\nb\n1\n2\n'],
    ['LF alone never splits CRLF', 'a\r\nb', edit('\nb', '\nc'), 'a\r\nc'],
    ['to Unix', 'a\r\nb\r\n', edit('\r\n', '\n', true), 'a\nb\n'],
    ['to Windows', 'a\nb\n', edit('\n', '\r\n', true), 'a\r\nb\r\n'],
    ['to Windows, twice', 'a\r\nb\r\n', edit('\n', '\r\n', true), 'a\r\nb\r\n'],
    ['CRLF from the caller for an LF file', 'a\nb\n', edit('a\r\nb', 'a\r\nc'), 'a\nc\n'],
    ['CRLF from the caller for a CRLF file', 'a\r\nb\r\n', edit('a\r\nb', 'a\r\nc'), 'a\r\nc\r\n'],
    ['a CR on its own', 'a\rb\rc', edit('\rb', ''), 'a\rc'],
  ])('%s', async (_, text, given, expected) => {
    expect(await apply(text, given)).toBe(expected);
  });
});

it('keeps a byte order mark', async () => {
  expect(await apply('\ufeffa = 1\n', edit('a = 1', 'a = 2'))).toBe('\ufeffa = 2\n');
});

it('refuses text that overlaps with itself as ambiguous', async () => {
  await expect(apply('aaa', edit('aa', 'b'))).rejects.toMatchObject({
    code: 'edit_ambiguous',
    data: { matches: 2 },
  });
  expect(await apply('aaa', edit('aa', 'b', true))).toBe('ba');
});

it('is not held up by text that is made for it', async () => {
  const text = 'a'.repeat(2_000_000);
  const began = process.cpuUsage();

  await expect(apply(text, edit(`b${'a'.repeat(100_000)}`, ''))).rejects.toMatchObject({
    code: 'edit_not_found',
  });
  await expect(apply(text, edit('a', 'b'.repeat(1_000_000), true))).rejects.toMatchObject({
    code: 'too_large',
  });

  expect(process.cpuUsage(began).user).toBeLessThan(1_000_000);
});
