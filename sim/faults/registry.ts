import type { Effect, Fault } from "./fault.ts";
export function faultKind(_name: string): { effect(fault: Fault): Effect } {
  return { effect: () => ({ type: "refuse" }) };
}
