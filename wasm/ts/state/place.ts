import type { Store } from "./store.js";

/** Where a driver has its records: "log out everywhere" is one write a place. */
export interface Place {
  readonly store: Store;
  readonly namespace: string;
}

const places = new WeakMap<object, Place>();

/** Notes the place of a driver. */
export function settle(driver: object, store: Store, namespace: string | undefined): void {
  places.set(driver, { store, namespace: namespace ?? "" });
}

/** The place of a driver; `undefined` for anything else. */
export function placeOf(driver: object): Place | undefined {
  return places.get(driver);
}
