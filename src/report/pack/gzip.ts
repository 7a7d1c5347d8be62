/** Gzip by the platform's own streams, so that it runs wherever the views do. Its header holds no time. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Bytes as base64. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call has a limit of arguments, and a multiple of 3 bytes needs no padding.
  for (let from = 0; from < bytes.length; from += 24_573)
    text += btoa(String.fromCharCode(...bytes.subarray(from, from + 24_573)));
  return text;
}
