/** Bytes of a compressed block of the page. */
export async function readBlock(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return inflate(blockText(name));
}

/** A block that is JSON. */
export async function readJson(name: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await readBlock(name)));
}

/** Gzip in base64, inflated. */
export async function inflate(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function blockText(name: string): string {
  const element = document.getElementById(`block-${name}`);
  if (element === null) throw new Error(`the page has no block ${name}`);
  return element.textContent;
}
