/** A WebAssembly module's exports. Every number is an address, or a count of bytes. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

/** As far as it is used here; hosts have it, or don't. */
interface Host {
  readonly WebAssembly?: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: unknown };
  };
}

const PAGE = 65_536;
const modules = new Map<string, object | null>();

/**
 * A new instance of a module (base64) with a memory of its own; the module is compiled once. Null where the host has no WebAssembly with
 * SIMD, or forbids it.
 */
export function kernelOf<K extends KernelExports>(base64: string): K | null {
  const { WebAssembly } = globalThis as unknown as Host;
  if (WebAssembly === undefined || modules.get(base64) === null) return null;
  try {
    const compiled = modules.get(base64) ?? new WebAssembly.Module(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
    modules.set(base64, compiled);
    return new WebAssembly.Instance(compiled).exports as K;
  } catch {
    modules.set(base64, null);
    return null;
  }
}

/** As `kernelOf`, with a memory that is at least so large. Null also where the host has no such memory left. */
export function kernelWith<K extends KernelExports>(base64: string, bytes: number): K | null {
  const kernel = kernelOf<K>(base64);
  if (kernel === null) return null;
  try {
    reserve(kernel, bytes);
    return kernel;
  } catch {
    return null;
  }
}

/** Makes a kernel's memory at least so large. Arrays over the memory as it was are no longer over anything. */
export function reserve({ memory }: KernelExports, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}
