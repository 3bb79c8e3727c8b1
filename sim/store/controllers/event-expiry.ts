import { source } from "../../clock/clock.ts";
import { keyOf } from "../object.ts";
import { eventKind } from "../objects/event.ts";
import type { ControllerContext } from "./context.ts";

/** An API server's default `--event-ttl`. */
export const eventLifeSeconds = 3600;
/** More than this, and the oldest go early: a churning fleet must not fill the memory with its past. */
const mostEvents = 20_000;

/** Takes away each Event an hour after it was last written, whoever wrote it. */
export function startEventExpiry(context: ControllerContext): void {
  const { store, clock } = context;
  /** When each Event goes, by key; all live equally long, so the next to go stands first. */
  const expiries = new Map<string, number>();
  let planned = false;
  const plan = () => {
    const [next] = expiries.values();
    if (planned || next === undefined) return;
    planned = true;
    clock.at(next, source.controller, () => {
      planned = false;
      for (const [key, expiry] of expiries) {
        if (expiry > clock.now()) break;
        remove(key);
      }
      plan();
    });
  };
  const remove = (key: string) => {
    const [namespace = "", name = ""] = key.split("/");
    expiries.delete(key);
    if (store.get(eventKind, namespace, name) !== undefined) store.remove(eventKind, namespace, name);
  };
  store.watch(eventKind, ({ type, object }) => {
    const key = keyOf(object.metadata);
    expiries.delete(key);
    if (type === "DELETED") return;
    expiries.set(key, clock.now() + eventLifeSeconds);
    const [oldest] = expiries.keys();
    if (expiries.size > mostEvents && oldest !== undefined) remove(oldest);
    plan();
  });
}
