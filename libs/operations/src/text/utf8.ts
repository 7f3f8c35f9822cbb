const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes that are UTF-8, undefined for others. */
export function decodeUtf8(data: Uint8Array): string | undefined {
  try {
    return decoder.decode(data);
  } catch {
    return undefined;
  }
}

/** How many bytes at the end begin a character without completing it: 0 to 3. */
export function incompleteTail(data: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, data.length); back += 1) {
    const byte = data[data.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

/** How many bytes at the beginning belong to a character before it: 0 to 3. */
export function continuationHead(data: Uint8Array): number {
  let length = 0;
  while (length < Math.min(3, data.length) && ((data[length] ?? 0) & 0xc0) === 0x80) length += 1;
  return length;
}

const lengthOf = (lead: number) => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);

export const toBase64 = (data: Uint8Array): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
