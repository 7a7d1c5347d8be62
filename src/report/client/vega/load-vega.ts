import { readBlock } from '../page/blocks.js';
import { type ChartLibrary, LIBRARY_KEY } from './library.js';

let loading: Promise<ChartLibrary> | null = null;

/** Starts the packed chart library, once. The page's policy allows that very script, by its hash. */
export function loadVega(): Promise<ChartLibrary> {
  loading ??= readBlock('vega').then((bytes) => {
    const script = document.createElement('script');
    script.textContent = new TextDecoder().decode(bytes);
    document.head.append(script);
    return Reflect.get(globalThis, LIBRARY_KEY) as ChartLibrary;
  });
  return loading;
}
