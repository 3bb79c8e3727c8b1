import type { KubeObject } from "../../store/object.ts";

const texts = new WeakMap<KubeObject, string>();

/**
 * The object as compact JSON. Objects are values that never change, so each is serialised once, however many
 * lists and watches it goes into; the text lives as long as the object.
 */
export function objectJson(object: KubeObject): string {
  let text = texts.get(object);
  if (text === undefined) texts.set(object, (text = JSON.stringify(object)));
  return text;
}
