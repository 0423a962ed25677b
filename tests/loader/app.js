// The app as the loader's tests see it: it records where it was started. It stands in for wasm-bindgen's JavaScript.

export default async function init({ module_or_path: wasm }) {
  await wasm;
  await globalThis.appMayStart;
}

export function mount(element, container, host) {
  globalThis.mounted.push({ element, container, host });
  return globalThis.mounted.length;
}

export function changed() {}

export function may_leave(id, resolve) {
  resolve(true);
}

export function leave(id) {
  return !globalThis.mounted[id - 1].isDirty;
}

export function unmount(id) {
  globalThis.unmounted.push(id);
}
