import { migrateInstance } from "../../store/actions/migrate.ts";
import { pauseInstance, unpauseInstance } from "../../store/actions/pause.ts";
import type { Refusal } from "../../store/actions/refusal.ts";
import {
  restartVirtualMachine,
  startVirtualMachine,
  stopVirtualMachine,
  type VirtualMachineName,
} from "../../store/actions/run.ts";
import type { HttpReply } from "../../wire/exchange.ts";
import { listAt } from "../field-access.ts";
import type { ResourceRequest, Serving } from "../serving.ts";
import { ApiError, conflict, notFound } from "../status.ts";
import { objectBody } from "../write/body.ts";
import { notSimulatedError } from "./not-simulated.ts";

type Action = (serving: Serving, name: VirtualMachineName) => Refusal | undefined;

const actions: Readonly<Record<string, Action>> = {
  start: ({ store }, name) => startVirtualMachine(store, name),
  stop: ({ store }, name) => stopVirtualMachine(store, name),
  restart: ({ store }, name) => restartVirtualMachine(store, name),
  migrate: ({ store }, name) => migrateInstance(store, name),
  pause: (serving, name) => pauseInstance(withHypervisors(serving, "pause"), name),
  unpause: (serving, name) => unpauseInstance(withHypervisors(serving, "unpause"), name),
};

export const virtctlActions: readonly string[] = Object.keys(actions);

/** Does what virtctl asks of a VM or VMI, as virt-api's subresources do. Throws ApiError 404, 409 or 501. */
export function respondToVirtctl(serving: Serving, { request, path, resource }: ResourceRequest): HttpReply {
  const { namespace = "", name = "", subresource = "" } = path;
  const options = request.body === undefined || request.body.byteLength === 0 ? {} : objectBody(request);
  const dryRun = listAt(options, "dryRun").includes("All");
  const refusal = dryRun ? undefined : actions[subresource]?.(serving, { namespace, name });
  if (refusal !== undefined) throw refused(refusal, resource.kind, name);
  return { status: 202, headers: { "content-type": "application/json" }, body: "" };
}

function refused(
  { code, message }: Refusal,
  kind: ResourceRequest["resource"]["kind"],
  name: string,
): ApiError {
  if (code === 404) return notFound(kind, name);
  if (code === 409) return conflict({ group: kind.group, plural: kind.singular }, name, message);
  return new ApiError(code, "BadRequest", message);
}

function withHypervisors({ store, clock, seed, hypervisors }: Serving, action: string) {
  if (hypervisors === undefined) throw notSimulatedError(action);
  return { store, clock, seed, hypervisors };
}
